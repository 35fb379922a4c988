import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { HOUR } from '../../src/ports/durations.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { focusComes, openPage, openTab, signIn, tabTo, ways } from '../support/page.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
let service: TestService
let browser: Browser
before(async () => {
  service = await startService()
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
})

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const NEW_PASSWORD = 'a lake beside nine hills'

/** Waits until what the screen asks for is there. */
const shown = (page: Page) => page.locator('.entry-time').first()

async function start(options: BrowserContextOptions & { fields?: Record<string, string> } = {}) {
  const { fields = {}, ...context } = options
  const person = await service.person({ fields })
  const opened = await openPage(browser, service, { ...context, path: 'security' })
  return { person, ...opened, enter: () => signIn(opened.page, person, shown(opened.page)) }
}

const post = (path: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${service.base}/${path}`, {
    method: 'POST',
    headers: { apikey: service.apiKey, ...headers },
    body: new URLSearchParams(body),
  })

/** Signs the person in on another device. */
async function signInWith({ username, password }: Pick<Person, 'username' | 'password'>, userAgent: string) {
  const answer = await post('user/login/', { username, password }, { 'user-agent': userAgent })
  assert.equal(answer.status, 200)
  const { access, refresh } = (await answer.json()) as { access: string; refresh: string }
  return { refresh, headers: { apikey: service.apiKey, authorization: `Bearer ${access}` } }
}

/** Whether the session lives: its access token is taken, and it gets another one. */
async function lives({ headers, refresh }: Pick<Person, 'headers' | 'refresh'>): Promise<boolean> {
  const { status } = await fetch(`${service.base}/user/get/profile/`, { headers })
  const refreshed = await post('user/token/refresh/', { refresh })
  assert.equal(refreshed.ok, status === 200)
  return refreshed.ok
}

const sessions = (page: Page) => page.getByRole('list', { name: 'Where you are signed in' })
const activity = (page: Page) => page.getByRole('list', { name: 'Recent activity' })
const rowOf = (page: Page, device: string) => sessions(page).getByRole('listitem').filter({ hasText: device })
const comeBack = (page: Page) => page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)

test('a session says where it is by the time zone of its browser', { skip }, async () => {
  const { page, complaints, enter } = await start({ timezoneId: 'America/Argentina/Buenos_Aires' })
  await enter()
  await rowOf(page, 'Time zone: Argentina (Buenos Aires)').waitFor()
  assert.deepEqual(complaints, [])
})

test('a wrong current password is said at its field; with the right one the new one holds and others are out', {
  skip,
}, async () => {
  const { person, page, complaints, enter } = await start()
  const other = await signInWith(person, FIREFOX)
  await enter()
  const opener = page.locator('[name=change-password]')
  await opener.click()
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  const old = dialog.getByLabel('Current password')
  await old.fill('not this one')
  await dialog.getByLabel('New password').fill(NEW_PASSWORD)
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await dialog.locator('[name=old-password][aria-invalid=true]').waitFor()
  await focusComes(old)
  const [, problem] = ((await old.getAttribute('aria-describedby')) ?? '').split(' ')
  assert.match(await page.locator(`[id="${problem}"]`).innerText(), /old password was entered incorrectly/)
  assert.equal(await dialog.getByLabel('New password').getAttribute('aria-invalid'), null)
  assert.ok(await lives(other))

  await old.fill(person.password)
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Your password is changed. All your other devices are signed out.').waitFor()
  await focusComes(opener)
  await page.getByText('You are signed in nowhere else.').waitFor()
  await activity(page).getByText('Password changed').waitFor()
  assert.equal(await lives(other), false)
  assert.equal((await post('user/login/', person as never)).ok, false)
  await signInWith({ ...person, password: NEW_PASSWORD }, FIREFOX)
  await page.reload()
  await rowOf(page, 'Firefox on Windows').waitFor()
  assert.deepEqual(complaints, [])
})

test('a new password that is too weak is said at its field', { skip }, async () => {
  const { person, page, enter } = await start()
  await enter()
  await page.locator('[name=change-password]').click()
  await page.getByLabel('Current password').fill(person.password)
  await page.getByLabel('New password').fill('12345678')
  await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click()
  await page.locator('[name=new-password][aria-invalid=true]').waitFor()
  await focusComes(page.getByLabel('New password'))
  assert.equal(await page.getByLabel('Current password').getAttribute('aria-invalid'), null)
})

test('a person sees where they are signed in, this device first, and ends one session, which is over then', {
  skip,
}, async () => {
  const { person, page, complaints, enter } = await start()
  service.clock.advance(-3 * HOUR)
  await signInWith(person, IPHONE)
  service.clock.advance(3 * HOUR)
  const firefox = await signInWith(person, FIREFOX)
  await enter()
  const rows = await sessions(page).getByRole('listitem').allInnerTexts()
  assert.equal(rows.length, 4)
  assert.match(rows[0] ?? '', /Chrome on Linux\s+This device\s+Your account page · Active now$/)
  assert.match(rows.find((row) => row.includes('Safari on iOS')) ?? '', /Last active: 3 hours ago/)
  assert.match(
    rows.find((row) => row.includes('Firefox on Windows')) ?? '',
    /Last active: (now|1 minute ago)/,
  )

  await page.getByRole('button', { name: 'Sign out Firefox on Windows' }).click()
  await rowOf(page, 'Firefox on Windows').waitFor({ state: 'detached' })
  assert.equal(
    await page.locator('[aria-live=polite]').last().innerText(),
    'Firefox on Windows is signed out.',
  )
  await focusComes(sessions(page))
  assert.equal(await lives(firefox), false)
  assert.ok(await lives(person))
  await activity(page).getByText('Signed out', { exact: true }).waitFor()
  await page.reload()
  await rowOf(page, 'Safari on iOS').waitFor()
  assert.equal(await sessions(page).getByRole('listitem').count(), 3)
  assert.deepEqual(complaints, [])
})

test('whoever is signed in on many devices sees six of them, and all when they ask', { skip }, async () => {
  const { person, page, enter } = await start()
  for (let device = 0; device < 7; device++) await signInWith(person, FIREFOX)
  await enter()
  assert.equal(await sessions(page).getByRole('listitem').count(), 6)
  await page.getByRole('button', { name: 'Show all' }).click()
  assert.equal(await sessions(page).getByRole('listitem').count(), 9)
})

test('a person signs out everywhere else and stays signed in here', { skip }, async () => {
  const { person, page, complaints, enter } = await start()
  const other = await signInWith(person, IPHONE)
  await enter()
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign out everywhere else?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  assert.ok(await lives(person))
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed in nowhere else.').waitFor()
  await focusComes(sessions(page))
  assert.deepEqual([await lives(person), await lives(other)], [false, false])
  await activity(page).getByText('Signed out everywhere else').waitFor()
  await page.reload()
  await shown(page).waitFor()
  assert.deepEqual(complaints, [])
})

test('a person signs out everywhere and here too', { skip }, async () => {
  const { person, page, complaints, enter } = await start()
  await enter()
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page.getByRole('checkbox', { name: 'Sign out here too' }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out.').waitFor()
  assert.equal(await lives(person), false)
  const { headers } = await signInWith(person, FIREFOX)
  const answer = await fetch(`${service.base}/user/sessions/`, { headers })
  assert.equal(((await answer.json()) as { data: { sessions: unknown[] } }).data.sessions.length, 1)
  await page.reload()
  await page.getByLabel('User name').waitFor()
  assert.deepEqual(complaints, [])
})

test('what is done in one tab shows in the other', { skip }, async () => {
  const { person, page, complaints, enter } = await start()
  await signInWith(person, FIREFOX)
  await enter()
  const other = await openTab(await page.context().newPage(), service, 'security')
  await rowOf(other.page, 'Firefox on Windows').waitFor()
  await page.getByRole('button', { name: 'Sign out Firefox on Windows' }).click()
  await rowOf(other.page, 'Firefox on Windows').waitFor({ state: 'detached' })
  await activity(other.page).getByText('Signed out', { exact: true }).waitFor()
  await other.page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await other.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed in nowhere else.').waitFor()
  assert.deepEqual([...complaints, ...other.complaints], [])
})

test('whoever was signed out on another device learns it when they come back, and signs in to the same screen', {
  skip,
}, async () => {
  const { person, page, complaints, enter } = await start()
  await enter()
  const { status } = await fetch(`${service.base}/user/sessions/`, {
    method: 'DELETE',
    headers: person.headers,
  })
  assert.equal(status, 200)
  await comeBack(page)
  await page.getByText('Your session has ended. Sign in again to go on.', { exact: true }).waitFor()
  await signIn(page, person, shown(page))
  await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
  assert.deepEqual(complaints, [])
})

for (const [name, options] of ways)
  test(`with the keyboard alone sessions are ended and the password is changed, ${name}`, {
    skip,
  }, async () => {
    const { person, page, complaints, enter } = await start(options)
    await signInWith(person, FIREFOX)
    await enter()
    const list = page.locator('.entries').first()
    const dialog = page.locator('dialog')
    const count = () => list.locator('li').count()
    assert.equal(await count(), 3)
    await tabTo(list.locator('.entry-action').first())
    await page.keyboard.press('Enter')
    await eventually(async () => (await count()) === 2)
    await focusComes(list)

    const everywhere = page.locator('[name=end-others]')
    await tabTo(everywhere)
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await focusComes(everywhere)
    await page.keyboard.press('Enter')
    await tabTo(dialog.locator('[type=submit]'))
    await page.keyboard.press('Space')
    await eventually(async () => (await count()) === 1)

    const change = page.locator('[name=change-password]')
    await tabTo(change)
    await page.keyboard.press('Enter')
    await focusComes(dialog.locator('[name=old-password]'))
    await page.keyboard.type('not this one')
    await tabTo(dialog.locator('[name=new-password]'))
    await page.keyboard.type(NEW_PASSWORD)
    await page.keyboard.press('Enter')
    await dialog.locator('[name=old-password][aria-invalid=true]').waitFor()
    await focusComes(dialog.locator('[name=old-password]'))
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(person.password)
    await page.keyboard.press('Enter')
    await page.locator('.notice-good').waitFor()
    await focusComes(change)
    await signInWith({ ...person, password: NEW_PASSWORD }, FIREFOX)
    assert.deepEqual(complaints, [])
  })

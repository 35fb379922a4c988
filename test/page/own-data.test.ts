import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { unzipSync } from 'fflate'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { DAY } from '../../src/ports/durations.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { focusComes, openPage, openTab, profileShown, signIn, tabTo, ways } from '../support/page.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { type MailCatcher, startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
let catcher: MailCatcher
let service: TestService
let browser: Browser
before(async () => {
  catcher = await startCatcher()
  service = await startService({ SMTP_URL: catcher.url, DELETION_GRACE_DAYS: '20' })
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
  await catcher.stop()
})

const shown = (page: Page) => page.locator('.entry-time').first()

async function start(
  options: BrowserContextOptions & { of?: TestService; fields?: Record<string, string> } = {},
) {
  const { of = service, fields = {}, ...context } = options
  const person = await of.person({ fields: { first_name: 'Ada', ...fields } })
  const opened = await openPage(browser, of, { ...context, path: 'security' })
  await signIn(opened.page, person, shown(opened.page))
  return { person, ...opened }
}

const accountOf = (person: Person) => service.services.users.byId(person.id)

/** Asks for the deletion of the account on the screen. */
async function askForDeletion(page: Page, { password }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  await dialog.getByLabel('Your password').fill(password)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await notice(page).waitFor()
}

const notice = (page: Page) => page.locator('.standing .notice-warn')
const stays = (page: Page) => page.locator('.standing').getByText('Your account stays. Nothing is deleted.')

/** What was saved by the key or the click. */
async function downloaded(page: Page, press: () => Promise<void>) {
  const download = page.waitForEvent('download')
  await press()
  const file = await download
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

test('a person downloads everything about them as one ZIP', { skip }, async () => {
  const { person, page, complaints } = await start({ fields: { last_name: 'Lovelace' } })
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(await detailed(80, 60).jpeg().toBuffer())]), 'me.jpg')
  const { headers } = person
  await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body: form })
  const button = page.getByRole('button', { name: 'Download my data' })
  const { name, bytes } = await downloaded(page, () => button.click())
  assert.match(name, /\.zip$/)
  const files = unzipSync(bytes)
  const profile = JSON.parse(Buffer.from(files['profile.json'] ?? []).toString())
  assert.equal(profile.account.username, person.username)
  assert.equal(profile.account.last_name, 'Lovelace')
  assert.equal(profile.sessions.length, 2)
  assert.ok(Object.keys(files).some((file) => /\.(jpg|webp|png)$/.test(file)))
  await page.getByText('Your file is ready. You find it in your downloads.').waitFor()
  await focusComes(button)
  await page.getByText('Copy of your data downloaded').waitFor()
  assert.deepEqual(complaints, [])
})

test('whoever downloads too often is told in minutes when they can again', { skip }, async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  try {
    const { person, page } = await start({ of: strict })
    for (let copy = 0; copy < 5; copy++) {
      const answer = await fetch(`${strict.base}/user/export/`, { headers: person.headers })
      await answer.arrayBuffer()
    }
    await page.getByRole('button', { name: 'Download my data' }).click()
    await page
      .getByRole('alert')
      .getByText(/You can try again in (59|60) minutes\./)
      .waitFor()
    // A service waits for the connections that a browser keeps open.
    await page.context().close()
  } finally {
    await strict.stop()
  }
})

test('a person asks for the deletion of the account, is told on every screen, and keeps it after all', {
  skip,
}, async () => {
  const timezone = 'Pacific/Kiritimati'
  const { person, page, complaints } = await start({ fields: { timezone } })
  await page.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  const date = (at: number) =>
    new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: timezone }).format(at)
  await dialog
    .getByText(`We keep your account for 20 more days, until ${date(Date.now() + 20 * DAY)}`)
    .waitFor()
  const field = dialog.getByLabel('Your password')
  await field.fill('not this one')
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await dialog.locator('[aria-invalid=true]').waitFor()
  await focusComes(field)
  assert.equal((await accountOf(person))?.deleteAt, null)

  await field.fill(person.password)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  const deleteAt = await eventually(async () => (await accountOf(person))?.deleteAt)
  const text = `Your account will be deleted on ${date(deleteAt)}.`
  await notice(page).getByText(text).waitFor()
  await focusComes(page.locator('#main'))
  assert.equal(await page.evaluate('scrollY'), 0)
  await page.getByText('Account deletion requested').waitFor()
  await page.getByText('You are signed in nowhere else.').waitFor()
  assert.equal((await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })).status, 401)
  await eventually(async () =>
    catcher.mails.some(({ to, mail }) => to === person.email && /will be deleted/.test(mail.text ?? '')),
  )

  for (const screen of ['Profile', 'Picture', 'Security & data']) {
    await page.getByRole('link', { name: screen, exact: true }).click()
    await page.locator('.side [aria-current=page]', { hasText: screen }).waitFor()
    await notice(page).getByText(text).waitFor()
    assert.equal(await page.locator('.standing').count(), 1)
    await page.reload()
    await notice(page).getByText(text).waitFor()
  }
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(page, person, notice(page))

  await page.getByRole('link', { name: 'Picture', exact: true }).click()
  await page.locator('.picture-now').waitFor()
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await stays(page).waitFor()
  assert.equal((await accountOf(person))?.deleteAt, null)
  await page.getByRole('link', { name: 'Security & data' }).click()
  await page.getByText('Account deletion cancelled').waitFor()
  assert.equal(await page.locator('.standing').count(), 0)
  await page.getByRole('button', { name: 'Delete my account' }).waitFor()
  await page.reload()
  await shown(page).waitFor()
  assert.equal(await page.locator('.standing').count(), 0)
  assert.deepEqual(complaints, [])
})

test('whoever is about to delete the account can take a copy along first', { skip }, async () => {
  const { page } = await start()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  const button = page.getByRole('dialog').getByRole('button', { name: 'Download my data' })
  const { bytes } = await downloaded(page, () => button.click())
  assert.ok(unzipSync(bytes)['profile.json'])
  await page.getByRole('dialog').getByText('Your file is ready.').waitFor()
  await page.getByText('Copy of your data downloaded').waitFor()
})

test('where the deletion was asked for it can be taken back, too', { skip }, async () => {
  const { person, page } = await start()
  await askForDeletion(page, person)
  await page.getByRole('region', { name: 'Delete your account' }).getByRole('button').click()
  await stays(page).waitFor()
  assert.equal(await page.evaluate('scrollY'), 0)
  assert.equal((await accountOf(person))?.deleteAt, null)
})

test('the deletion is seen in another tab, and taken back in both', { skip }, async () => {
  const { person, page, complaints } = await start()
  const other = await openTab(await page.context().newPage(), service)
  await profileShown(other.page)
  await askForDeletion(page, person)
  await notice(other.page).waitFor()
  await other.page.getByRole('button', { name: 'Keep my account' }).click()
  await stays(page).waitFor()
  await page.getByRole('button', { name: 'Delete my account' }).waitFor()
  // No value of the profile was changed.
  assert.equal(await other.page.getByText('changed in another window').count(), 0)
  assert.deepEqual([...complaints, ...other.complaints], [])
})

test('without an answer nothing is deleted, and the person can try again', { skip }, async () => {
  const { person, page } = await start()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page.getByLabel('Your password').fill(person.password)
  await page.context().setOffline(true)
  const send = page.getByRole('dialog').getByRole('button', { name: 'Delete my account' })
  await send.click()
  await page.getByRole('alert').getByText('We cannot reach the service.').waitFor()
  assert.equal((await accountOf(person))?.deleteAt, null)
  await page.context().setOffline(false)
  await send.click()
  await notice(page).waitFor()
})

test('a person who writes Japanese is never shown another language or time zone first', {
  skip,
}, async () => {
  const { page } = await start({
    fields: { language: 'ja', timezone: 'Asia/Tokyo' },
    timezoneId: 'America/New_York',
  })
  await page.addInitScript(`
    globalThis.seen = new Set()
    new MutationObserver(() => {
      for (const text of document.querySelectorAll('h1, h2, time, .standing'))
        if (text.checkVisibility()) seen.add(text.textContent)
    }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true })`)
  const heading = page.locator('.screen h1')
  // Who it is becomes known last of all.
  await page.route('**/user/get/profile/', async (route) => {
    await heading.waitFor({ state: 'attached' })
    await route.continue()
  })
  for (const path of ['security', 'picture']) {
    await page.goto(`${service.origin}/${path}`)
    await heading.waitFor()
    const seen = await page.evaluate<string[]>('[...seen]')
    assert.ok(seen.length > 0)
    const foreign = seen.filter((text) => !/[ぁ-ヿ一-龯]/.test(text) && !text.startsWith('2'))
    assert.deepEqual(foreign, [], path)
  }
})

for (const [name, options] of ways)
  test(`with the keyboard alone the data is downloaded, and the account given up and kept, ${name}`, {
    skip,
  }, async () => {
    const { person, page, complaints } = await start(options)
    await tabTo(page.locator('[name=download]'))
    const { bytes } = await downloaded(page, () => page.keyboard.press('Enter'))
    assert.ok(unzipSync(bytes)['profile.json'])
    const opener = page.locator('[name=delete-account]')
    await tabTo(opener)
    await page.keyboard.press('Enter')
    await page.locator('dialog').waitFor()
    await page.keyboard.press('Escape')
    await focusComes(opener)
    await page.keyboard.press('Enter')
    await tabTo(page.locator('dialog [name=password]'))
    await page.keyboard.type(person.password)
    await page.keyboard.press('Enter')
    await notice(page).waitFor()
    await page.keyboard.press('Tab')
    await focusComes(page.locator('.standing [name=keep-account]'))
    await page.keyboard.press('Enter')
    await page.locator('.standing .notice-good').waitFor()
    await focusComes(page.locator('#main'))
    assert.equal((await accountOf(person))?.deleteAt, null)
    assert.deepEqual(complaints, [])
  })

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, focusComes, openPage, phone, signIn, tabTo, ways } from '../support/page.ts'
import { addAuthenticator, withoutOffers } from '../support/passkey-browser.ts'
import { codeOf, enroll } from '../support/second-factor.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { eventually, freePort } from '../support/wait.ts'

const skip = withoutBrowser
let service: TestService
let browser: Browser
before(async () => {
  // Passkeys belong to a name, not to an address.
  const port = await freePort()
  const started = await startService({ PORT: String(port), PUBLIC_URL: `http://localhost:${port}` })
  service = { ...started, origin: `http://localhost:${port}` }
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
})

const shown = (page: Page) => page.locator('.entry-time').first()
const dialogOf = (page: Page) => page.locator('dialog')
const code = (secret: string) => codeOf(secret, service.clock.now())
const codeField = '[name=second-factor-code]'
const signOut = (page: Page) => page.locator('.sign-out').click()

async function enter(options: BrowserContextOptions = {}) {
  const person = await service.person({ fields: { first_name: 'Ada' } })
  const opened = await openPage(browser, service, { path: 'security', ...options })
  const authenticator = await addAuthenticator(opened.page)
  await signIn(opened.page, person, shown(opened.page))
  return { person, authenticator, ...opened }
}

async function typePassword(page: Page, { username, password }: Pick<Person, 'username' | 'password'>) {
  await page.locator('[name=username]').fill(username)
  await page.locator('[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
}

/** The key that the page shows for typing. */
const shownSecret = async (page: Page) =>
  ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')

for (const [name, options] of ways)
  test(`with the keyboard alone a second factor is set up and used to sign in, ${name}`, {
    skip,
  }, async () => {
    const { person, page, complaints } = await enter(options)
    const dialog = dialogOf(page)
    await tabTo(page.locator('[name=set-up-factor]'))
    await page.keyboard.press('Enter')
    await dialog.locator('.qr').waitFor()
    const secret = await shownSecret(page)
    assert.match(secret, /^[A-Z2-7]{32}$/)
    await tabTo(dialog.locator(codeField))
    await page.keyboard.type('000000')
    await page.keyboard.press('Enter')
    await dialog.locator(`${codeField}[aria-invalid=true]`).waitFor()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(code(secret))
    await page.keyboard.press('Enter')
    await dialog.locator('.recovery-codes li').nth(9).waitFor()
    await page.keyboard.press('Escape')
    const kept = dialog.locator('[name=codes-kept]')
    assert.ok(await kept.isVisible(), 'the codes stay until the person has kept them')
    await tabTo(kept)
    await page.keyboard.press('Enter')
    await page.locator('.notice-good').waitFor()
    await signOut(page)

    service.clock.advance(30_000)
    await typePassword(page, person)
    await page.locator(codeField).waitFor()
    assert.equal(await page.locator(codeField).getAttribute('autocomplete'), 'one-time-code')
    assert.equal(await page.locator(codeField).getAttribute('inputmode'), 'numeric')
    await tabTo(page.locator(codeField))
    await page.keyboard.type(code(secret))
    await page.keyboard.press('Enter')
    await shown(page).waitFor()
    assert.deepEqual(complaints, [])
  })

test('recovery codes can be downloaded, sign in once each, and new ones are asked for when few are left', {
  skip,
}, async () => {
  const person = await service.person()
  const { recoveryCodes } = await enroll(service, person)
  const { page, complaints } = await openPage(browser, service, { path: 'security' })
  for (const used of recoveryCodes.slice(0, 7)) {
    await typePassword(page, person)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.locator(codeField).fill(used.toUpperCase())
    await page.locator('button[type=submit]').click()
    await shown(page).waitFor()
    if (used !== recoveryCodes[6]) await signOut(page)
  }
  await page.getByText('3 recovery codes left.').waitFor()
  await page.getByText('You have few recovery codes left. Make new ones.').waitFor()
  await page.locator('[name=new-codes]').click()
  await dialogOf(page).locator('[type=submit]').click()
  await dialogOf(page).locator('.recovery-codes').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialogOf(page).locator('[name=download-codes]').click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n')
  assert.deepEqual(lines.slice(2), await dialogOf(page).locator('.recovery-codes li').allTextContents())
  await dialogOf(page).locator('[name=codes-kept]').click()
  await page.getByText('10 recovery codes left.').waitFor()
  assert.deepEqual(complaints, [])
})

test('a used-up ticket leads back to the password, and says why', { skip }, async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const { page } = await openPage(browser, service, { path: 'security' })
  await typePassword(page, person)
  await page.locator(codeField).waitFor()
  service.clock.advance(301_000)
  await page.locator(codeField).fill(code(secret))
  await page.locator('button[type=submit]').click()
  await page.getByText('This sign-in is over, or was begun elsewhere.').waitFor()
  await page.locator('[name=password]').waitFor()
})

test('whoever needs a second factor sets one up before anything else', { skip }, async () => {
  const person = await service.person()
  const { ownSecondFactor, users } = service.services
  const user = (await users.byId(person.id))!
  await ownSecondFactor.setRequired(user, true, { kind: 'operator', operator: 'tester' })
  const { page, complaints } = await openPage(browser, service, { path: 'security' })
  await typePassword(page, person)
  await page.locator('.qr').waitFor()
  assert.equal(await page.getByRole('navigation').count(), 0)
  await page.locator(codeField).fill(code(await shownSecret(page)))
  await page.locator('button[type=submit]').click()
  await page.locator('.recovery-codes').waitFor()
  assert.equal(await page.getByRole('navigation').count(), 0)
  await page.locator('[name=codes-kept]').click()
  await shown(page).waitFor()
  assert.equal(await page.locator('[name=remove-factor]').count(), 0, 'and it cannot be removed')
  assert.deepEqual(complaints, [])
})

test('a passkey is added, named, used to sign in, and removed', { skip }, async () => {
  const { authenticator, page, complaints } = await enter()
  await page.locator('[name=add-passkey]').click()
  const list = page.getByRole('list', { name: 'Passkeys' })
  await list.getByText('Not used yet').waitFor()
  assert.equal(await authenticator.count(), 1)
  await list.getByRole('button', { name: /^Rename/ }).click()
  await dialogOf(page).locator('[name=passkey-name]').fill('This laptop')
  await dialogOf(page).locator('[type=submit]').click()
  await list.getByText('This laptop').waitFor()

  await withoutOffers(page)
  await signOut(page)
  await page.locator('[name=passkey]').click()
  await list.getByText(/Last used: (now|\d+ minute)/).waitFor()
  await list.getByRole('button', { name: 'Remove This laptop' }).click()
  await dialogOf(page).locator('[type=submit]').click()
  await page.getByText('You have no passkeys yet.').waitFor()

  await withoutOffers(page)
  await signOut(page)
  await page.locator('[name=passkey]').click()
  await page.getByRole('alert').getByText('This passkey is not registered, or was removed.').waitFor()
  assert.deepEqual(complaints, [])
})

test('a second passkey on the same device is refused in words', { skip }, async () => {
  const { authenticator, page } = await enter()
  await page.locator('[name=add-passkey]').click()
  await eventually(async () => (await authenticator.count()) === 1 || null)
  await page.getByText('Not used yet').waitFor()
  await page.locator('[name=add-passkey]').click()
  await page.getByText('already has a passkey for your account').waitFor()
})

test('whoever does not go through with a passkey is told, and signs in by the password', {
  skip,
}, async () => {
  const { person, authenticator, page } = await enter()
  await authenticator.agree(false)
  await page.locator('[name=add-passkey]').click()
  await page.getByText('No passkey was used. Try again, or choose another way.').waitFor()
  assert.equal(await authenticator.count(), 0)
  await signOut(page)
  await page.locator('[name=passkey]').click()
  await page.getByText('No passkey was used. Try again, or choose another way.').waitFor()
  await signIn(page, person, shown(page))
})

test('the browser offers a passkey at the user name, and it signs in where a second factor is asked for', {
  skip,
}, async () => {
  const { person, page, complaints } = await enter()
  await page.locator('[name=add-passkey]').click()
  await page.getByText('Not used yet').waitFor()
  await enroll(service, person)
  await signOut(page)
  // Chromium's virtual authenticator takes what the browser offers without being asked.
  await page.getByText(/Last used: (now|\d+ minute)/).waitFor()
  assert.deepEqual(complaints, [])
})

test('an old session proves by a passkey or by a code that it is the person, and goes on with what it wanted', {
  skip,
}, async () => {
  const { person, page, complaints } = await enter()
  await page.locator('[name=add-passkey]').click()
  await page.getByText('Not used yet').waitFor()
  const { secret } = await enroll(service, person)
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await page.reload()
  await page.locator('[name=remove-factor]').waitFor()
  service.clock.advance(301_000)
  await page.locator('[name=new-codes]').click()
  await dialogOf(page).locator('[type=submit]').click()
  await dialog.locator('[name=proof-passkey]').click()
  await page.locator('.recovery-codes').waitFor()
  await page.locator('[name=codes-kept]').click()

  service.clock.advance(301_000)
  await page.locator('[name=remove-factor]').click()
  await dialogOf(page).locator('[type=submit]').click()
  await dialog.locator('[name=proof-other]').click()
  await dialog.locator(codeField).fill(code(secret))
  await dialog.locator('[type=submit]').click()
  await page.getByText('The second factor was removed.').waitFor()
  assert.deepEqual(complaints, [])
})

test('at another address than the one of the passkeys none are offered', { skip }, async () => {
  const other = await startService()
  const { page, complaints } = await openPage(browser, other)
  await page.locator('[name=username]').waitFor()
  assert.equal(await page.locator('[name=passkey]').count(), 0)
  assert.equal(await page.locator('[name=username]').getAttribute('autocomplete'), 'username')
  assert.deepEqual(complaints, [])
  await other.stop()
})

const looks: [string, BrowserContextOptions][] = [
  ['in light', { colorScheme: 'light' }],
  ['in dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
  ['in Arabic on a phone in dark', { ...phone, locale: 'ar', colorScheme: 'dark' }],
]
for (const [name, options] of looks)
  test(`axe finds nothing where passkeys and the second factor are looked after ${name}`, {
    skip,
  }, async () => {
    const entered = await enter({ reducedMotion: 'reduce', ...options })
    const { person, page, complaints } = entered
    const check = async () => {
      assert.deepEqual(await accessibilityFaults(page), [])
      const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      assert.equal(await page.evaluate(wider), 0)
    }
    await page.locator('[name=add-passkey]').click()
    await page.locator('.entry-action button').nth(1).waitFor()
    await page.locator('[name=set-up-factor]').click()
    await page.locator('.qr').waitFor()
    await check()
    const secret = await shownSecret(page)
    await page.locator(codeField).fill(code(secret))
    await dialogOf(page).locator('[type=submit]').click()
    await page.locator('.recovery-codes').waitFor()
    await check()
    await page.locator('[name=codes-kept]').click()
    await page.locator('[name=remove-factor]').waitFor()
    await check()
    await withoutOffers(page)
    await signOut(page)
    await typePassword(page, person)
    await page.locator(codeField).waitFor()
    await check()
    assert.deepEqual(complaints, [])
  })

test('the focus goes to the new step of the sign-in', { skip }, async () => {
  const person = await service.person()
  await enroll(service, person)
  const { page } = await openPage(browser, service, { path: 'security' })
  await typePassword(page, person)
  await focusComes(page.locator('h1'))
})

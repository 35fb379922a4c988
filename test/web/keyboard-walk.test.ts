/** A person without a mouse: after every step the focus is where the next key belongs. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { openPage, signIn, tabTo } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { addAuthenticator } from '../support/passkey-browser.ts'
import { asFile, crop, cropShown, halves } from '../support/picture-screen.ts'
import { codeOf, enroll } from '../support/second-factor.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually, freePort } from '../support/wait.ts'

const skip = withoutBrowser
const NEW_PASSWORD = 'a lake beside nine hills'
const catcher = await catcherFixture()
// Passkeys belong to a host name, not to an IP address.
const port = await freePort()
const origin = `http://localhost:${port}`
const started = await pageFixture({ PORT: String(port), PUBLIC_URL: origin, SMTP_URL: catcher.url })
const { browser } = started
const service = { ...started.service, origin }

/** The texts of the page in English. */
const t: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../web/src/locales/en.json'), 'utf8'),
)

/** Returns role and accessible name of what has the focus, as `button "Save"`; `nothing` for the document. */
async function focused(page: Page): Promise<string> {
  const element = page.locator(':focus')
  if ((await element.count()) === 0) return 'nothing'
  const [line = ''] = (await element.ariaSnapshot()).split('\n')
  return /^- (\w+(?: "(?:[^"\\]|\\.)*")?)/.exec(line)?.[1] ?? line
}

async function focusIs(page: Page, role: string, name = ''): Promise<void> {
  const wanted = name === '' ? role : `${role} "${name}"`
  let now = ''
  const isThere = async () => {
    now = await focused(page).catch(() => '')
    return now === wanted
  }
  await eventually(isThere).catch(() => assert.equal(now, wanted))
}

const type = (page: Page, text: string) => page.keyboard.type(text)
const press = (page: Page, key = 'Enter') => page.keyboard.press(key)

async function go(page: Page, selector: string): Promise<void> {
  await tabTo(page.locator(selector).first())
  await press(page)
}

/** Signs out by the menu in the header, whose last entry it is. */
async function leave(page: Page): Promise<void> {
  await go(page, '.account-button')
  await page.getByRole('menu').waitFor()
  await press(page, 'End')
  await focusIs(page, 'menuitem', t['layout.sign_out'])
  await press(page)
}

const USERNAME = t['sign_in.username_or_email'] ?? ''
const PASSWORD = t['password.label'] ?? ''
const FACTOR_CODE = t['factor.code'] ?? ''

async function start(path = '') {
  const person = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace' } })
  return { person, ...(await openPage(browser, service, { path })) }
}

/** Signs in as people do, and waits for the screen for security. */
async function enterSecurity() {
  const { person, page } = await start('security')
  const authenticator = await addAuthenticator(page)
  await signIn(page, person, page.locator('.entry-time').first())
  await focusIs(page, 'heading', t['nav.security'])
  return { person, page, authenticator }
}

test('by keyboard: sign-in with a wrong password and the right one, profile, and out again', {
  skip,
}, async () => {
  const { person, page } = await start()
  await focusIs(page, 'textbox', USERNAME)
  await type(page, person.email)
  await press(page, 'Tab')
  await focusIs(page, 'textbox', PASSWORD)
  await type(page, 'not this one')
  await press(page)
  await page.getByRole('alert').waitFor()
  await focusIs(page, 'textbox', PASSWORD)
  await type(page, person.password)
  await press(page)
  await focusIs(page, 'heading', 'Ada Lovelace')

  await go(page, '[name=edit-name]')
  await focusIs(page, 'textbox', 'First name')
  await type(page, 'Grace')
  await press(page)
  await focusIs(page, 'button', 'Edit Name')
  await go(page, '[name=edit-name]')
  await focusIs(page, 'textbox', 'First name')
  await press(page, 'Escape')
  await focusIs(page, 'button', 'Edit Name')

  await leave(page)
  await focusIs(page, 'textbox', USERNAME)
})

test('by keyboard: sign-in with a second factor, whose code needs no Enter', { skip }, async () => {
  const { person, page } = await start()
  const { secret } = await enroll(service, person)
  await focusIs(page, 'textbox', USERNAME)
  await type(page, person.username)
  await press(page, 'Tab')
  await type(page, person.password)
  await press(page)
  await focusIs(page, 'textbox', FACTOR_CODE)
  service.clock.advance(30_000)
  const right = codeOf(secret, service.clock.now())
  await type(page, right === '111111' ? '222222' : '111111')
  await page.locator('[aria-invalid=true]').waitFor()
  await focusIs(page, 'textbox', FACTOR_CODE)
  // The wrong code is selected, so that typing replaces it.
  await type(page, right)
  await focusIs(page, 'heading', 'Ada Lovelace')
})

test('by keyboard: a forgotten password', { skip }, async () => {
  const { person, page } = await start()
  await focusIs(page, 'textbox', USERNAME)
  await go(page, 'a[href$=forgot-password]')
  await focusIs(page, 'textbox', t['address.label'])
  await press(page)
  await page.locator('[aria-invalid=true]').waitFor()
  await focusIs(page, 'textbox', t['address.label'])
  await type(page, person.email)
  await press(page)
  await focusIs(page, 'textbox', t['code.label'])
  await type(page, await catcher.codeTo(person.email))
  await press(page, 'Tab')
  await focusIs(page, 'textbox', t['password.new'])
  await type(page, '12345678')
  await press(page)
  await page.locator('[aria-invalid=true]').waitFor()
  await focusIs(page, 'textbox', t['password.new'])
  await press(page, 'ControlOrMeta+A')
  await type(page, NEW_PASSWORD)
  await press(page)
  await focusIs(page, 'button', t['forgot.continue'])
  await press(page)
  await focusIs(page, 'heading', 'Ada Lovelace')
})

test('by keyboard: another address, and the notice that it can be undone', { skip }, async () => {
  const { person, page } = await start()
  await signIn(page, person)
  await focusIs(page, 'heading', 'Ada Lovelace')
  const address = `walked-${person.username}@example.org`
  await go(page, '[name=edit-email]')
  await focusIs(page, 'textbox', t['email.new_label'])
  await press(page, 'Escape')
  await focusIs(page, 'button', `${t['email.change']} ${t['address.label']}`)
  await press(page)
  await focusIs(page, 'textbox', t['email.new_label'])
  await type(page, address)
  await press(page)
  await focusIs(page, 'textbox', t['code.label'])
  await type(page, await catcher.codeTo(address))
  await focusIs(page, 'button', t['action.done'])
  await press(page)
  await focusIs(page, 'button', `${t['email.change']} ${t['address.label']}`)

  await page.getByRole('button', { name: t['undo.end'] ?? '' }).waitFor()
  await go(page, '.notice .link')
  await focusIs(page, 'textbox', t['password.old'])
  await type(page, 'wrong')
  await press(page)
  await page.locator('[aria-invalid=true]').waitFor()
  await focusIs(page, 'textbox', t['password.old'])
  await press(page, 'ControlOrMeta+A')
  await type(page, person.password)
  await press(page)
  await page.getByText(t['undo.ended'] ?? '').waitFor({ state: 'attached' })
  await focusIs(page, 'heading', t['profile.about'])
})

test('by keyboard: a picture is chosen, cropped and removed', { skip }, async () => {
  const { person, page } = await start('picture')
  await signIn(page, person, page.locator('.picture-now'))
  await focusIs(page, 'heading', t['nav.picture'])
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(asFile(await halves()))
  await cropShown(page)
  await focusIs(page, 'application', t['picture.area'])
  await tabTo(crop(page))
  await press(page, 'ArrowLeft')
  await go(page, '.actions .button-primary')
  await page.locator('.picture-now').waitFor()
  await focusIs(page, 'heading', t['nav.picture'])
  await go(page, '.picture-more .button-warning')
  await focusIs(page, 'button', t['action.cancel'])
  await press(page, 'Escape')
  await focusIs(page, 'button', t['picture.remove'])
})

test('by keyboard: the password is changed', { skip }, async () => {
  const { person, page } = await enterSecurity()
  await go(page, '[name=edit-password]')
  await focusIs(page, 'textbox', t['password.old'])
  await type(page, 'wrong')
  await tabTo(page.locator('[name=new-password]'))
  await type(page, NEW_PASSWORD)
  await press(page)
  await page.locator('[aria-invalid=true]').first().waitFor()
  await focusIs(page, 'textbox', t['password.old'])
  await press(page, 'ControlOrMeta+A')
  await type(page, person.password)
  await press(page)
  await focusIs(page, 'button', `${t['action.change']} ${t['password.label']}`)
})

test('by keyboard: a passkey is added, and removed after a question that Enter answers with no', {
  skip,
}, async () => {
  const { page, authenticator } = await enterSecurity()
  await go(page, '[name=edit-passkeys]')
  await page.getByText(t['passkey.never_used'] ?? '').waitFor()
  assert.equal(await authenticator.count(), 1)
  await focusIs(page, 'list', t['passkey.title'])
  const remove = page.getByRole('button', { name: /^Remove / })
  const name = await remove.evaluate((element) => element.getAttribute('aria-label') ?? '')
  await tabTo(remove)
  await press(page)
  await focusIs(page, 'button', t['action.cancel'])
  await press(page)
  await focusIs(page, 'button', name)
  await press(page)
  await focusIs(page, 'button', t['action.cancel'])
  await go(page, 'dialog [type=submit]')
  await page.getByText(t['passkey.none'] ?? '').waitFor()
  await focusIs(page, 'button', `${t['passkey.add']} ${t['passkey.title']}`)
})

test('by keyboard: a second factor is set up', { skip }, async () => {
  const { page } = await enterSecurity()
  await go(page, '[name=edit-factor]')
  await focusIs(page, 'textbox', FACTOR_CODE)
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
  await type(page, codeOf(secret, service.clock.now()))
  // Not the button: a habitual Enter must not close codes that are shown only once.
  await focusIs(page, 'heading', t['factor.codes_title'])
  await go(page, '[name=codes-kept]')
  await page.getByText(/^On since/).waitFor()
  await focusIs(page, 'button', `${t['action.manage']} ${t['factor.title']}`)
})

test('by keyboard: the data is downloaded, and the deletion of the account taken back', {
  skip,
}, async () => {
  const { person, page } = await enterSecurity()
  const download = page.waitForEvent('download')
  await go(page, '[name=edit-export]')
  await download
  await focusIs(page, 'button', `${t['action.download']} ${t['export.title']}`)
  await go(page, '[name=edit-deletion]')
  await focusIs(page, 'textbox', t['password.old'])
  await type(page, person.password)
  await press(page)
  await page.locator('.standing [name=keep-account]').waitFor()
  await focusIs(page, 'main')
  await go(page, '.standing [name=keep-account]')
  await page.locator('.standing .notice-good').waitFor()
  await focusIs(page, 'main')
})

/** Signs in on the security screen, and on a phone. */
async function enterTwice() {
  const { person, page } = await enterSecurity()
  await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey, 'user-agent': 'Mozilla/5.0 (iPhone) Safari/604.1' },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  })
  await page.reload()
  return page
}

test('by keyboard: one session is signed out, and then the password changed', { skip }, async () => {
  const page = await enterTwice()
  await tabTo(page.getByRole('button', { name: 'Sign out Safari on iOS' }))
  await press(page)
  await focusIs(page, 'group', 'Safari on iOS has been signed out.')
  await press(page, 'Tab')
  await focusIs(page, 'button', t['password.change'])
  await press(page)
  await focusIs(page, 'textbox', t['password.old'])
})

test('by keyboard: signing out everywhere else, then here', { skip }, async () => {
  const page = await enterTwice()
  await go(page, '[name=end-others]')
  await focusIs(page, 'button', t['security.session_end'])
  await press(page, 'Escape')
  await focusIs(page, 'button', t['security.others_end'])
  await press(page)
  await focusIs(page, 'button', t['security.session_end'])
  await press(page)
  await page.getByText(t['security.only_here'] ?? '').waitFor()
  await focusIs(page, 'group', t['security.others_ended'])
  await leave(page)
  await focusIs(page, 'textbox', USERNAME)
})

test('by keyboard: a session that ends elsewhere leads to the sign-in', { skip }, async () => {
  const { person, page } = await enterSecurity()
  const other = await openPage(browser, service, { path: 'security' })
  await signIn(other.page, person, other.page.locator('.entry-time').first())
  await other.page.locator('[name=end-others]').click()
  await other.page.locator('dialog [type=submit]').click()
  await other.page.getByText(t['security.only_here'] ?? '').waitFor()
  await go(page, '[name=edit-export]')
  await focusIs(page, 'textbox', USERNAME)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { openIdProviderFixture, signInThere } from '../support/openid-provider.ts'
import {
  accessibilityFaults,
  edit,
  openPage,
  phone,
  profileShown,
  save,
  saved,
  signOut,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { startService } from '../support/service.ts'
import { freePort } from '../support/wait.ts'

const skip = withoutBrowser
const port = await freePort()
const acme = await openIdProviderFixture(`http://127.0.0.1:${port}/`)
const { service, browser } = await pageFixture({
  PORT: String(port),
  ISSUERS: JSON.stringify([acme.entry({ acts: ['password'] })]),
})

/** Opens the page. Requests to the provider are what is wanted here. */
async function open(options: BrowserContextOptions & { path?: string } = {}, to = service) {
  const { page, complaints } = await openPage(browser, to, options)
  const left = () =>
    complaints.filter(
      (text) => !text.startsWith(`request to ${acme.issuer}`) && !text.includes('fonts.googleapis'),
    )
  return { page, complaints: left }
}
const button = (page: Page) => page.locator('[name=provider-acme]')
const back = (page: Page, path = '') => page.waitForURL(`${service.origin}/${path}`)

test('a person signs in at the provider, returns to the screen where they were, and no token is in a browser storage', {
  skip,
}, async () => {
  acme.people.set('ada', { given_name: 'Ada', family_name: 'Lovelace' })
  const { page, complaints } = await open({ path: 'security?return_to=http://127.0.0.1' })
  await page.getByRole('button', { name: 'Sign in with Acme' }).click()
  await signInThere(page, 'ada')
  await back(page, 'security?return_to=http://127.0.0.1')
  await page.locator('.entry-time').first().waitFor()
  await page.goto(service.origin)
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')
  assert.doesNotMatch(kept, /eyJ|[\w-]{30,}/)
  assert.equal(await page.evaluate('document.cookie'), '')
  assert.deepEqual(complaints(), [])
})

test('the history has no response of the provider, and going back signs nobody in again', {
  skip,
}, async () => {
  const { page, complaints } = await open()
  await button(page).click()
  await signInThere(page, 'walker')
  await back(page)
  await profileShown(page)
  await page.goBack()
  await page.goForward()
  await page.waitForLoadState()
  assert.doesNotMatch(page.url(), /code|state/)
  await page.goto(`${service.origin}/signed-in`)
  await back(page)
  await profileShown(page)
  assert.deepEqual(complaints(), [])
})

test('whoever cancels at the provider is told so, and can try again or go back', { skip }, async () => {
  const { page, complaints } = await open()
  await button(page).click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await page.getByRole('alert').getByText('You canceled the sign-in at Acme. Nothing has changed.').waitFor()
  assert.equal(new URL(page.url()).hash, '')
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.getByRole('button', { name: 'Go back' }).click()
  await button(page).click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Try again' }).click()
  await signInThere(page, 'second-thoughts')
  await back(page)
  await profileShown(page)
  assert.deepEqual(complaints(), [])
})

test('a response that somebody else made up signs nobody in', { skip }, async () => {
  const { page, complaints } = await open({
    path: 'session/callback/acme?code=stolen&state=forged&iss=http%3A%2F%2Flocalhost',
  })
  await page.getByRole('alert').getByText('This sign-in at Acme took too long').waitFor()
  assert.equal(page.url(), `${service.origin}/signed-in`)
  await page.getByRole('button', { name: 'Go back' }).click()
  await page.locator('[name=username]').waitFor()
  assert.deepEqual(complaints(), [])
})

test('while the provider is unavailable, the sign-in screen says so, and the password still works', {
  skip,
}, async () => {
  const alone = await startService({
    ISSUERS: JSON.stringify([acme.entry({ issuer: `http://localhost:${await freePort()}` })]),
  })
  const person = await alone.person()
  const { page } = await open({}, alone)
  await button(page).click()
  await page.getByRole('alert').getByText('Acme cannot be reached right now.').waitFor()
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.locator('[name=username]').fill(person.username)
  await page.locator('[name=password]').fill(person.password)
  await page.locator('button[type=submit]').click()
  await profileShown(page)
  await alone.stop()
})

test('what was typed survives a fresh sign-in at the provider, which is a proof', { skip }, async () => {
  acme.people.set('careful', { email: 'careful@example.com', email_verified: true })
  const { page, complaints } = await open()
  await button(page).click()
  await signInThere(page, 'careful')
  await back(page)
  await profileShown(page)
  const name = await edit(page, 'name')
  await name.locator('[name=first_name]').fill('Typed')
  await page.locator('.side a[href$=security]').click()
  await page.locator('[name=add-passkey], [name=edit-factor]').first().waitFor()
  await page.locator('[name=edit-factor]').click()
  await page.locator('[name=proof-provider]').click()
  await page.locator('input[name=login]').fill('careful')
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await back(page, 'security')
  await page.locator('[name=edit-factor]').click()
  await page.getByLabel('Code from the app').waitFor()
  await page.keyboard.press('Escape')
  await page.goto(service.origin)
  await page.locator('[name=first_name]').waitFor()
  assert.equal(await page.locator('[name=first_name]').inputValue(), 'Typed')
  await save(page, 'name')
  await saved(page).waitFor()
  assert.deepEqual(complaints(), [])
})

test('after a sign-out a person can also sign out at the provider, and comes back', { skip }, async () => {
  const { page, complaints } = await open()
  await button(page).click()
  await signInThere(page, 'leaving')
  await back(page)
  await profileShown(page)
  await signOut(page)
  await page.getByRole('link', { name: 'Sign out of Acme too' }).waitFor()
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.getByRole('link', { name: 'Sign out of Acme too' }).click()
  await page.locator('button[name=logout]').click()
  await back(page)
  await button(page).click()
  await page.locator('input[name=login]').waitFor()
  assert.deepEqual(complaints(), [])
})

const texts: Record<string, string> = {
  en: 'Sign in with Acme',
  ar: 'تسجيل الدخول عبر Acme',
  de: 'Mit Acme anmelden',
  es: 'Iniciar sesión con Acme',
  fr: 'Se connecter avec Acme',
  hi: 'Acme से साइन इन करें',
  ja: 'Acme でサインイン',
  pt: 'Entrar com Acme',
  'zh-Hans': '使用 Acme 登录',
}
test('the button is in each language, and axe finds nothing', { skip }, async () => {
  for (const [locale, text] of Object.entries(texts)) {
    const { page } = await open({ locale, ...(locale === 'ar' && phone), reducedMotion: 'reduce' })
    assert.equal((await button(page).innerText()).replace(/[\u2066-\u2069]/g, ''), text)
    assert.deepEqual(await accessibilityFaults(page), [], locale)
    await page.context().close()
  }
})

test('where the provider takes the place of the password, the page has no form for it, and refuses one', {
  skip,
}, async () => {
  const own = await freePort()
  const [entry] = [acme.entry()] as [{ sign_in: object }]
  const label = { en: 'Continue with your company account', de: 'Weiter mit dem Firmenkonto' }
  const alone = await startService({
    PORT: String(own),
    ISSUERS: JSON.stringify([{ ...entry, sign_in: { ...entry.sign_in, replaces_password: true, label } }]),
  })
  const { page } = await open({ locale: 'de-DE', reducedMotion: 'reduce' }, alone)
  assert.equal(await button(page).innerText(), 'Weiter mit dem Firmenkonto')
  assert.equal(await page.locator('input, [name=passkey]').count(), 0)
  assert.equal(await page.locator('a[href$=forgot-password]').count(), 0)
  assert.deepEqual(await accessibilityFaults(page), [])
  const person = await alone.person()
  const answer = await fetch(`${alone.origin}/session/`, {
    method: 'POST',
    headers: { 'x-requested-with': 'page' },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  })
  assert.equal(answer.status, 405)
  await alone.stop()
})

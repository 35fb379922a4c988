import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { choose, openPage, signIn } from '../support/page.ts'
import { startService, type TestService } from '../support/service.ts'

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

test('the page follows the language that a person chooses, and writes from right to left in Arabic', {
  skip,
}, async () => {
  const { page } = await openPage(browser, service)
  await signIn(page, await service.person())
  await choose(page, 'Language', 'arabic', /^Arabic/)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'اللغة والمنطقة' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  assert.equal(await page.locator('html').getAttribute('lang'), 'ar')
  await page.reload()
  await page.getByRole('heading', { name: 'اللغة والمنطقة' }).waitFor()
})

test('whoever is not known is spoken to in the language of the browser, or in one that they pick', {
  skip,
}, async () => {
  const { page } = await openPage(browser, service, { locale: 'pt-BR' })
  await page.getByRole('button', { name: 'Entrar' }).waitFor()
  await page.getByRole('combobox', { name: 'Idioma desta página' }).selectOption('ja')
  await page.getByRole('button', { name: 'サインイン' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'サインイン' }).waitFor()
})

test('whoever has chosen the language that is the default of the service too has it in any browser', {
  skip,
}, async () => {
  const person = await service.person({ fields: { language: 'en' } })
  const { page } = await openPage(browser, service, { locale: 'fr-FR' })
  await page.getByRole('button', { name: 'Se connecter' }).waitFor()
  await signIn(page, person)
  await page.getByRole('heading', { name: 'Language and region' }).waitFor()
})

test('whoever has chosen no language keeps that of the browser, and has times in its time zone', {
  skip,
}, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service, {
    locale: 'fr-FR',
    timezoneId: 'Pacific/Auckland',
    path: 'security',
  })
  const time = page.locator('.entry-time').first()
  await signIn(page, person, time)
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
  const instant = Date.parse((await time.getAttribute('datetime')) ?? '')
  const local = (timeZone: string) =>
    new Intl.DateTimeFormat('fr', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(instant)
  assert.equal(await time.innerText(), local('Pacific/Auckland'))
  assert.notEqual(local('Pacific/Auckland'), local('UTC'))
})

test('the page speaks no language that the service does not offer', { skip }, async () => {
  const narrow = await startService({ LANGUAGES: 'fr,ar', DEFAULT_LANGUAGE: 'fr' })
  try {
    for (const [locale, button] of [
      ['ja-JP', 'Se connecter'],
      ['ar-EG', 'تسجيل الدخول'],
    ] as const) {
      const { page } = await openPage(browser, narrow, { locale })
      await page.getByRole('button', { name: button }).waitFor()
    }
  } finally {
    await narrow.stop()
  }
})

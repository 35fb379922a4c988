import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, choose, edit, openPage, row, rowValue, save, signIn } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { startService } from '../support/service.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

test('the page follows the language that a person chooses, and is right to left in Arabic', {
  skip,
}, async () => {
  const { page } = await openPage(browser, service)
  await signIn(page, await service.person())
  await edit(page, 'language')
  await choose(page, 'Language', 'arabic', /^Arabic/)
  await save(page, 'language')
  await page.getByRole('heading', { name: 'اللغة والمنطقة' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  assert.equal(await page.locator('html').getAttribute('lang'), 'ar')
  await page.reload()
  await page.getByRole('heading', { name: 'اللغة والمنطقة' }).waitFor()
})

test('an unknown visitor gets the language of the browser, or one that they pick', {
  skip,
}, async () => {
  const { page } = await openPage(browser, service, { locale: 'pt-BR' })
  await page.getByRole('button', { name: 'Entrar' }).waitFor()
  await page.getByRole('combobox', { name: 'Idioma da página' }).selectOption('ja')
  await page.getByRole('button', { name: 'サインイン' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'サインイン' }).waitFor()
})

test('a person who has chosen the default language of the service gets it in any browser', {
  skip,
}, async () => {
  const person = await service.person({ fields: { language: 'en' } })
  const { page } = await openPage(browser, service, { locale: 'fr-FR' })
  await page.getByRole('button', { name: 'Se connecter' }).waitFor()
  await signIn(page, person)
  await page.getByRole('heading', { name: 'Language and region' }).waitFor()
})

test('a person without a chosen language gets that of the browser, and times in its time zone', {
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
    new Intl.DateTimeFormat('fr', { timeStyle: 'short', timeZone }).format(instant)
  assert.equal(await time.innerText(), local('Pacific/Auckland'))
  assert.notEqual(local('Pacific/Auckland'), local('UTC'))
})

test('the page uses no language that the service does not offer', { skip }, async () => {
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

/** What the row of the language says if the page does not have the person's. Names are those of CLDR. */
const missing: readonly [chosen: string, locale: string, note: string][] = [
  ['', 'nl-NL', "This page isn't available in Dutch yet, so it's shown in English."],
  [
    'nl',
    'de-DE',
    'Diese Seite gibt es noch nicht auf Niederländisch. Deshalb wird sie auf Deutsch angezeigt.',
  ],
  ['sv', 'ar', 'هذه الصفحة غير متاحة بعد باللغة \u2068السويدية\u2069، لذلك تُعرض باللغة \u2068العربية\u2069.'],
]
for (const [chosen, locale, note] of missing) {
  test(`a person of ${chosen || 'no language'} in a browser in ${locale} reads why the page is in another`, {
    skip,
  }, async () => {
    const person = await service.person({ fields: { language: chosen } })
    const { page } = await openPage(browser, service, { locale })
    await signIn(page, person)
    await row(page, 'language').getByText(note).waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
  })
}

test('a person whose language the page has, or who picked another in this browser, reads no reason', {
  skip,
}, async () => {
  const { page } = await openPage(browser, service, { locale: 'nl-NL' })
  await page.getByRole('combobox', { name: 'Page language' }).selectOption('de')
  await page.getByRole('button', { name: 'Anmelden' }).waitFor()
  await signIn(page, await service.person())
  await rowValue(page, 'language').getByText('Automatisch').waitFor()
  assert.equal(await page.locator('.setting-note').count(), 0)
})

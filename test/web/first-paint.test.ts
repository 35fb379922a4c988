/** What the document shows by itself: before anything else has arrived, and when something never does. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Locator } from 'playwright-core'
import { brandColors } from '../../common/brand.ts'
import { languages } from '../../common/languages.ts'
import { textsOf } from '../../src/messages/catalogue.ts'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, phone, waitForFocus } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const COLOR = '#7a1fa2'
const { service, browser } = await pageFixture({ PAGE_COLOR: COLOR })

/** A tab of a browser that has never seen the page, and the messages of its console. */
async function newTab(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  return { page, complaints }
}

const style = (element: Locator, property: 'backgroundColor' | 'borderTopLeftRadius' | 'display') =>
  element.evaluate(
    (found, name) => found.ownerDocument.defaultView?.getComputedStyle(found)[name as 'display'],
    property,
  )

const rgb = (color: string) => {
  const [red, green, blue] = color.match(/[0-9a-f]{2}/g)!.map((part) => Number.parseInt(part, 16))
  return `rgb(${red}, ${green}, ${blue})`
}

for (const [scheme, card] of [
  ['light', 'rgb(255, 255, 255)'],
  ['dark', 'rgb(24, 28, 34)'],
] as const)
  test(`in ${scheme}, the outline is drawn while scripts and styles are still on their way`, {
    skip,
  }, async () => {
    const { page, complaints } = await newTab({ colorScheme: scheme })
    let arrive = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve
    })
    await page.route('**/assets/*', async (route) => {
      await arrival
      await route.continue()
    })
    await page.goto(service.origin, { waitUntil: 'commit' })
    // Not waitForFunction, which evaluates a text in the page: the policy of the page may already forbid that.
    await eventually(() => page.evaluate("performance.getEntriesByName('first-paint').length > 0"))
    assert.equal(await style(page.locator('#starting .card'), 'backgroundColor'), card)
    assert.equal(await style(page.locator('#not-started'), 'display'), 'none')
    arrive()
    const submit = page.locator('button[type=submit]')
    await submit.waitFor()
    const brand = brandColors(COLOR)?.[scheme] ?? ''
    assert.equal(await style(submit, 'backgroundColor'), rgb(brand))
    assert.deepEqual(complaints, [])
  })

for (const [language, options] of [
  ['en', {}],
  ['de', { locale: 'de-DE', colorScheme: 'dark' }],
  ['ar', { ...phone, locale: 'ar' }],
] as const)
  for (const [what, files] of [
    ['script', '**/assets/first-*.js'],
    ['style sheet', '**/assets/first-*.css'],
  ] as const)
    test(`in ${language}, without its ${what} the page says that it could not load, and reloads when asked`, {
      skip,
    }, async () => {
      const { page } = await newTab(options)
      await page.route(files, (route) => route.abort())
      await page.goto(service.origin)
      const { title, button } = (await textsOf(language)).pages.not_started
      const reload = page.getByRole('alert').getByRole('button', { name: button, exact: true })
      await waitForFocus(reload)
      assert.equal(await page.getByRole('alert').getByRole('heading').textContent(), title)
      const scheme = 'colorScheme' in options ? options.colorScheme : 'light'
      assert.equal(await style(reload, 'backgroundColor'), rgb(brandColors(COLOR)?.[scheme] ?? ''))
      assert.equal(await page.locator('.skeleton').count(), 0)
      assert.equal(await page.locator('[name=username]').count(), 0)
      assert.deepEqual(await accessibilityFaults(page), [])
      await page.unroute(files)
      await page.keyboard.press('Enter')
      await page.locator('[name=username]').waitFor()
    })

for (const language of languages)
  test(`in ${language}, without JavaScript the page says that it needs it`, { skip }, async () => {
    const { page, complaints } = await newTab({ locale: language, javaScriptEnabled: false })
    await page.goto(service.origin)
    const { noScript } = (await textsOf(language)).pages.not_started
    assert.ok(noScript)
    await page.locator('main.narrow').getByText(noScript, { exact: true }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), language)
    assert.equal(await page.locator('.skeleton:visible').count(), 0)
    assert.deepEqual(complaints, [])
  })

test('a style sheet that fails once is loaded again before the form appears', { skip }, async () => {
  const { page } = await newTab()
  let failures = 0
  await page.route('**/assets/first-*.css', (route) =>
    failures++ === 0 ? route.abort('connectionreset') : route.continue(),
  )
  await page.goto(service.origin)
  await page.locator('[name=username]').waitFor()
  assert.notEqual(await style(page.locator('.control').first(), 'borderTopLeftRadius'), '0px')
  assert.equal(failures, 2)
})

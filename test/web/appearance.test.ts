/** How the page is laid out and colored: the account menu, one grid, small and large windows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import {
  accessibilityFaults,
  edit,
  isUncovered,
  openMenu,
  openPage,
  phone,
  row,
  rowValue,
  signIn,
  waitForFocus,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

async function start(options: BrowserContextOptions = {}, fields: Record<string, string> = {}) {
  const person = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace', ...fields } })
  const opened = await openPage(browser, service, { reducedMotion: 'reduce', ...options })
  await signIn(opened.page, person)
  return { person, ...opened }
}

const ground = (page: Page) =>
  page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')

test('a person chooses dark in the menu; the page is dark at once, and from its first paint after a reload', {
  skip,
}, async () => {
  const { page, complaints } = await start()
  const light = await ground(page)
  await openMenu(page)
  assert.deepEqual(await accessibilityFaults(page, '.menu'), [])
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  const dark = await ground(page)
  assert.notEqual(dark, light)
  await page.keyboard.press('Escape')
  await waitForFocus(page.locator('.account-button'))
  assert.deepEqual(await accessibilityFaults(page), [])
  // Without the scripts of the page, only the static document is there.
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.reload({ waitUntil: 'commit' })
  await page.locator('header.top').waitFor()
  assert.equal(await ground(page), dark)
  await page.unroute('**/assets/*.js')
  await page.reload()
  await openMenu(page)
  await page.getByRole('menuitemradio', { name: 'Same as device' }).click()
  assert.equal(await ground(page), light)
  assert.deepEqual(
    complaints.filter((text) => !text.includes('ERR_FAILED')),
    [],
  )
})

test('the header and the cards end at the same edge, and the profile fits a window of 800 pixels', {
  skip,
}, async () => {
  const { page } = await start()
  const edges = await page.evaluate<{ header: number; card: number; bottom: number }>(`(() => {
    const right = (selector) => document.querySelector(selector).getBoundingClientRect().right
    const cards = [...document.querySelectorAll('.card')]
    return {
      header: right('.account-button > svg'),
      card: right('.card'),
      bottom: cards.at(-1).getBoundingClientRect().bottom,
    }
  })()`)
  assert.ok(Math.abs(edges.header - edges.card) <= 1, JSON.stringify(edges))
  assert.ok(edges.bottom < 800, JSON.stringify(edges))
})

test('a page that the service renders itself has its header where the account page has it', {
  skip,
}, async () => {
  const { page } = await start()
  const left = async () => (await page.locator('.brand img').boundingBox())?.x
  const account = await left()
  assert.ok(account)
  await page.goto(`${service.origin}/nowhere`)
  assert.equal(await left(), account)
})

/** A window of 1280×900 pixels at a zoom of 200 %. */
const zoomed = { viewport: { width: 640, height: 450 } }

for (const [name, options] of [
  ['at a zoom of 200 %', zoomed],
  ['on a phone', phone],
] as const)
  test(`Save is in view ${name} while a field of an open row has the focus`, { skip }, async () => {
    const { page } = await start(options)
    for (const name of ['name', 'phone', 'timezone', 'currency']) {
      const opened = await edit(page, name)
      const save = opened.locator('button[type=submit]')
      const fields = opened.locator('input:not([type=hidden])')
      await waitForFocus(fields.first())
      await eventually(async () => ((await isUncovered(save)) ? true : null))
      for (const field of await fields.all()) {
        await field.focus()
        await eventually(async () => (await isUncovered(field)) || null)
        await eventually(async () => (await isUncovered(save)) || null)
      }
      await opened.locator('button', { hasText: 'Cancel' }).click()
    }
  })

for (const locale of ['en', 'es', 'fr', 'de', 'pt', 'ar', 'hi', 'ja', 'zh-CN'])
  test(`the bars at the bottom of a phone are lower than 64 pixels together, in ${locale} too`, {
    skip,
  }, async () => {
    for (const width of [390, 320]) {
      const { page } = await start({ ...phone, viewport: { width, height: 844 }, locale })
      const height = await page.evaluate<number>(
        "document.querySelector('.side').getBoundingClientRect().height",
      )
      assert.ok(height < 64, `${height} pixels at a width of ${width}`)
      await page.context().close()
    }
  })

test('the family name comes first for a name in Japanese characters, in the heading and in the form', {
  skip,
}, async () => {
  const { page } = await start({ locale: 'ja' }, { first_name: '太郎', last_name: '山田', language: 'ja' })
  await page.getByRole('heading', { level: 1, name: '山田太郎' }).waitFor()
  assert.equal(await rowValue(page, 'name').innerText(), '山田太郎')
  assert.equal(await page.locator('.hero .avatar').innerText(), '山')
  await edit(page, 'name')
  const fields = await row(page, 'name').locator('input').all()
  assert.deepEqual(await Promise.all(fields.map((field) => field.inputValue())), ['山田', '太郎'])
  await waitForFocus(fields[0]!)
})

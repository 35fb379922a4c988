/** Code that cannot be loaded: without a connection, or in a tab that was left open over an upgrade of the service. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { edit, openPage, profileShown, signIn } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

async function start(prepare: (page: Page) => Promise<unknown>, options: BrowserContextOptions = {}) {
  const person = await service.person({ fields: { first_name: 'Ada' } })
  const opened = await openPage(browser, service, options)
  await prepare(opened.page)
  let loads = 0
  opened.page.on('domcontentloaded', () => loads++)
  await signIn(opened.page, person)
  return { person, ...opened, loads: () => loads }
}

/** Answers as an upgraded service, which no longer has the files, until the page is loaded again. */
async function upgrade(page: Page, files: RegExp): Promise<void> {
  let isOutdated = true
  page.on('domcontentloaded', () => {
    isOutdated = false
  })
  await page.route(files, (route) =>
    isOutdated ? route.fulfill({ status: 404, json: {} }) : route.continue(),
  )
}

const screens = /assets\/(security|picture)-/
const open = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()

test('a screen that an upgrade has removed appears after the page has reloaded itself', {
  skip,
}, async () => {
  const { page, loads } = await start((page) => upgrade(page, screens))
  await open(page, 'Security & data')
  await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
  assert.equal(loads(), 1)
})

test('a dialog that an upgrade has removed opens after the page has reloaded itself', { skip }, async () => {
  const { page, loads } = await start((page) => upgrade(page, /assets\/(email-dialog|dialog)-/))
  const change = page.locator('[name=edit-email]')
  await change.click()
  await eventually(async () => loads() === 1)
  await change.click()
  await page.getByRole('dialog').waitFor()
  assert.equal(loads(), 1)
})

test('the page reloads itself only once; then a notice stands where the screen would', { skip }, async () => {
  let isMissing = true
  const { page, loads } = await start((page) =>
    page.route(screens, (route) => (isMissing ? route.fulfill({ status: 404, json: {} }) : route.continue())),
  )
  await open(page, 'Security & data')
  const notice = page.getByRole('alert')
  await notice.getByText("couldn't load this part").waitFor()
  await eventually(async () => loads() === 1)
  await notice.getByRole('button', { name: 'Reload page' }).waitFor()
  isMissing = false
  await notice.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
  assert.equal(loads(), 1)
  await open(page, 'Profile')
  await profileShown(page)
})

test('a file that fails once is loaded again before anybody notices', { skip }, async () => {
  let failures = 0
  const { page, loads } = await start((page) =>
    page.route(/assets\/security-/, (route) =>
      failures++ < 2 ? route.abort('connectionreset') : route.continue(),
    ),
  )
  await open(page, 'Security & data')
  await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
  // Its styles are there too.
  const entry = page.locator('.entry').first()
  await entry.waitFor()
  assert.notEqual(
    await entry.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).display),
    'block',
  )
  assert.equal(loads(), 0)
})

test('without a connection a screen says so in place, and appears when the connection is back', {
  skip,
}, async () => {
  const { page, loads } = await start((page) =>
    page.route(screens, (route) => route.abort('internetdisconnected')),
  )
  await page.context().setOffline(true)
  await open(page, 'Security & data')
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor()
  await page.unroute(screens)
  await page.context().setOffline(false)
  await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
  assert.equal(loads(), 0)
})

test('every screen and dialog is loaded ahead, so that each opens without a connection', {
  skip,
}, async () => {
  const files = readdirSync(join(import.meta.dirname, '../../web/dist/assets'))
  const { page, complaints } = await start(async () => {})
  const wanted = ['security', 'picture', 'email-dialog', 'setup-dialog', 'passkey-dialog', 'proof-dialog']
  await eventually(async () => {
    const loaded = await page.evaluate<string[]>(
      "performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1))",
    )
    return wanted.every((name) =>
      files.some((file) => file.startsWith(`${name}-`) && file.endsWith('.js') && loaded.includes(file)),
    )
  }, 30_000)
  await page.context().setOffline(true)
  await edit(page, 'email')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await open(page, 'Security & data')
  await page.locator('[name=edit-password]').click()
  await page.getByRole('dialog').waitFor()
  assert.deepEqual(complaints, [])
})

test('code that loads on demand always does so as a chunk, which is tried again', () => {
  const src = join(import.meta.dirname, '../../web/src')
  const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(src, file), 'utf8')
      const loads = [...text.matchAll(/.*\bimport\((?!\()|.*\blazy\b.*from 'react'|.*\blazy\(/g)]
      return loads.map(([line]) => `${file}: ${line.trim()}`)
    })
  const bare = found.filter((line) => !/(createChunk|preparable)\(\(\) => import\($/.test(line))
  assert.deepEqual(bare, [])
  assert.ok(found.length > 10)
})

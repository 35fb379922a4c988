import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { startService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const { service, browser } = await pageFixture()
const skip = withoutBrowser
const html = await (await fetch(`${service.origin}/docs/`)).text()

interface Document {
  paths: Record<string, Record<string, { operationId: string; summary: string; 'x-same-as'?: string }>>
}
const document = (await (await fetch(`${service.base}/openapi.json`)).json()) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
)

/** Opens the page and records what must not happen: console messages, errors, requests to another host. */
async function openDocs(
  options: BrowserContextOptions = {},
  address = '/docs/',
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== service.origin)
      complaints.push(`request to ${request.url()}`)
  })
  await page.goto(service.origin + address)
  await page.locator('.has-script').waitFor()
  return { page, complaints }
}

const operation = (page: Page, id: string): Locator => page.locator(`#${id}`)

async function openForm(page: Page, id: string): Promise<Locator> {
  const block = operation(page, id)
  await block.getByText('Try it', { exact: true }).click()
  return block.locator('form')
}

/** Sends a form and returns the response that the page displays. */
async function send(form: Locator): Promise<{ status: number; body: string }> {
  await form.getByRole('button', { name: 'Send the request' }).click()
  await form.locator('.answer-head').waitFor()
  return {
    status: Number.parseInt(await form.locator('.answer-head').innerText(), 10),
    body: await form.locator('.answer pre').innerText(),
  }
}

async function signIn(page: Page): Promise<void> {
  const person = await service.person()
  await page.getByLabel('API key', { exact: true }).fill(service.apiKey)
  const form = await openForm(page, 'signIn')
  await form.getByLabel('username').fill(person.username)
  await form.getByLabel('password').fill(person.password)
  await form.getByLabel('password').press('Enter')
  await form.locator('.answer-head').waitFor()
}

/** Titles and kinds of the results while something is typed. */
async function resultsFor(page: Page, text: string): Promise<string[]> {
  await page.getByLabel('Search').fill(text)
  const results = await page.locator('#results a').allInnerTexts()
  return results.map((result) => result.replaceAll(/\s+/g, ' ').trim())
}

test('without a page for people, the address of the service leads to the reference', async () => {
  const other = await startService({ PAGE: 'off' })
  const answer = await fetch(other.origin)
  assert.equal(answer.url, `${other.origin}/docs/`)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
  await other.stop()
})

test('the page allows neither inline scripts and styles, nor eval, nor other hosts', async () => {
  for (const path of ['/docs', '/docs/']) {
    const policy = (await fetch(service.origin + path)).headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self'(;|$)/)
    assert.match(policy, /style-src 'self'(;|$)/)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
  }
  assert.doesNotMatch(html, / style="| on\w+="|<style|<script>/)
})

test('every file that the page references exists, compressed, and is not sent twice', async () => {
  for (const path of ['/docs', '/docs/']) {
    const text = await (await fetch(service.origin + path)).text()
    const files = [...text.matchAll(/<(?:link|script|img)[^>]+(?:src|href)="([^"#]+)"/g)].map(
      (match) => match[1] ?? '',
    )
    assert.ok(files.length >= 5)
    for (const file of files) {
      const answer = await fetch(new URL(file, service.origin + path))
      assert.equal(answer.status, 200, file)
      const again = { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } }
      assert.equal((await fetch(answer.url, again)).status, 304, file)
    }
  }
  const page = await fetch(`${service.origin}/docs/`, { headers: { 'accept-encoding': 'gzip, deflate, br' } })
  assert.equal(page.headers.get('content-encoding'), 'br')
})

test('every operation of the document is on the page and in its menu, by its name', () => {
  for (const { operationId, summary, path, method } of operations) {
    const article = html.split(`<article class="operation" id="${operationId}"`)[1] ?? ''
    assert.ok(article, operationId)
    assert.ok(article.includes(`>${summary}</a></h3>`), summary)
    assert.ok(article.includes(`</span> <code>${path}</code></p>`), path)
    assert.ok(article.includes(`data-method="${method.toUpperCase()}"`), method)
    assert.ok(html.includes(`<a href="#${operationId}"`), operationId)
  }
})

test('every link leads somewhere, and no two places have the same name', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  )
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1])
  assert.ok(targets.length > operations.length)
  assert.deepEqual(
    targets.filter((target) => !ids.includes(target)),
    [],
  )
})

test('an older address of an operation says which one is the same', () => {
  const twins = operations.filter((one) => one['x-same-as'] !== undefined)
  assert.deepEqual(
    twins.map(({ method, path, ...twin }) => [`${method} ${path}`, twin['x-same-as']]),
    [
      ['get /.well-known/oauth-authorization-server', 'getIssuerMetadata'],
      ['post /api/v1/user/profile/profile-image/', 'uploadProfileImage'],
      ['get /api/v1/user/profile/profile-image/', 'getProfileImage'],
      ['delete /api/v1/user/profile/profile-image/', 'removeProfileImage'],
      ['put /api/v1/user/token-generator/', 'requestEmailCode'],
    ],
  )
  for (const twin of twins) {
    const article = html.split(`<article class="operation" id="${twin.operationId}"`)[1] ?? ''
    assert.match(article.split('</article>')[0] ?? '', new RegExp(`Same as <a href="#${twin['x-same-as']}">`))
  }
})

test('descriptions have no markup that the page does not know', () => {
  const prose = html.replaceAll(/<(pre|template|script)\b.*?<\/\1>/gs, '').replaceAll(/<[^>]+>/g, '')
  assert.doesNotMatch(prose, /`|\*\*|\]\(|\{\{|^#+ /m)
})

test('guides tell what this installation allows', async () => {
  const other = await startService({
    PICTURES_PER_DAY: '3',
    PICTURE_MAX_BYTES: '2000000',
    REFRESH_REUSE_SECONDS: '45',
    SERVICE_NAME: 'Acme <Accounts>',
    PAGE_COLOR: '#0f766e',
  })
  const text = await (await fetch(`${other.origin}/docs/`)).text()
  assert.match(text, /<title>Acme &lt;Accounts&gt; API<\/title>/)
  assert.match(text, /upload 3 pictures in 24 hours/)
  assert.match(text, /up to 2 MB/)
  assert.match(text, /within 45 seconds/)
  assert.match(await (await fetch(`${other.origin}/docs/reference.css`)).text(), /--brand-light: ?#0f766e/)
  assert.match(await (await fetch(`${other.origin}/docs/icon.svg`)).text(), /#0f766e/)
  await other.stop()
})

test('the page shows the logo of the operator', async () => {
  const file = new URL('../../src/docs/page/icon.svg', import.meta.url)
  const other = await startService({ PAGE_LOGO: file.pathname })
  const answer = await fetch(`${other.origin}/docs/logo`)
  assert.equal(await answer.text(), readFileSync(file, 'utf8'))
  await other.stop()
})

test('the page loads without errors and contacts no other host', { skip }, async () => {
  for (const path of ['/docs', '/docs/']) {
    const { complaints } = await openDocs({}, path)
    assert.deepEqual(complaints, [])
  }
})

test('every operation shows samples, fetch first and the published one last', { skip }, async () => {
  const { page, complaints } = await openDocs()
  const labels = ['Node (fetch)', 'Python', 'PHP', 'curl', 'Node (request)']
  const groups = page.locator('.samples')
  assert.equal(await groups.count(), operations.length)
  for (const label of labels) {
    await operation(page, 'getProfile').getByRole('tab', { name: label }).click()
    const sources = await page.locator('.samples [role=tabpanel]').allInnerTexts()
    for (const source of sources) assert.ok(source.includes(service.origin), source)
  }
  for (const group of (await groups.all()).slice(0, 5))
    assert.deepEqual(await group.getByRole('tab').allInnerTexts(), labels)
  assert.deepEqual(complaints, [])
})

test('the chosen language stays chosen', { skip }, async () => {
  const { page } = await openDocs()
  await operation(page, 'getProfile').getByRole('tab', { name: 'Python' }).click()
  await page.reload()
  await page.locator('.has-script').waitFor()
  assert.match(await operation(page, 'signIn').getByRole('tabpanel').innerText(), /^import requests/)
})

test('the arrow keys move through the tabs of a sample', { skip }, async () => {
  const { page } = await openDocs()
  const block = operation(page, 'signIn')
  await block.getByRole('tab', { name: 'Node (fetch)' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  assert.equal(await block.locator('[role=tab][aria-selected=true]').innerText(), 'PHP')
  assert.equal(await block.locator('[role=tab]:focus').innerText(), 'PHP')
})

test('the samples contain the key and the token once the page has them', { skip }, async () => {
  const { page } = await openDocs()
  const panel = operation(page, 'signOut').getByRole('tabpanel')
  assert.match(await panel.innerText(), /<apikey>[\s\S]*<access-token>/)
  await signIn(page)
  assert.match(await page.locator('#credentials-status').innerText(), /Signed in/)
  const source = await panel.innerText()
  assert.ok(source.includes(service.apiKey))
  assert.doesNotMatch(source, /<apikey>|<access-token>/)
})

test('a form says what it needs, and sends nothing before', { skip }, async () => {
  const { page } = await openDocs()
  const form = await openForm(page, 'getProfile')
  await form.getByRole('button', { name: 'Send the request' }).click()
  assert.match(await form.getByRole('status').innerText(), /^Enter the API key/)
})

test('after signing in through the page a person can read their profile there', { skip }, async () => {
  const { page, complaints } = await openDocs()
  await signIn(page)
  const { status, body } = await send(await openForm(page, 'getProfile'))
  assert.equal(status, 200)
  assert.match(body, /"UserProfile"/)
  assert.deepEqual(complaints, [])
})

test('a picture can be sent from the page', { skip }, async () => {
  const { page, complaints } = await openDocs()
  await signIn(page)
  const form = await openForm(page, 'uploadProfileImage')
  const file = { name: 'photo.png', mimeType: 'image/png', buffer: await picture() }
  await form.getByLabel(/^image/).setInputFiles(file)
  const { status, body } = await send(form)
  assert.equal(status, 200, body)
  assert.deepEqual(complaints, [])
})

test('the search finds things by the words that people type', { skip }, async () => {
  const { page } = await openDocs()
  const first = async (text: string) => (await resultsFor(page, text))[0]
  assert.match((await resultsFor(page, 'avatar')).join(), /Pictures Guide,.*Upload a picture POST/)
  assert.equal(await first('429'), 'Limits Guide')
  assert.match((await resultsFor(page, '429')).join(), /throttled 429/)
  assert.equal(await first('login'), 'Sign in Guide')
  assert.equal(await first('cors'), 'Browser apps Guide')
  assert.equal(await first('token_not_valid'), 'token_not_valid 401')
  assert.match(String(await first('avat')), /Guide|picture/i)
  assert.match((await resultsFor(page, 'timezones')).join(), /Update the profile POST/)
  assert.match(
    (await resultsFor(page, 'user/token-generator')).join(),
    /Request a code for a new address POST/,
  )
  assert.equal(await first('pasword change'), 'Change the password POST')
  assert.deepEqual(await resultsFor(page, 'zebra'), [])
  assert.equal(await page.locator('#found').innerText(), 'Nothing found. Try another word.')
})

test('with the keyboard alone, one gets from the search to an operation and on from there', {
  skip,
}, async () => {
  const { page } = await openDocs()
  await page.keyboard.press('/')
  await page.keyboard.type('forgot')
  await page.keyboard.press('ArrowDown')
  assert.match(await page.locator(':focus').innerText(), /password/)
  await page.keyboard.press('ArrowUp')
  assert.ok(await page.getByLabel('Search').evaluate((field) => field.matches(':focus')))
  await page.keyboard.press('Enter')
  await page.waitForURL(/#requestPasswordReset$/)
  await page.keyboard.press('Tab')
  assert.ok(await operation(page, 'requestPasswordReset').locator(':focus').isVisible())
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  assert.ok(await page.locator('#entries').isVisible())
})

test('the menu marks where the reader is', { skip }, async () => {
  const { page } = await openDocs({}, '/docs/#changePassword')
  const current = page.locator('#menu a[aria-current]')
  await current.getByText('Change the password').waitFor()
  assert.ok(await current.isVisible())
})

test('an address leads to its operation, opens what hides it, and former addresses still work', {
  skip,
}, async () => {
  for (const [hash, shown] of [
    ['updateProfile', '#updateProfile h3'],
    ['getProfile-response', '#getProfile-response > .fields'],
    ['/Session/signIn', '#signIn h3'],
  ] as const) {
    const { page } = await openDocs({}, `/docs/#${hash}`)
    await eventually(async () => {
      const box = await page.locator(shown).boundingBox()
      return (box !== null && box.height > 0 && box.y >= 0 && box.y < 900) || null
    })
    await page.context().close()
  }
})

test('without a script, everything but the forms can be read', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${service.origin}/docs/`)
  assert.ok(await operation(page, 'signIn').getByText('await fetch').isVisible())
  assert.ok(await page.getByRole('link', { name: 'Limits' }).first().isVisible())
  assert.ok(!(await page.getByText('Try it', { exact: true }).first().isVisible()))
  await context.close()
})

test('on a phone the menu opens over the page and closes at a choice', { skip }, async () => {
  const { page } = await openDocs({ viewport: { width: 390, height: 844 }, hasTouch: true })
  const button = page.getByRole('button', { name: 'Menu' })
  await button.tap()
  assert.ok(await page.getByLabel('Search').evaluate((field) => field.matches(':focus')))
  await page.keyboard.type('limits')
  await page.locator('#results a').first().tap()
  await page.waitForURL(/#guide-limits$/)
  assert.equal(await button.getAttribute('aria-expanded'), 'false')
  assert.ok(!(await page.getByLabel('Search').isVisible()))
})

/** Shows everything that is folded away. */
const openAll = (page: Page): Promise<void> =>
  page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")

test('axe finds nothing with everything open', { skip }, async () => {
  const { page } = await openDocs()
  await openAll(page)
  assert.deepEqual(await accessibilityFaults(page), [])
})

for (const [name, options] of [
  ['in the dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 } }],
] as const) {
  test(`axe finds nothing ${name}, and nothing is wider than the screen`, { skip }, async () => {
    const { page } = await openDocs(options)
    await openAll(page)
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    assert.ok(overflow <= 0, `${overflow} pixels too wide`)
    // All operations look alike, and axe takes its time: one of each group will do.
    await page.evaluate(
      "for (const other of document.querySelectorAll('.operation ~ .operation:not(#uploadProfileImageAlias)')) other.remove()",
    )
    assert.deepEqual(await accessibilityFaults(page), [])
  })
}

test('axe finds nothing in the results of a search, and in the open menu of a phone', { skip }, async () => {
  const { page } = await openDocs({ viewport: { width: 390, height: 844 } })
  await page.evaluate("for (const article of document.querySelectorAll('article')) article.textContent = ''")
  await page.getByRole('button', { name: 'Menu' }).click()
  assert.deepEqual(await accessibilityFaults(page, '#menu'), [])
  await page.getByLabel('Search').fill('avatar')
  assert.deepEqual(await accessibilityFaults(page, '#menu'), [])
})

/** A picture of 300 × 200 pixels. */
async function picture(): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7' } })
    .png()
    .toBuffer()
}

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from './support/browser.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let browser: Browser | undefined
before(async () => {
  service = await startService()
  if (!withoutBrowser) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
})

/** Opens the page and notes what must not happen: console messages, errors, requests to another host. */
async function openDocs(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  assert.ok(browser)
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
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
  await page.goto(`${service.origin}/docs/`)
  await page.locator('.opblock').first().waitFor()
  return { page, complaints }
}

async function openOperation(page: Page, id: string): Promise<Locator> {
  const block = page.locator(`[id$="-${id}"]`)
  await block.locator('.opblock-summary-control').click()
  await block.locator('.samples').waitFor()
  return block
}

async function authorize(page: Page, key: string): Promise<void> {
  await page.locator('#to-authorize').click()
  await page.locator('#api_key_value').fill(key)
  await page.locator('.auth-container', { hasText: 'apikey' }).getByRole('button', { name: 'Apply' }).click()
  await page.locator('.dialog-ux .btn-done').first().click()
}

/** Sends the request of an open operation and answers what the page shows of the answer. */
async function execute(block: Locator): Promise<{ status: number; body: string }> {
  await block.getByRole('button', { name: 'Execute' }).click()
  const live = block.locator('.live-responses-table')
  await live.locator('.response-col_status').last().waitFor()
  return {
    status: Number.parseInt((await live.locator('tbody .response-col_status').innerText()).trim(), 10),
    body: (await live.locator('.highlight-code').first().innerText()).trim(),
  }
}

async function signIn(page: Page): Promise<void> {
  const person = await service.person()
  await authorize(page, service.apiKey)
  const block = await openOperation(page, 'signIn')
  await block.getByRole('button', { name: 'Try it out' }).click()
  await block.locator('[data-property-name=username] input').fill(person.username)
  await block.locator('[data-property-name=password] input').fill(person.password)
  assert.equal((await execute(block)).status, 200)
}

test('where there is no page for people, whoever opens the address of the service comes to the documentation', async () => {
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
})

test('every file that the page names is there, compressed, and not sent twice', async () => {
  for (const path of ['/docs', '/docs/']) {
    const html = await (await fetch(service.origin + path)).text()
    const files = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map((match) => match[1] ?? '')
    assert.ok(files.length >= 7)
    for (const file of files) {
      const answer = await fetch(new URL(file, service.origin + path))
      assert.equal(answer.status, 200, file)
      const again = { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } }
      assert.equal((await fetch(answer.url, again)).status, 304, file)
    }
  }
  const bundle = await fetch(`${service.origin}/docs/swagger-ui-bundle.js`, {
    headers: { 'accept-encoding': 'gzip, deflate, br' },
  })
  assert.equal(bundle.headers.get('content-encoding'), 'br')
})

test('the page loads without a complaint and asks no other host', { skip: withoutBrowser }, async () => {
  const { page, complaints } = await openDocs()
  for (const path of ['/docs', '/docs/']) {
    await page.goto(service.origin + path)
    await page.locator('.opblock').first().waitFor()
  }
  assert.deepEqual(complaints, [])
})

test('every operation shows samples in Node, PHP and curl', { skip: withoutBrowser }, async () => {
  const { page, complaints } = await openDocs()
  const blocks = page.locator('.opblock')
  for (let index = 0; index < (await blocks.count()); index++) {
    const block = blocks.nth(index)
    await block.locator('.opblock-summary-control').click()
    const tabs = block.locator('.samples').getByRole('tab')
    await tabs.first().waitFor()
    assert.deepEqual(await tabs.allInnerTexts(), ['Node (request)', 'Node (fetch)', 'PHP', 'curl'])
    await tabs.nth(index % 4).click()
    const source = await block.locator('.samples').getByRole('tabpanel').innerText()
    assert.ok(source.includes(service.origin), source)
    await block.locator('.opblock-summary-control').click()
  }
  assert.deepEqual(complaints, [])
})

test('the samples carry the key and the token once the page has them', { skip: withoutBrowser }, async () => {
  const { page } = await openDocs()
  const block = await openOperation(page, 'signOut')
  const panel = block.locator('.samples').getByRole('tabpanel')
  assert.match(await panel.innerText(), /<apikey>[\s\S]*<access-token>/)
  await signIn(page)
  const source = await panel.innerText()
  assert.ok(source.includes(service.apiKey))
  assert.doesNotMatch(source, /<apikey>|<access-token>/)
})

test('signing in through the page lets a person read their profile there', {
  skip: withoutBrowser,
}, async () => {
  const { page, complaints } = await openDocs()
  await signIn(page)
  assert.match(await page.locator('#status').innerText(), /Signed in/)
  const block = await openOperation(page, 'getProfile')
  await block.getByRole('button', { name: 'Try it out' }).click()
  const { status, body } = await execute(block)
  assert.equal(status, 200)
  assert.match(body, /"UserProfile"/)
  assert.deepEqual(complaints, [])
})

test('a picture can be sent from the page', { skip: withoutBrowser }, async () => {
  const { page, complaints } = await openDocs()
  await signIn(page)
  const block = await openOperation(page, 'uploadProfileImage')
  await block.getByRole('button', { name: 'Try it out' }).click()
  const file = { name: 'photo.png', mimeType: 'image/png', buffer: await picture() }
  await block.locator('[data-property-name=image] input[type=file]').setInputFiles(file)
  const { status, body } = await execute(block)
  assert.equal(status, 200, body)
  assert.deepEqual(complaints, [])
})

test('the tabs of a sample are walked with the arrow keys', { skip: withoutBrowser }, async () => {
  const { page } = await openDocs()
  const block = await openOperation(page, 'signIn')
  await block.locator('.samples').getByRole('tab', { name: 'Node (request)' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const chosen = block.locator('.samples [role=tab][aria-selected=true]')
  assert.equal(await chosen.innerText(), 'PHP')
  assert.ok(await block.locator('.samples [role=tab]:focus').isVisible())
})

test('on a phone nothing runs out of the page, in light and in dark', { skip: withoutBrowser }, async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await openDocs({ viewport: { width: 360, height: 740 }, colorScheme })
    await openOperation(page, 'signIn')
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    assert.ok(overflow <= 0, `${overflow} pixels too wide`)
    const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    assert.equal(background, colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(28, 32, 34)')
  }
})

/** A picture of 300 × 200 pixels. */
async function picture(): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7' } })
    .png()
    .toBuffer()
}

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { sampleOf } from '../support/recipe.ts'
import { startService, type TestService } from '../support/service.ts'

let service: TestService
let browser: Browser
let page: Page
let script = ''
const site = createServer((request, response) => {
  const isScript = request.url === '/sample.js'
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
  response.end(isScript ? script : '<!doctype html><title>Board</title>')
})
before(async () => {
  if (withoutBrowser) return
  service = await startService()
  await once(site.listen(0), 'listening')
  const origin = `http://localhost:${(site.address() as AddressInfo).port}`
  const { apiKey } = await service.application('spa', { origins: [origin] })
  const values = { 'https://id.example.com/api/v1': service.base, '<apikey>': apiKey }
  script = `${sampleOf('single-page-apps.md', 'js', values)}\nObject.assign(window, { signIn, profile })`
  browser = await startBrowser()
  page = await browser.newPage()
  await page.goto(origin)
  await page.addScriptTag({ url: '/sample.js', type: 'module' })
})
after(async () => {
  if (withoutBrowser) return
  await browser.close()
  await service.stop()
  site.closeAllConnections()
  site.close()
})

test('the sample signs a person in, shows the profile, and continues when the access token has expired', {
  skip: withoutBrowser,
}, async () => {
  const { username, password } = await service.person({ fields: { first_name: 'Ada' } })
  const name = 'profile().then((data) => data.UserProfile[0].first_name)'
  await page.evaluate(`signIn(...${JSON.stringify([username, password])})`)
  assert.equal(await page.evaluate(name), 'Ada')
  for (let n = 0; n < 2; n += 1) {
    service.clock.advance(11 * 60_000)
    // Several at once share one refresh.
    assert.deepEqual(await page.evaluate(`Promise.all([${name}, ${name}, ${name}])`), ['Ada', 'Ada', 'Ada'])
  }
})

test('the sample shows by the code why a sign-in failed', { skip: withoutBrowser }, async () => {
  const { username } = await service.person()
  const failed = await page.evaluate<object>(
    `signIn(...${JSON.stringify([username, 'wrong'])}).catch(({ status, codes }) => ({ status, codes }))`,
  )
  assert.deepEqual(failed, { status: 401, codes: { detail: 'authentication_failed' } })
})

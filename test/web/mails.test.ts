import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeMail, type MailContent } from '../../src/mail/mail.ts'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture({ PAGE_COLOR: '#ffd700', SERVICE_NAME: 'Acme' })

const content: MailContent = {
  kind: 'new_device',
  ...{ name: { first: 'Ada', last: 'Lovelace' }, code: 'CDFH-2345' },
  ...{ url: 'https://id.example/account/security', params: { address: 'ada@example.com' } },
  act: {
    ...{ at: 'November 29, 2026 at 1:05 PM (Central European Standard Time)', country: 'Nepal' },
    ...{ device: { browser: 'Firefox', os: 'Windows' }, network: '192.0.2.x', application: 'Till' },
    isByOperator: true,
  },
  asksWho: true,
}
const sights = [
  ['en', 'light', 390],
  ['en', 'dark', 900],
  ['ar', 'light', 900],
  ['ar', 'dark', 390],
] as const

for (const [language, colorScheme, width] of sights) {
  const name = `in ${language}, ${colorScheme}, ${width} pixels wide`

  test(`axe finds nothing in a mail ${name}, and nothing is wider than the screen`, { skip }, async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    const page = await context.newPage()
    const mail = await composeMail(content, language, { service: 'Acme', color: '#ffd700', logo: null })
    await page.setContent(mail.html)
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width)
    await page.getByText('CDFH-2345').click()
    assert.equal(await page.evaluate('getSelection().toString()'), 'CDFH-2345', 'one click selects the code')
    await context.close()
  })

  test(`an unknown link leads on to the page ${name}`, { skip }, async () => {
    const context = await browser.newContext({
      colorScheme,
      locale: language,
      viewport: { width, height: 800 },
    })
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => refused.push(message.text()))
    const answer = await page.goto(`${service.origin}/email-change/undo/unknown`)
    assert.equal(answer?.status(), 404)
    assert.deepEqual(
      refused.filter((text) => /Content Security/.test(text)),
      [],
    )
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.ok(await page.evaluate('document.querySelector("header img").naturalWidth > 0'))
    await page.locator('main a.button').click()
    await page.getByRole('textbox').first().waitFor()
    assert.equal(page.url(), `${service.origin}/`)
    await context.close()
  })
}

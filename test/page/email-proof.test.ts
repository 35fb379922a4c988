/** The change of the address where the current mailbox proves it, alone or beside the new one (setting `EMAIL_PROOF`). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, hasFocus, openPage, signIn } from '../support/page.ts'
import { startService, type TestService } from '../support/service.ts'
import { type MailCatcher, startCatcher } from '../support/smtp.ts'

const skip = withoutBrowser
let catcher: MailCatcher
let both: TestService
let current: TestService
let browser: Browser
before(async () => {
  catcher = await startCatcher()
  both = await startService({ SMTP_URL: catcher.url, EMAIL_PROOF: 'both' })
  current = await startService({ SMTP_URL: catcher.url, EMAIL_PROOF: 'current' })
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await both.stop()
  await current.stop()
  await catcher.stop()
})

const other = (code: string) => (code === '111111' ? '222222' : '111111')

async function open(service: TestService, email: string) {
  const person = await service.person({ email })
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  // The first mail tells of the browser, which is a new device.
  if (email !== '') await catcher.mailTo(email)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  return { person, page, dialog: page.getByRole('dialog') }
}

test('where both mailboxes must prove the change, the dialog asks for both codes at once and says which is which', {
  skip,
}, async () => {
  const old = 'old-of-both@example.com'
  const address = 'new-of-both@example.com'
  const { page, dialog } = await open(both, old)
  await dialog.getByText(`one to your current one, ${old}`).waitFor()
  await page.getByLabel('New email address').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  const atNew = dialog.getByLabel(`Code sent to ${address}`)
  const atOld = dialog.getByLabel(`Code sent to ${old}`)
  await atNew.waitFor()
  for (const field of [atNew, atOld]) assert.equal(await field.getAttribute('autocomplete'), 'one-time-code')
  assert.deepEqual(await accessibilityFaults(page), [])
  const [codeAtNew, codeAtOld] = [await catcher.codeTo(address), await catcher.codeTo(old, 2)]
  await atNew.fill(codeAtNew)
  await atOld.fill(other(codeAtOld))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await dialog.locator('[name=current-code][aria-invalid=true]').waitFor()
  assert.ok(await hasFocus(atOld))
  assert.equal(await dialog.locator('[name=code][aria-invalid=true]').count(), 0)
  await atOld.fill(codeAtOld)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await dialog.getByText(`Your email address is now ${address}.`).waitFor()
})

test('where the current mailbox alone must prove the change, the dialog says that the code went there', {
  skip,
}, async () => {
  const old = 'old-of-current@example.com'
  const address = 'new-of-current@example.com'
  const { page, dialog } = await open(current, old)
  await dialog.getByText(`We send a code to your current address, ${old},`).waitFor()
  await page.getByLabel('New email address').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await dialog.getByText(`Enter the code that we sent to ${old}.`).waitFor()
  await page.reload()
  await page.getByText(`Your change to ${address} waits for its code.`).waitFor()
  await page.getByRole('button', { name: 'Enter code' }).click()
  await dialog.getByText(`Enter the code that we sent to ${old}.`).waitFor()
  await dialog.getByLabel('Code').fill(await catcher.codeTo(old, 2))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await dialog.getByText(`Your email address is now ${address}.`).waitFor()
  await dialog.getByText('We told your old address about it.').waitFor()
})

test('a person without an address proves the new one alone, and no old one is told', { skip }, async () => {
  const address = 'first@example.com'
  const { page, dialog } = await open(both, '')
  await page.locator('main').getByText('None yet').waitFor()
  await dialog.getByText('We send a code to the new address').waitFor()
  await page.getByLabel('New email address').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await dialog.getByLabel('Code').fill(await catcher.codeTo(address))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await dialog.getByText(`Your email address is now ${address}.`).waitFor()
  assert.equal(await dialog.getByText('We told your old address').count(), 0)
})

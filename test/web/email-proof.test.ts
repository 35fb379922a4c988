/**
 * The change of the address if the current mailbox proves it, alone or together with the new one (setting
 * `EMAIL_PROOF`).
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, edit, hasFocus, openPage, rowValue, signIn } from '../support/page.ts'
import { browserFixture } from '../support/page-fixture.ts'
import { serviceFixture, type TestService } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const skip = withoutBrowser
const catcher = await catcherFixture()
const both = await serviceFixture({ SMTP_URL: catcher.url, EMAIL_PROOF: 'both' })
const current = await serviceFixture({ SMTP_URL: catcher.url, EMAIL_PROOF: 'current' })
const browser = await browserFixture()

const other = (code: string) => (code === '111111' ? '222222' : '111111')

async function open(service: TestService, email: string) {
  const person = await service.person({ email })
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  // The first mail is about the browser, which is a new device.
  if (email !== '') await catcher.mailTo(email)
  await edit(page, 'email')
  return { person, page, dialog: page.getByRole('dialog') }
}

test('if both mailboxes must prove the change, the dialog asks for both codes at once and says which is which', {
  skip,
}, async () => {
  const old = 'old-of-both@example.com'
  const address = 'new-of-both@example.com'
  const { page, dialog } = await open(both, old)
  await dialog.getByText(`one to your current address, ${old}`).waitFor()
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
  await dialog.locator('[name=current-code][aria-invalid=true]').waitFor()
  assert.ok(await hasFocus(atOld))
  assert.equal(await dialog.locator('[name=code][aria-invalid=true]').count(), 0)
  await atOld.fill(codeAtOld)
  await dialog.getByText(`Your email address is now ${address}.`).waitFor()
})

test('if only the current mailbox must prove the change, the dialog says that the code went there', {
  skip,
}, async () => {
  const old = 'old-of-current@example.com'
  const address = 'new-of-current@example.com'
  const { page, dialog } = await open(current, old)
  await dialog.getByText(`We'll send a code to your current address, ${old},`).waitFor()
  await page.getByLabel('New email address').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await dialog.getByText(`Enter the code we sent to ${old}.`).waitFor()
  await page.reload()
  await page.getByText(`Enter the code we sent to ${address} to finish the change.`).waitFor()
  await page.getByRole('button', { name: 'Enter code Email address' }).click()
  await dialog.getByText(`Enter the code we sent to ${old}.`).waitFor()
  await dialog.getByLabel('Code').fill(await catcher.codeTo(old, 2))
  await dialog.getByText(`Your email address is now ${address}.`).waitFor()
  await dialog.getByText("We've let your previous address know.").waitFor()
})

test('a person without an address proves only the new one, and no old one gets a notice', {
  skip,
}, async () => {
  const address = 'first@example.com'
  const { page, dialog } = await open(both, '')
  await rowValue(page, 'email').getByText('Not set').waitFor()
  await dialog.getByText("We'll send a code to the new address").waitFor()
  await page.getByLabel('New email address').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await dialog.getByLabel('Code').fill(await catcher.codeTo(address))
  await dialog.getByText(`Your email address is now ${address}.`).waitFor()
  assert.equal(await dialog.getByText("We've let your previous address").count(), 0)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, openPage, profileShown, signIn } from '../support/page.ts'
import { startService, type TestService } from '../support/service.ts'
import { type MailCatcher, startCatcher } from '../support/smtp.ts'

const skip = withoutBrowser
let catcher: MailCatcher
let service: TestService
let browser: Browser
before(async () => {
  catcher = await startCatcher()
  service = await startService({ SMTP_URL: catcher.url })
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
  await catcher.stop()
})

let counter = 0
async function ask(page: Page): Promise<string> {
  const address = `new${++counter}@example.org`
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByLabel('New email address').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByRole('dialog').getByLabel('Code').waitFor()
  return address
}

async function start() {
  const person = await service.person()
  const opened = await openPage(browser, service)
  await signIn(opened.page, person)
  return { person, ...opened }
}

test('the address changes in one dialog: address, code from the mail, done', { skip }, async () => {
  const { page, complaints } = await start()
  const address = await ask(page)
  const code = page.getByRole('dialog').getByLabel('Code')
  assert.equal(await code.getAttribute('autocomplete'), 'one-time-code')
  const right = await catcher.codeTo(address)
  await code.fill(right === '111111' ? '222222' : '111111')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('This code is not right').waitFor()
  await code.fill(right)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText(`Your email address is now ${address}.`).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.locator('main').getByText(address).first().waitFor()
  assert.deepEqual(complaints, [])
})

test('a change that waits for its code is gone on with after a reload', { skip }, async () => {
  const { page } = await start()
  const address = await ask(page)
  await page.reload()
  await profileShown(page)
  await page.getByText(`Your change to ${address} waits for its code.`).waitFor()
  await page.getByRole('button', { name: 'Enter code' }).click()
  await page
    .getByRole('dialog')
    .getByLabel('Code')
    .fill(await catcher.codeTo(address))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText(`Your email address is now ${address}.`).waitFor()
})

test('who signs out leaves no address and no checksum in the browser', { skip }, async () => {
  const { page } = await start()
  const address = await ask(page)
  const stored = () => page.evaluate<string>('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])')
  assert.ok((await stored()).includes(address))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByText('You are signed out.').waitFor()
  const left = await stored()
  assert.ok(!left.includes(address) && !left.includes('checksum'), left)
})

test('a typo in the address is corrected, and the change can be cancelled', { skip }, async () => {
  const { page } = await start()
  const wrong = await ask(page)
  await page.getByRole('button', { name: 'Use a different address' }).click()
  const field = page.getByLabel('New email address')
  assert.equal(await field.inputValue(), wrong)
  await field.fill('not an address')
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByText('Enter a valid email address.').waitFor()
  const right = `right-${wrong}`
  await field.fill(right)
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByText(`Enter the code that we sent to ${right}.`).waitFor()
  await page.getByRole('button', { name: 'Cancel the change' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Change', exact: true }).waitFor()
})

test('another code can be asked for after a while, which is counted down', { skip }, async () => {
  const { page } = await start()
  await page.clock.install()
  const address = await ask(page)
  const button = page.getByRole('button', { name: /^New code in \d+ seconds?$/ })
  await button.waitFor()
  assert.equal(await button.getAttribute('aria-disabled'), 'true')
  await page.clock.fastForward(31_000)
  await page.getByRole('button', { name: 'Send a new code' }).click()
  await page.getByRole('dialog').getByText('We sent a new code.').waitFor()
  await page
    .getByRole('dialog')
    .getByLabel('Code')
    .fill(await catcher.codeTo(address, 2))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText(`Your email address is now ${address}.`).waitFor()
})

test('six minutes after the sign-in the page asks for the password before it changes the address', {
  skip,
}, async () => {
  const { page, person, complaints } = await start()
  service.clock.advance(360_000)
  const address = `new${++counter}@example.org`
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByLabel('New email address').fill(address)
  const send = page.getByRole('button', { name: 'Send code' })
  await send.click()
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await proof.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Prove who you are first').waitFor()
  await send.click()
  await proof.getByLabel('Your password').fill('not the password')
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await proof.getByText('Your password was entered incorrectly').waitFor()
  await proof.getByLabel('Your password').fill(person.password)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByLabel('Code').waitFor()
  assert.equal((await catcher.codeTo(address)).length, 6)
  assert.deepEqual(complaints, [])
})

test('an address that was never proved says so, and is verified in the same dialog', { skip }, async () => {
  const { page, person, complaints } = await start()
  await page.getByText('Not verified yet').waitFor()
  await page.getByRole('button', { name: 'Verify address' }).click()
  const dialog = page.getByRole('dialog', { name: 'Verify email address' })
  await dialog.getByText(`We send a code to ${person.email}, to make sure that it is yours.`).waitFor()
  await page.getByRole('button', { name: 'Send code' }).click()
  const code = dialog.getByLabel('Code')
  await code.waitFor()
  // The first mail tells of the browser, which is a new device.
  const right = await catcher.codeTo(person.email, 2)
  await page.reload()
  await profileShown(page)
  await page.getByText(`${person.email} waits for its code.`).waitFor()
  await page.getByRole('button', { name: 'Enter code' }).click()
  await code.fill(right === '111111' ? '222222' : '111111')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('This code is not right').waitFor()
  await code.fill(right)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText(`${person.email} is verified.`).waitFor()
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await page.getByText('Not verified yet').count(), 0)
  assert.deepEqual(complaints, [])
})

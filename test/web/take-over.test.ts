import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutBrowser } from '../support/browser.ts'
import { openPage, phone, signIn } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import type { Person } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const skip = withoutBrowser
const NEW = 'a lake beside nine hills'
const catcher = await catcherFixture()
const { service, browser } = await pageFixture({ SMTP_URL: catcher.url })

let counter = 0
async function moved(): Promise<Person & { moved: string }> {
  const person = await service.person({ email: `owner${++counter}@example.org` })
  const email = `moved${counter}@example.org`
  const send = async (path: string, body: Record<string, string>) => {
    const init = { method: 'POST', headers: person.headers, body: new URLSearchParams(body) }
    const answer = await fetch(`${service.base}/user/${path}/`, init)
    assert.equal(answer.status, 200)
    return (await answer.json()) as { token_checksum: string }
  }
  const { token_checksum } = await send('token-generator', { email })
  const token_field = await catcher.codeTo(email)
  await send('update/profile', { email, token_checksum_field: token_checksum, token_field })
  await catcher.mailTo(person.email)
  return { ...person, moved: email }
}

test('a recovery through a previous address says when the password takes effect, and its owner stops it on the page', {
  skip,
}, async () => {
  const person = await moved()
  const { page: reader } = await openPage(browser, service, { path: 'forgot-password' })
  await reader.getByLabel('Email address').fill(person.moved)
  await reader.getByRole('button', { name: 'Send code' }).click()
  await reader.getByLabel('Code').fill(await catcher.codeTo(person.email, 2))
  await reader.getByLabel('New password').fill(NEW)
  await reader.locator('button[type=submit]').click()
  await reader.getByText('Your new password takes effect on').waitFor()

  const { page, complaints } = await openPage(browser, service, { ...phone, path: 'security' })
  const waiting = page.getByText('A new password is about to take effect', { exact: true })
  await signIn(page, person, waiting)
  await page.locator('[name=stop-password]').click()
  const dialog = page.getByRole('dialog', { name: 'Stop the new password' })
  await dialog.getByLabel('Current password').fill('wrong')
  await dialog.getByRole('button', { name: 'Stop the new password' }).click()
  await dialog.getByText('Your password was entered incorrectly').waitFor()
  await dialog.getByLabel('Current password').fill(person.password)
  await page.keyboard.press('Enter')
  await waiting.waitFor({ state: 'detached' })
  await page.getByText('Password reset stopped').first().waitFor()
  assert.deepEqual(complaints, [])
})

test('the owner of an abandoned mailbox that somebody else reads ends the undo period on the page', {
  skip,
}, async () => {
  const person = await moved()
  const { page, complaints } = await openPage(browser, service)
  await signIn(page, person)
  await page.getByText(`the mail we sent to ${person.email}`).waitFor()
  await page.getByRole('button', { name: 'End this now' }).click()
  const dialog = page.getByRole('dialog', { name: `Can someone else read ${person.email}?` })
  await dialog.getByLabel('Current password').fill(person.password)
  await dialog.getByRole('button', { name: 'End this now' }).click()
  await page.getByText(`the mail we sent to ${person.email}`).waitFor({ state: 'detached' })
  assert.match((await catcher.mailTo(person.email, 2)).text ?? '', /can no longer be undone/)
  assert.deepEqual(complaints, [])
})

test('the objection is one page and one button, in the language of the person', { skip }, async () => {
  const person = await moved()
  const linkIn = async (address: string, count: number) =>
    service.origin +
    (/\/email-change\/\S+/.exec((await catcher.mailTo(address, count)).text ?? '')?.[0] ?? '')
  const { page } = await openPage(browser, service)
  await page.goto(await linkIn(person.email, 1))
  await page.getByRole('button', { name: 'Undo the change' }).click()
  await page.getByText('The change was undone').first().waitFor()
  await page.goto(await linkIn(person.moved, 2))
  await page.getByRole('heading', { name: 'Object to this change?' }).waitFor()
  await page.getByRole('button', { name: 'Object' }).click()
  await page.getByRole('heading', { name: 'The account is frozen' }).waitFor()
})

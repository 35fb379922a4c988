/** People who lose the connection: nothing that they typed is lost, and what they have seen stays in view. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import {
  accessibilityFaults,
  edit,
  openPage,
  profileShown,
  row,
  rowValue,
  save,
  signIn,
  signOut,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

const firstName = (page: Page) => page.locator('[name=first_name]')
const notice = (page: Page) => page.locator('.connection').getByText("You're offline")
const open = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()

async function start() {
  const person = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace' } })
  const opened = await openPage(browser, service)
  await signIn(opened.page, person)
  const { page } = opened
  const ahead = async () => {
    // The screens load ahead while nothing else happens.
    await open(page, 'Security & data')
    await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
    await open(page, 'Profile')
    await profileShown(page)
  }
  return { person, ...opened, ahead }
}

test('an edit without a connection stays, over a failed save and other screens, and is saved later', {
  skip,
}, async () => {
  const { page, person, ahead } = await start()
  await ahead()
  await edit(page, 'name')
  await page.context().setOffline(true)
  await notice(page).waitFor()
  assert.deepEqual(await accessibilityFaults(page), [])
  await firstName(page).fill('Grace')
  await firstName(page).press('Enter')
  await row(page, 'name').getByRole('alert').getByText("can't reach").waitFor()
  await open(page, 'Security & data')
  await page.getByRole('heading', { name: 'Security & data', level: 1 }).waitFor()
  await open(page, 'Profile')
  assert.equal(await firstName(page).inputValue(), 'Grace')
  assert.equal(await page.getByText('Something went wrong').count(), 0)
  await page.context().setOffline(false)
  await notice(page).waitFor({ state: 'detached' })
  await page.locator('[aria-live=polite]').getByText("You're back online").waitFor()
  await save(page, 'name')
  await rowValue(page, 'name').getByText('Grace Lovelace').waitFor()
  assert.equal((await service.services.users.byId(person.id))?.firstName, 'Grace')
})

test('what was typed is back after a reload, and gone after it was saved', { skip }, async () => {
  const { page } = await start()
  page.on('dialog', (dialog) => dialog.accept())
  await edit(page, 'name')
  await firstName(page).fill('Grace')
  await page.reload()
  assert.equal(await firstName(page).inputValue(), 'Grace')
  await save(page, 'name')
  await rowValue(page, 'name').getByText('Grace Lovelace').waitFor()
  await page.reload()
  await profileShown(page)
  assert.equal(await firstName(page).count(), 0)
  assert.equal(await page.evaluate("sessionStorage.getItem('page-draft')"), null)
})

test('a person who signs out leaves nothing of what they typed in the browser', { skip }, async () => {
  const { page } = await start()
  await edit(page, 'name')
  await firstName(page).fill('Grace')
  assert.match(await page.evaluate<string>("sessionStorage.getItem('page-draft')"), /Grace/)
  await signOut(page)
  await page.locator('[name=username]').waitFor()
  assert.equal(await page.evaluate("JSON.stringify(sessionStorage).includes('Grace')"), false)
})

test('a screen that was opened without a connection fills itself when the connection is back', {
  skip,
}, async () => {
  const { page } = await start()
  await page.route('**/api/**', (route) => route.abort('connectionfailed'))
  await page.route('**/page-config.json', (route) => route.abort('connectionfailed'))
  await open(page, 'Security & data')
  await page.getByText("This couldn't be loaded.").first().waitFor()
  await page.locator('.connection').getByText("can't reach").waitFor()
  await page.unrouteAll()
  await page.locator('[name=edit-factor]').waitFor()
  await page.locator('.connection').getByText("can't reach").waitFor({ state: 'detached' })
})

test('what was typed into a dialog is still there after a call that failed', { skip }, async () => {
  const { page } = await start()
  await edit(page, 'email')
  const address = page.locator('dialog [name=email]')
  await address.fill('grace@example.org')
  await page.context().setOffline(true)
  await address.press('Enter')
  await page.locator('dialog').getByRole('alert').getByText("can't reach").waitFor()
  assert.equal(await address.inputValue(), 'grace@example.org')
  await page.context().setOffline(false)
  await notice(page).waitFor({ state: 'detached' })
  await address.press('Enter')
  await page.locator('dialog [name=code]').waitFor()
})

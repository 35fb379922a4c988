/** Sign-in, profile and e-mail address by keyboard alone; the other screens have their own such tests. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { openPage, profileShown, row, saved, tabTo, waitForFocus, ways } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import type { Person } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const skip = withoutBrowser
const catcher = await catcherFixture()
const { service, browser } = await pageFixture({ SMTP_URL: catcher.url })

/** Replaces the text of the field for the selector. */
async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page.locator(selector).first())
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page.locator(selector).first())
  await page.keyboard.press('Enter')
}

/** Opens the row; the focus is then in its first field. */
async function open(page: Page, name: string): Promise<void> {
  await press(page, `[name=edit-${name}]`)
  await waitForFocus(row(page, name).locator('input').first())
}

/** Saves the row by Enter, and waits until the focus is on its button again. */
async function finish(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Enter')
  await waitForFocus(page.locator(`[name=edit-${name}]`))
  await saved(page).and(row(page, name).locator('.mark')).waitFor()
}

/** Searches the list of the row for the text and chooses the first match. */
async function choose(page: Page, name: string, text: string): Promise<void> {
  // The list reacts to each key.
  await tabTo(row(page, name).locator('[role=combobox]'))
  await page.keyboard.type(text, { delay: 40 })
  const found = page.locator('[role=option]').first()
  await found.filter({ hasText: text }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[role=option]').first().waitFor({ state: 'detached' })
}

async function signIn(page: Page, { username, password }: Person): Promise<void> {
  await type(page, '[name=username]', username)
  await type(page, '[name=password]', password)
  await page.keyboard.press('Enter')
}

const mainLanguage = (page: Page) => page.evaluate<string>('document.documentElement.lang')

for (const [name, options] of ways) {
  const isArabic = options.locale === 'ar'
  const start = async () => {
    const person = await service.person({ fields: { first_name: 'Ada' } })
    return { person, ...(await openPage(browser, service, options)) }
  }

  test(`by keyboard, ${name}: a wrong password, the right one, and out again`, { skip }, async () => {
    const { person, page, complaints } = await start()
    await signIn(page, { ...person, password: 'not this one' })
    await page.getByRole('alert').waitFor()
    await signIn(page, person)
    await profileShown(page)
    assert.equal(await mainLanguage(page), isArabic ? 'ar' : 'en')
    await press(page, '.account-button')
    await waitForFocus(page.getByRole('menuitemradio').first())
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.locator('[name=username]').waitFor()
    assert.deepEqual(complaints, [])
  })

  test(`by keyboard, ${name}: a new password for a forgotten one`, { skip }, async () => {
    const { person, page, complaints } = await start()
    await press(page, 'a[href$=forgot-password]')
    await type(page, '[name=email]', person.email)
    await page.keyboard.press('Enter')
    await type(page, '[name=code]', await catcher.codeTo(person.email))
    await type(page, '[name=new-password]', 'a lake beside nine hills')
    await page.keyboard.press('Enter')
    await page.locator('[name=continue]:focus').waitFor()
    await page.keyboard.press('Enter')
    await profileShown(page)
    assert.deepEqual(complaints, [])
  })

  test(`by keyboard, ${name}: name, telephone, time zone and currency`, { skip }, async () => {
    const { person, page, complaints } = await start()
    await signIn(page, person)
    await profileShown(page)
    await open(page, 'name')
    await page.keyboard.type('Grace')
    await finish(page, 'name')
    await open(page, 'phone')
    await choose(page, 'phone', isArabic ? 'إسبانيا' : 'Spain')
    await type(page, '[name=phone]', '612345678')
    await finish(page, 'phone')
    await open(page, 'timezone')
    await choose(page, 'timezone', isArabic ? 'لشبونة' : 'Lisbon')
    await finish(page, 'timezone')
    await open(page, 'currency')
    await choose(page, 'currency', 'JPY')
    await finish(page, 'currency')
    const stored = await service.services.users.byId(person.id)
    const { firstName, phoneCode, phoneNumber, timezone, currency } = stored ?? {}
    assert.deepEqual(
      { firstName, phoneCode, phoneNumber, timezone, currency },
      {
        firstName: 'Grace',
        phoneCode: '34',
        phoneNumber: '+34612345678',
        timezone: 'Europe/Lisbon',
        currency: 'JPY',
      },
    )
    assert.deepEqual(complaints, [])
  })

  test(`by keyboard, ${name}: another language, in which the page then appears`, { skip }, async () => {
    const { person, page, complaints } = await start()
    await signIn(page, person)
    await profileShown(page)
    await open(page, 'language')
    await choose(page, 'language', 'Français')
    await finish(page, 'language')
    await page.locator('html[lang=fr][dir=ltr]').waitFor()
    assert.deepEqual(complaints, [])
  })

  test(`by keyboard, ${name}: another e-mail address, and back with the link in the mail`, {
    skip,
  }, async () => {
    const { person, page } = await start()
    await signIn(page, person)
    await profileShown(page)
    await press(page, '[name=edit-email]')
    const typo = `tpyo-${person.username}@example.org`
    const address = `typed-${person.username}@example.org`
    await type(page, 'dialog [name=email]', typo)
    await page.keyboard.press('Enter')
    await page.locator('dialog [name=code]').waitFor()
    await press(page, 'dialog .spread > button:last-child')
    await type(page, 'dialog [name=email]', address)
    await page.keyboard.press('Enter')
    await type(page, 'dialog [name=code]', await catcher.codeTo(address))
    await page.locator('dialog .notice-good').waitFor()
    await press(page, 'dialog .button')
    await page.locator('main').getByText(address).first().waitFor()
    const mail = await catcher.mailTo(person.email, 2)
    const path = /\/email-change\/undo\/\S+/.exec(mail.text ?? '')?.[0]
    await page.goto(service.origin + path)
    assert.equal(await mainLanguage(page), isArabic ? 'ar' : 'en')
    const undone = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await press(page, 'button')
    assert.equal((await undone).status(), 200)
    assert.equal((await service.services.users.byId(person.id))?.email, person.email)
  })
}

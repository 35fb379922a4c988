/** Sign-in, profile and e-mail address by keyboard alone; the other screens have their own such tests. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { openPage, profileShown, saved, tabTo, ways } from '../support/page.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
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

/** Replaces the text of the field that the selector names. */
async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page.locator(selector).first())
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page.locator(selector).first())
  await page.keyboard.press('Enter')
}

/** Searches the n-th list for the text and takes what is found first. */
async function choose(page: Page, n: number, text: string): Promise<void> {
  // Typing is what the list reacts to, key by key.
  await tabTo(page.locator('[role=combobox]').nth(n - 1))
  await page.keyboard.type(text, { delay: 40 })
  const found = page.locator('[role=option]').first()
  await found.filter({ hasText: text }).waitFor()
  await page.keyboard.press('ArrowDown')
  await found.and(page.locator('[data-focused]')).waitFor()
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
    await press(page, 'header .sign-out')
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
    await page.locator('.notice-good').waitFor()
    await press(page, 'main a')
    await signIn(page, { ...person, password: 'a lake beside nine hills' })
    await profileShown(page)
    assert.deepEqual(complaints, [])
  })

  test(`by keyboard, ${name}: name, telephone, time zone and currency`, { skip }, async () => {
    const { person, page, complaints } = await start()
    await signIn(page, person)
    await profileShown(page)
    await type(page, '[name=first_name]', 'Grace')
    await choose(page, 1, isArabic ? 'إسبانيا' : 'Spain')
    await type(page, '[name=phone]', '612345678')
    await choose(page, 3, 'Lisbon')
    await choose(page, 4, 'JPY')
    await press(page, '.save-bar [type=submit]')
    await saved(page).waitFor()
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

  test(`by keyboard, ${name}: another language, which the page then has`, { skip }, async () => {
    const { person, page, complaints } = await start()
    await signIn(page, person)
    await profileShown(page)
    await choose(page, 2, 'Français')
    await press(page, '.save-bar [type=submit]')
    await page.locator('html[lang=fr][dir=ltr]').waitFor()
    await saved(page).waitFor()
    assert.deepEqual(complaints, [])
  })

  test(`by keyboard, ${name}: another e-mail address, and back by the link of the mail`, {
    skip,
  }, async () => {
    const { person, page } = await start()
    await signIn(page, person)
    await profileShown(page)
    await press(page, '.card .spread button')
    const typo = `tpyo-${person.username}@example.org`
    const address = `typed-${person.username}@example.org`
    await type(page, 'dialog [name=email]', typo)
    await page.keyboard.press('Enter')
    await page.locator('dialog [name=code]').waitFor()
    await press(page, 'dialog .spread > button:last-child')
    await type(page, 'dialog [name=email]', address)
    await page.keyboard.press('Enter')
    await type(page, 'dialog [name=code]', await catcher.codeTo(address))
    await page.keyboard.press('Enter')
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

/**
 * `npm run screenshots`: a picture of each screen and dialog of the built page, as a person with a filled account sees
 * it, into `screenshots/`: in light and dark, in Arabic, and on a phone. For people to look at; nothing is compared.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { startBrowser, withoutBrowser } from '../test/support/browser.ts'
import { phone as aPhone, openPage, profileShown, searchFor, settled, signIn } from '../test/support/page.ts'
import { addAuthenticator, withoutOffers } from '../test/support/passkey-browser.ts'
import { asFile, choosePicture } from '../test/support/picture-screen.ts'
import { codeOf } from '../test/support/second-factor.ts'
import { type Person, startService, type TestService, testOperator } from '../test/support/service.ts'
import { type MailCatcher, startCatcher } from '../test/support/smtp.ts'
import { eventually, freePort } from '../test/support/wait.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'screenshots')
const desktop = { viewport: { width: 1280, height: 900 }, timezoneId: 'Europe/London' }
const phone = { ...aPhone, deviceScaleFactor: 2, timezoneId: 'Asia/Dubai' }
const looks: Record<string, BrowserContextOptions & { locale: string }> = {
  'desktop-light': { ...desktop, locale: 'en-GB', colorScheme: 'light' },
  'desktop-dark': { ...desktop, locale: 'en-GB', colorScheme: 'dark' },
  'desktop-arabic': { ...desktop, locale: 'ar', colorScheme: 'light' },
  'phone-light': { ...phone, locale: 'en-GB', colorScheme: 'light' },
  'phone-arabic-dark': { ...phone, locale: 'ar', colorScheme: 'dark' },
}
/** Programs that the person is signed in with, too. */
const userAgents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
]

/** On a phone a list is hidden until there was time for the keyboard to open. */
const LIST_SHOWN = `/^(?!.*opacity).*left:/.test(document.querySelector('.choice-list')?.getAttribute('style'))`

/** What a series of pictures is taken of. */
interface Scene {
  page: Page
  person: Person
  /** The text of the page in its language. */
  t: (key: string) => string
  /** Takes the picture, of the window or of all that can be scrolled to. */
  take: (name: string, whole?: boolean) => Promise<void>
  press: (key: string, within?: string) => Promise<void>
}

if (withoutBrowser) {
  console.error(withoutBrowser)
  process.exit(1)
}
await rm(folder, { recursive: true, force: true })
const photograph = await draw()
const catcher = await startCatcher()
// Passkeys belong to a name, not to an address.
const port = await freePort()
const origin = `http://localhost:${port}`
const settings = { PORT: String(port), PUBLIC_URL: origin, SMTP_URL: catcher.url, SERVICE_NAME: 'Example' }
const service = { ...(await startService(settings)), origin }
const shop = await service.services.applications.create({ name: 'Shop', kind: 'web' }, testOperator)
const browser = await startBrowser()
try {
  for (const look of Object.keys(looks)) await takeLook(look)
} finally {
  await browser.close()
  await service.stop()
  await catcher.stop()
}
console.log(`They are in ${folder}`)

async function takeLook(look: string): Promise<void> {
  const scene = await setScene({ service, browser }, look)
  await showOutside(scene)
  await scene.page.goto(service.origin)
  await signIn(scene.page, scene.person)
  await showProfile(scene)
  const address = await showEmail(scene, catcher)
  await showPicture(scene)
  await showSecurity(scene)
  await showFactors(scene)
  await showUndo(scene, catcher, address)
  await scene.page.context().close()
}

async function setScene(on: { service: TestService; browser: Browser }, look: string): Promise<Scene> {
  const options = looks[look]!
  const code = options.locale === 'ar' ? 'ar' : 'en'
  const texts = JSON.parse(await readFile(join(root, `web/src/locales/${code}.json`), 'utf8'))
  await mkdir(join(folder, look), { recursive: true })
  const person = await addPerson(on.service, code)
  const { page } = await openPage(on.browser, on.service, { reducedMotion: 'reduce', ...options })
  const t = (key: string): string => texts[key] ?? key
  const size = page.viewportSize() ?? desktop.viewport
  let count = 0
  return {
    page,
    person,
    t,
    async take(name, whole = false) {
      const file = `${String(++count).padStart(2, '0')}-${name}.png`
      const path = join(folder, look, file)
      if (whole) await page.setViewportSize({ ...size, height: await heightOf(page, size.height) })
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path, animations: 'disabled' })
      if (whole) await page.setViewportSize(size)
      await settled(page)
    },
    press: (key, within = 'body') =>
      page
        .locator(within)
        .getByRole('button', { name: t(key), exact: true })
        .first()
        .click(),
  }
}

/** The window has to be so high that nothing is scrolled; what is fixed at its end then covers nothing. */
async function heightOf(page: Page, least: number): Promise<number> {
  return Math.max(least, await page.evaluate<number>('document.documentElement.scrollHeight'))
}

/** Registers somebody whose every field is filled and who is signed in at other places. */
async function addPerson(on: TestService, language: string): Promise<Person> {
  const isArabic = language === 'ar'
  const person = await on.person({
    apiKey: shop.apiKey,
    fields: {
      first_name: 'Ada',
      last_name: 'Lovelace',
      phone_code: isArabic ? '971' : '44',
      phone_number: isArabic ? '+971501234567' : '+447400123456',
      country_code: isArabic ? 'AE' : 'GB',
      language,
      timezone: isArabic ? 'Asia/Dubai' : 'Europe/London',
      currency: isArabic ? 'AED' : 'GBP',
    },
  })
  for (const userAgent of userAgents)
    await fetch(`${on.base}/user/login/`, {
      method: 'POST',
      headers: { apikey: shop.apiKey, 'user-agent': userAgent },
      body: new URLSearchParams({
        username: person.username,
        password: person.password,
        timezone: isArabic ? 'Africa/Cairo' : 'America/Toronto',
      }),
    })
  return person
}

async function showOutside({ page, person, take }: Scene): Promise<void> {
  await page.locator('[name=username]').waitFor()
  await take('sign-in')
  await page.locator('[name=username]').fill(person.username)
  await page.locator('[name=password]').fill('something else')
  await page.locator('button[type=submit]').click()
  await page.locator('.notice-danger').waitFor()
  await take('sign-in-refused')
  await page.locator('[name=username]').fill('')
  await page.locator('[name=password]').fill('')
  await page.locator('button[type=submit]').click()
  await page.locator('[aria-invalid=true]').first().waitFor()
  await take('sign-in-empty')
  await page.goto(`${service.origin}/forgot-password`)
  await page.locator('[name=email]').waitFor()
  await take('forgotten-address')
  await page.locator('[name=email]').fill(person.email)
  await page.locator('button[type=submit]').click()
  await page.locator('[name=code]').waitFor()
  await page.locator('[name=new-password]').fill('12345')
  await take('forgotten-code')
}

async function showProfile({ page, take, t }: Scene): Promise<void> {
  await take('profile')
  await searchFor(page.getByRole('combobox', { name: t('phone.country') }), '+3')
  await eventually(() => page.evaluate<boolean>(LIST_SHOWN))
  await take('profile-countries')
  await page.keyboard.press('Escape')
  await searchFor(page.getByRole('combobox', { name: t('field.timezone') }), 'am')
  await eventually(() => page.evaluate<boolean>(LIST_SHOWN))
  await take('profile-time-zones')
  await page.keyboard.press('Escape')
  await take('profile-whole', true)
  await page.locator('[name=first_name]').fill('Augusta Ada')
  await page.locator('[name=phone]').fill('12')
  await page.locator('.save-bar button[type=submit]').click()
  await page.locator('[name=phone][aria-invalid=true]').waitFor()
  await take('profile-unsaved-and-refused')
  await page.locator('.side a').nth(1).click()
  await page.locator('dialog[open]').waitFor()
  await take('profile-left-unsaved')
  await page.locator('dialog .button-secondary, dialog .button-danger').first().click()
  await page.goto(service.origin)
  await profileShown(page)
}

async function showEmail({ page, person, take, press }: Scene, mails: MailCatcher): Promise<string> {
  const address = `ada.${person.username}@example.org`
  await press('email.change')
  await page.locator('dialog [name=email]').fill(address)
  await take('email-address')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog [name=code]').waitFor()
  await take('email-code')
  await page.locator('dialog [name=code]').fill(await mails.codeTo(address))
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog .notice-good, dialog [role=status]').first().waitFor()
  await take('email-done')
  await press('action.done', 'dialog')
  const path = await linkTo(mails, person.email, /\/email-change\/undo\/\S+/)
  await page.goto(service.origin + path)
  await take('email-undo')
  return address
}

async function showFactors({ page, person, take, t }: Scene): Promise<void> {
  await addAuthenticator(page)
  await page.goto(`${service.origin}/security`)
  await page.locator('[name=add-passkey]').click()
  await page
    .getByRole('list', { name: t('passkey.title') })
    .getByRole('button')
    .first()
    .waitFor()
  await page.locator('[name=set-up-factor]').click()
  await page.locator('dialog .qr').waitFor()
  await take('second-factor')
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
  await page.locator('[name=second-factor-code]').fill(codeOf(secret, service.clock.now()))
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog .recovery-codes').waitFor()
  await take('second-factor-recovery-codes')
  await page.locator('[name=codes-kept]').click()
  await page.locator('.notice-good').waitFor()
  await take('second-factor-and-passkey', true)
  // The authenticator of the tests takes at once what is offered.
  await withoutOffers(page)
  await page.locator('.sign-out').click()
  await page.locator('[name=username]').fill(person.username)
  await page.locator('[name=password]').fill(person.password)
  await page.locator('button[type=submit]').click()
  await page.locator('[name=second-factor-code]').waitFor()
  await take('sign-in-second-factor')
}

function linkTo(mails: MailCatcher, address: string, path: RegExp): Promise<string> {
  return eventually(async () => {
    const texts = mails.mails.filter(({ to }) => to === address).map(({ mail }) => mail.text ?? '')
    return texts.flatMap((text) => path.exec(text) ?? [])[0]
  })
}

async function showUndo({ page, person, take }: Scene, mails: MailCatcher, address: string): Promise<void> {
  const press = async (path: string) => {
    await page.goto(service.origin + path)
    await page.locator('button').click()
    await page.waitForLoadState('networkidle')
  }
  await press(await linkTo(mails, person.email, /\/email-change\/undo\/\S+/))
  await take('email-undone')
  const objection = await linkTo(mails, address, /\/email-change\/object\/\S+/)
  await page.goto(service.origin + objection)
  await take('email-objection')
  await press(objection)
  await take('email-objected')
}

async function showPicture({ page, take, press }: Scene): Promise<void> {
  await page.goto(`${service.origin}/picture`)
  await page.locator('.picture-now').waitFor()
  await take('picture-none', true)
  await choosePicture(page, asFile(photograph))
  await take('picture-adjusted', true)
  await page.locator('.actions .button-primary').click()
  await page.locator('.notice-good').waitFor()
  await take('picture-saved', true)
  await press('picture.remove')
  await page.locator('dialog[open]').waitFor()
  await take('picture-removed')
  await press('action.cancel', 'dialog')
}

async function showSecurity({ page, person, take, press }: Scene): Promise<void> {
  await page.goto(`${service.origin}/security`)
  await page.locator('.entry-time').first().waitFor()
  await take('security', true)
  await press('password.change')
  await page.locator('dialog [name=new-password]').fill('12345')
  await take('password')
  await press('action.cancel', 'dialog')
  await press('security.others_end')
  await take('sign-out-everywhere')
  await press('action.cancel', 'dialog')
  await press('deletion.confirm')
  await page.locator('dialog [name=password]').fill(person.password)
  await take('deletion')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('.standing').waitFor()
  await take('deletion-waits', true)
  await page.goto(service.origin)
  await profileShown(page)
  await take('deletion-waits-profile')
}

/** A landscape at dusk, 1600 × 1200. */
function draw(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200">
    <defs><linearGradient id="sky" x2="0" y2="1">
      <stop offset="0" stop-color="#3b4a8f"/><stop offset=".6" stop-color="#e58f7b"/><stop offset="1" stop-color="#f7d9a0"/>
    </linearGradient></defs>
    <rect width="1600" height="1200" fill="url(#sky)"/>
    <circle cx="900" cy="600" r="110" fill="#fff1cf"/>
    <path d="M0 820 320 520l260 260 300-360 420 420 300-220v600H0z" fill="#4b3f6b"/>
    <path d="M0 960q400-160 800 0t800-40v280H0z" fill="#241f3d"/>
  </svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer()
}

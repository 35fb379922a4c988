/**
 * `npm run screenshots`: captures each screen and dialog of the built page, as seen by a person with a filled account,
 * into `screenshots/`: in light and dark, in Arabic, and on a phone. The pictures are for people; nothing is compared.
 * It also takes the two pictures of README.md, into `docs/images/`; `-- --readme` takes only these.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { declare } from '../test/support/attributes.ts'
import { startBrowser, withoutBrowser } from '../test/support/browser.ts'
import { oneOfEachType } from '../test/support/declared-examples.ts'
import {
  phone as aPhone,
  edit,
  openMenu,
  openPage,
  profileShown,
  row,
  save,
  searchFor,
  settled,
  signIn,
  signOut,
} from '../test/support/page.ts'
import { addAuthenticator, withoutOffers } from '../test/support/passkey-browser.ts'
import { asFile, choosePicture } from '../test/support/picture-screen.ts'
import { codeOf } from '../test/support/second-factor.ts'
import { type Person, startService, type TestService, testOperator } from '../test/support/service.ts'
import { type MailCatcher, startCatcher } from '../test/support/smtp.ts'
import { eventually, freePort } from '../test/support/wait.ts'
import { takeReadmeImages } from './readme-images.ts'

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
/** Other browsers in which the person is signed in. */
const userAgents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
]

/** On a phone a list stays hidden until the keyboard has had time to open. */
const LIST_SHOWN = `/^(?!.*opacity).*left:/.test(document.querySelector('.choice-list')?.getAttribute('style'))`

/** The settings of a series of screenshots. */
interface Scene {
  page: Page
  person: Person
  /** The page's text in its language. */
  t: (key: string) => string
  /** Takes the screenshot, of the window or of the whole scrollable page. */
  take: (name: string, whole?: boolean) => Promise<void>
  press: (key: string, within?: string) => Promise<void>
}

if (withoutBrowser) {
  console.error(withoutBrowser)
  process.exit(1)
}
const isReadmeAlone = process.argv.includes('--readme')
if (!isReadmeAlone) await rm(folder, { recursive: true, force: true })
const photograph = await draw()
const catcher = await startCatcher()
// Passkeys belong to a host name, not to an IP address.
const port = await freePort()
const origin = `http://localhost:${port}`
const settings = { PORT: String(port), PUBLIC_URL: origin, SMTP_URL: catcher.url, SERVICE_NAME: 'Acme' }
const service = { ...(await startService(settings)), origin }
const shop = await service.services.applications.create({ name: 'Shop', kind: 'web' }, testOperator)
const browser = await startBrowser()
try {
  await takeReadmeImages(browser, service, await addPerson(service, 'en', 'ada@example.com'))
  await declare(service, ...oneOfEachType)
  if (!isReadmeAlone) for (const look of Object.keys(looks)) await takeLook(look)
} finally {
  await browser.close()
  await service.stop()
  await catcher.stop()
}
if (!isReadmeAlone) console.log(`They are in ${folder}`)

async function takeLook(look: string): Promise<void> {
  const scene = await setScene({ service, browser }, look)
  await showOutside(scene)
  await scene.page.goto(service.origin)
  await signIn(scene.page, scene.person)
  await showProfile(scene)
  await showDeclared(scene)
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

/** The window must be high enough that nothing scrolls; then fixed elements at the bottom cover nothing. */
async function heightOf(page: Page, least: number): Promise<number> {
  return Math.max(least, await page.evaluate<number>('document.documentElement.scrollHeight'))
}

/** Registers a person with every field filled, who is also signed in elsewhere. */
async function addPerson(on: TestService, language: string, email?: string): Promise<Person> {
  const isArabic = language === 'ar'
  const person = await on.person({
    apiKey: shop.apiKey,
    ...(email && { email }),
    fields: {
      first_name: 'Ada',
      last_name: 'Lovelace',
      pronouns: 'she/her',
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

async function showDeclared({ page, person, take }: Scene): Promise<void> {
  await fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: { ...person.headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      bio: 'Wrote the first program.\nLikes horses.',
      birthday: '1815-12-10',
      hometown: { locality: 'London', country: 'GB' },
      skills: ['go', 'talks'],
      weekly_hours: 37.5,
      newsletter: true,
    }),
  })
  await page.reload()
  await row(page, 'declared-bio').waitFor()
  await take('declared', true)
  for (const name of ['bio', 'birthday', 'hometown', 'skills', 'newsletter', 'office_zone'])
    await edit(page, `declared-${name}`)
  await page.locator('main:not(:has([aria-busy=true]))').waitFor()
  await take('declared-open', true)
  await page.reload()
  await profileShown(page)
}

async function showProfile({ page, take, t }: Scene): Promise<void> {
  await take('profile')
  await edit(page, 'phone')
  await searchFor(page.getByRole('combobox', { name: t('phone.country') }), '+3')
  await eventually(() => page.evaluate<boolean>(LIST_SHOWN))
  await take('profile-countries')
  await page.keyboard.press('Escape')
  await edit(page, 'timezone')
  await searchFor(page.getByRole('combobox', { name: t('field.timezone') }), 'am')
  await eventually(() => page.evaluate<boolean>(LIST_SHOWN))
  await take('profile-time-zones')
  await page.keyboard.press('Escape')
  await take('profile-whole', true)
  await edit(page, 'name')
  await page.locator('[name=first_name]').fill('Augusta Ada')
  await page.locator('[name=phone]').fill('12')
  await save(page, 'phone')
  await page.locator('[name=phone][aria-invalid=true]').waitFor()
  await take('profile-unsaved-and-refused')
  await page.locator('[name=first_name]').press('Escape')
  await page.locator('dialog[open]').waitFor()
  await take('profile-discarded')
  await page.locator('dialog .button-secondary').click()
  await row(page, 'phone')
    .getByRole('button', { name: t('action.cancel'), exact: true })
    .click()
  await openMenu(page)
  await take('account-menu')
  await page.keyboard.press('Escape')
}

async function showEmail({ page, person, take, press }: Scene, mails: MailCatcher): Promise<string> {
  const address = `ada.${person.username}@example.org`
  await edit(page, 'email')
  await page.locator('dialog [name=email]').fill(address)
  await take('email-address')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog [name=code]').waitFor()
  await take('email-code')
  await page.locator('dialog [name=code]').fill(await mails.codeTo(address))
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
  await page.locator('[name=edit-passkeys]').click()
  await page
    .getByRole('list', { name: t('passkey.title') })
    .getByRole('button')
    .first()
    .waitFor()
  await page.locator('[name=edit-factor]').click()
  await page.locator('dialog .qr').waitFor()
  await take('second-factor')
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
  await page.locator('[name=second-factor-code]').fill(codeOf(secret, service.clock.now()))
  await page.locator('dialog .recovery-codes').waitFor()
  await take('second-factor-recovery-codes')
  await page.locator('[name=codes-kept]').click()
  await page.locator('.notice-good').waitFor()
  await take('second-factor-and-passkey', true)
  // The tests' authenticator immediately accepts any offered passkey.
  await withoutOffers(page)
  await signOut(page)
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
  await page.locator('[name=edit-password]').click()
  await page.locator('dialog [name=new-password]').fill('12345')
  await take('password')
  await press('action.cancel', 'dialog')
  await press('security.others_end')
  await take('sign-out-everywhere')
  await press('action.cancel', 'dialog')
  await page.locator('[name=edit-deletion]').click()
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

/** The two pictures of README.md, in `docs/images/`: the page and the reference, in light, with the data of one person. */
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { usernameKey } from '../src/user/user.ts'
import { openPage, profileShown, settled, signIn } from '../test/support/page.ts'
import type { Person, TestService } from '../test/support/service.ts'

const folder = join(import.meta.dirname, '../docs/images')
/** For screens with many dots to the inch; README shows half of it. */
const look = {
  locale: 'en-GB',
  colorScheme: 'light',
  viewport: { width: 1120, height: 880 },
  deviceScaleFactor: 1.5,
  reducedMotion: 'reduce',
  timezoneId: 'Europe/London',
} as const
const NAME = 'ada'
const ADDRESS = 'https://id.example.com'
const MAX_BYTES = 150_000

/** Takes both of them, of a person who is there already. */
export async function takeReadmeImages(
  browser: Browser,
  service: TestService,
  person: Person,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await uploadPortrait(service, person)
  await rename(service, person)
  const { page } = await openPage(browser, service, look)
  await signIn(page, { ...person, username: NAME })
  await profileShown(page)
  await take(page, 'page.webp')
  await showReference(page, service)
  await take(page, 'reference.webp')
  await page.context().close()
}

/** Opens an operation with its sample, as on a host with a name. */
async function showReference(page: Page, { origin }: TestService): Promise<void> {
  await page.goto(`${origin}/docs/`)
  await page.locator('.has-script').waitFor()
  for (const place of await page.locator('[data-fill=server]').all())
    await place.evaluate((element, address) => {
      element.textContent = address
    }, ADDRESS)
  await page.evaluate("location.hash = 'getProfile'")
  await page.locator('#menu a[aria-current]', { hasText: 'Get the profile' }).waitFor()
}

/** The helpers of the tests number the people. */
async function rename({ services }: TestService, { id }: Person): Promise<void> {
  const now = services.clock.now()
  const change = { username: NAME, username_key: usernameKey(NAME), email_verified_at: now }
  await services.db.write((tx) => services.users.update(tx, id, change, now))
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await settled(page)
  const file = join(folder, name)
  await sharp(await page.screenshot({ animations: 'disabled' }))
    .webp({ quality: 80, effort: 6 })
    .toFile(file)
  const { size } = await stat(file)
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MAX_BYTES}`)
  console.log(`${file}: ${size} bytes`)
}

async function uploadPortrait(service: TestService, { headers }: Person): Promise<void> {
  const body = new FormData()
  body.append('image', new Blob([await portrait()]), 'portrait.jpg')
  const answer = await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`the portrait was refused: ${answer.status} ${await answer.text()}`)
}

/** Somebody with a bun, drawn. */
function portrait(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024">
    <rect width="1024" height="1024" fill="#f3d9c4"/>
    <circle cx="512" cy="190" r="105" fill="#4a2f2a"/>
    <path d="M250 470c0-190 120-270 262-270s262 80 262 270c0 130-40 210-70 250H320c-30-40-70-120-70-250z" fill="#4a2f2a"/>
    <path d="M130 1024c20-190 150-260 382-260s362 70 382 260z" fill="#2f5d8a"/>
    <path d="M430 640h164v150c0 50-164 50-164 0z" fill="#dca888"/>
    <ellipse cx="512" cy="500" rx="180" ry="215" fill="#eebc9c"/>
    <path d="M325 470c40-130 120-170 187-170s150 40 187 170c-70-60-130-95-187-95s-120 35-187 95z" fill="#4a2f2a"/>
    <circle cx="440" cy="505" r="17" fill="#3a2622"/><circle cx="584" cy="505" r="17" fill="#3a2622"/>
    <path d="M440 610q72 60 144 0" fill="none" stroke="#a5493f" stroke-width="14" stroke-linecap="round"/>
  </svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer()
}

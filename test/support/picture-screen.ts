import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { openPage, signIn } from './page.ts'
import type { Person, TestService } from './service.ts'

const RED = '#e01010'
const BLUE = '#1010e0'

/** Red on the left, blue on the right. */
export const halves = (width = 1200, height = 600): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: RED } })
    .composite([
      {
        input: { create: { width: width / 2, height, channels: 3, background: BLUE } },
        left: width / 2,
        top: 0,
      },
    ])
    .jpeg({ quality: 95 })
    .toBuffer()

export const asFile = (buffer: Buffer, mimeType = 'image/jpeg', name = 'holiday.jpg') => ({
  name,
  mimeType,
  buffer,
})

export async function choosePicture(page: Page, file: ReturnType<typeof asFile>): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(file)
  await cropShown(page)
}

export const crop = (page: Page) => page.locator('[role=application]')

/** Waits until the picture can be moved and its preview is displayed. */
export async function cropShown(page: Page): Promise<void> {
  await crop(page).waitFor()
  await page.locator('.preview img').first().waitFor()
}

export async function savePicture(page: Page): Promise<void> {
  await page.locator('.actions .button-primary').click()
  await page.locator('.picture-now').waitFor()
}

interface Current {
  ProfileImage: string
  picture: {
    width: number
    height: number
    crop: { x: number; y: number; width: number; height: number }
  } | null
}

export async function storedPicture({ headers }: Person, of: TestService): Promise<Current> {
  const answer = await fetch(`${of.base}/user/profile-image/`, { headers })
  return ((await answer.json()) as { data: Current }).data
}

/** Returns the mean color of a person's picture at the service. */
export async function shownColor(person: Person, of: TestService): Promise<'red' | 'blue' | 'both'> {
  const { ProfileImage } = await storedPicture(person, of)
  const answer = await fetch(of.origin + ProfileImage)
  const { channels } = await sharp(Buffer.from(await answer.arrayBuffer())).stats()
  const [red = 0, , blue = 0] = channels.map(({ mean }) => mean)
  return red > 200 ? 'red' : blue > 200 ? 'blue' : 'both'
}

/** Returns how much two pictures differ within the center circle: mean over all channels, from 0 to 255. */
export async function difference(first: Buffer, second: Buffer, side: number): Promise<number> {
  const [one, two] = await Promise.all(
    [first, second].map((input) => sharp(input).removeAlpha().resize(side, side).raw().toBuffer()),
  )
  let sum = 0
  let count = 0
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [(at % side) - side / 2, Math.floor(at / side) - side / 2]
    if (Math.hypot(x, y) > side / 2 - 3) continue
    for (let channel = 0; channel < 3; channel++) {
      sum += Math.abs((one?.[at * 3 + channel] ?? 0) - (two?.[at * 3 + channel] ?? 0))
      count++
    }
  }
  return sum / count
}

/** Opens the screen as a new person. `fields` are columns of the person; the other options are for the browser. */
export async function openPicture(
  browser: Browser,
  of: TestService,
  options: BrowserContextOptions & { fields?: Record<string, string> } = {},
) {
  const { fields = {}, ...context } = options
  const person = await of.person({ fields })
  const opened = await openPage(browser, of, { ...context, path: 'picture' })
  await signIn(opened.page, person, opened.page.locator('.picture-now'))
  return { person, ...opened }
}

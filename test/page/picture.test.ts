import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, openPage, phone, signIn, tabTo } from '../support/page.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
let service: TestService
let browser: Browser
before(async () => {
  service = await startService()
  if (!skip) browser = await startBrowser(['--use-fake-device-for-media-stream'])
})
after(async () => {
  await browser?.close()
  await service.stop()
})

const RED = '#e01010'
const BLUE = '#1010e0'

/** Red on the left, blue on the right. */
const halves = (width = 1200, height = 600): Promise<Buffer> =>
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

const asFile = (buffer: Buffer, mimeType = 'image/jpeg', name = 'holiday.jpg') => ({ name, mimeType, buffer })

async function start(
  options: BrowserContextOptions & { of?: TestService; fields?: Record<string, string> } = {},
) {
  const { of = service, fields = {}, ...context } = options
  const person = await of.person({ fields })
  const opened = await openPage(browser, of, { ...context, path: 'picture' })
  const { page } = opened
  await signIn(page, person, page.locator('.picture-now'))
  return { person, ...opened }
}

async function choose(page: Page, file: ReturnType<typeof asFile>): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(file)
  await cropShown(page)
}

const crop = (page: Page) => page.locator('[role=application]')

/** Waits until the picture can be moved and what will show of it is shown. */
async function cropShown(page: Page): Promise<void> {
  await crop(page).waitFor()
  await page.locator('.preview img').first().waitFor()
}

async function save(page: Page): Promise<void> {
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

async function stored({ headers }: Person, of = service): Promise<Current> {
  const answer = await fetch(`${of.base}/user/profile-image/`, { headers })
  return ((await answer.json()) as { data: Current }).data
}

/** Mean colour of what the service shows of a person. */
async function shownColour(person: Person): Promise<'red' | 'blue' | 'both'> {
  const { ProfileImage } = await stored(person)
  const answer = await fetch(service.origin + ProfileImage)
  const { channels } = await sharp(Buffer.from(await answer.arrayBuffer())).stats()
  const [red = 0, , blue = 0] = channels.map(({ mean }) => mean)
  return red > 200 ? 'red' : blue > 200 ? 'blue' : 'both'
}

/** How much two pictures differ within the circle in their middle: mean of all channels, from 0 to 255. */
async function difference(first: Buffer, second: Buffer, side: number): Promise<number> {
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

test('a picture is chosen, moved with the mouse and saved, and the preview is what the service then shows', {
  skip,
}, async () => {
  const { person, page, complaints } = await start()
  await choose(page, asFile(await halves()))
  const box = await crop(page).boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + 100, box.y + 100)
  await page.mouse.down()
  await page.mouse.move(box.x + 50, box.y + 100, { steps: 4 })
  await page.mouse.up()
  await page.mouse.wheel(0, -200)
  const preview = await page.locator('.preview').first().screenshot({ type: 'jpeg', quality: 100 })
  await save(page)
  await page.getByText('Your picture is saved.').waitFor()
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1')
  const { ProfileImage, picture } = await stored(person)
  assert.ok(picture && picture.crop.width < 600 && picture.crop.width === picture.crop.height)
  const shown = Buffer.from(await (await fetch(service.origin + ProfileImage)).arrayBuffer())
  assert.ok((await difference(preview, shown, 96)) < 6)
  assert.ok((await difference(preview, await halves(600, 600), 96)) > 12)
  assert.deepEqual(complaints, [])
})

test('a picture is moved with a finger and zoomed with two', { skip }, async () => {
  const { person, page, complaints } = await start(phone)
  await choose(page, asFile(await halves()))
  const box = await crop(page).boundingBox()
  assert.ok(box)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: number[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at.map((left) => ({ x: left, y })) })
  await touch('touchStart', x - 40, x + 40)
  await touch('touchMove', x - 60, x + 60)
  await touch('touchMove', x - 80, x + 80)
  await touch('touchEnd')
  await touch('touchStart', x)
  for (let step = 1; step <= 8; step++) await touch('touchMove', x - step * 20)
  await touch('touchEnd')
  await touch('touchStart', x + 100)
  for (let step = 1; step <= 14; step++) await touch('touchMove', x + 100 - step * 20)
  await touch('touchEnd')
  await save(page)
  assert.equal(await shownColour(person), 'blue')
  assert.ok(((await stored(person)).picture?.crop.width ?? 600) < 500)
  assert.deepEqual(complaints, [])
})

for (const [locale, options] of [
  ['en-US', {}],
  ['ar', {}],
  ['ar', phone],
] as const)
  test(`with the keyboard alone a picture is chosen, moved, zoomed, turned and saved (${locale}, ${'isMobile' in options ? 'phone' : 'desktop'})`, {
    skip,
  }, async () => {
    const { person, page, complaints } = await start({ locale, ...options })
    const to = (selector: string) => tabTo(page.locator(selector).first())
    // The browser is told to hand it over before the key is pressed, not while.
    const chooser = page.waitForEvent('filechooser')
    await to('.sources .button-primary')
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(asFile(await halves()))
    await cropShown(page)
    await to('[role=application]')
    const said = page.locator('[aria-live=polite]').last()
    for (let steps = 0; steps < 60; steps++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('+')
    await eventually(async () => /\d|[٠-٩]/.test(await said.innerText()))
    await to('input[type=range]')
    await page.keyboard.press('ArrowUp')
    await to('.crop-controls .row .icon-button')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await eventually(async () => !/\d|[٠-٩]/.test(await said.innerText()))
    await to('.actions .button-primary')
    await page.keyboard.press('Enter')
    await page.locator('.notice-good').waitFor()
    assert.equal(await shownColour(person), 'red')
    assert.deepEqual(complaints, [])
  })

test('a turned picture is uploaded turned', { skip }, async () => {
  const { person, page } = await start()
  await choose(page, asFile(await halves()))
  await page.getByRole('button', { name: 'Rotate right' }).click()
  await eventually(() =>
    page.evaluate<boolean>(`(() => {
      const image = document.querySelector('.crop-area img')
      return image.complete && image.naturalHeight > image.naturalWidth
    })()`),
  )
  // Red was on the left, so it is above now.
  await crop(page).focus()
  for (let steps = 0; steps < 60; steps++) await page.keyboard.press('ArrowDown')
  await save(page)
  const { picture } = await stored(person)
  assert.deepEqual([picture?.width, picture?.height, picture?.crop.y], [600, 1200, 0])
  assert.equal(await shownColour(person), 'red')
})

test('a photograph of 20 megapixels that lies on its side is uploaded upright and small', {
  skip,
}, async () => {
  const { person, page, complaints } = await start(phone)
  const photo = await detailed(5472, 3648).jpeg({ quality: 92 }).withMetadata({ orientation: 6 }).toBuffer()
  await choose(page, asFile(photo))
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && /profile-image/.test(request.url()),
  )
  await save(page)
  const { 'content-length': length } = await (await sent).allHeaders()
  assert.ok(Number(length) > 0 && Number(length) < photo.length / 4, `${length} of ${photo.length} bytes`)
  const { picture } = await stored(person)
  assert.deepEqual([picture?.width, picture?.height], [1365, 2048])
  assert.deepEqual(complaints, [])
})

test('while a picture is sent its progress shows, and cancelling changes nothing', { skip }, async () => {
  const { person, page } = await start()
  await choose(page, asFile(await detailed(1400, 1400).jpeg({ quality: 95 }).toBuffer()))
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  const limit = (uploadThroughput: number) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    })
  await limit(60_000)
  await page.getByRole('button', { name: 'Save picture' }).click()
  const progress = page.getByRole('progressbar', { name: 'Uploading' })
  await eventually(async () => Number(await progress.getAttribute('value')) > 0)
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await page.getByText('The upload was cancelled. Nothing was changed.').waitFor()
  assert.equal((await stored(person)).picture, null)
  await limit(-1)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByText('Your picture is saved.').waitFor()
  assert.ok((await stored(person)).picture)
})

test('what shows of a picture is changed later without sending it again', { skip }, async () => {
  const { person, page, complaints } = await start()
  await choose(page, asFile(await halves()))
  await save(page)
  assert.equal(await shownColour(person), 'both')
  const uploads: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && /profile-image\/$/.test(request.url())) uploads.push(request.url())
  })
  await page.reload()
  await page.getByRole('button', { name: 'Adjust' }).click()
  await cropShown(page)
  await crop(page).focus()
  for (let steps = 0; steps < 60; steps++) await page.keyboard.press('ArrowLeft')
  await save(page)
  await page.getByText('Your picture is saved.').waitFor()
  assert.equal(await shownColour(person), 'blue')
  const before = (await stored(person)).picture?.crop
  assert.deepEqual(before, { x: 600, y: 0, width: 600, height: 600 })
  // It begins with what shows now.
  await page.getByRole('button', { name: 'Adjust' }).click()
  await cropShown(page)
  await save(page)
  assert.deepEqual((await stored(person)).picture?.crop, before)
  assert.deepEqual(uploads, [])
  assert.deepEqual(complaints, [])
})

test('a picture is removed after a question', { skip }, async () => {
  const { person, page } = await start()
  await choose(page, asFile(await halves()))
  await save(page)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  assert.ok((await stored(person)).picture)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Your picture is removed.').waitFor()
  await page.getByText('You have no picture of your own yet.').waitFor()
  assert.equal((await stored(person)).picture, null)
})

/** An event with a file, as the browser makes it. */
const transfer = (bytes: Buffer, dispatch: string) => `(() => {
  const data = new DataTransfer()
  const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0))
  data.items.add(new File([bytes], 'holiday.jpg', { type: 'image/jpeg' }))
  ${dispatch}
})()`

test('a picture is dropped, and where it may be dropped shows', { skip }, async () => {
  const { page } = await start()
  const photo = await halves(300, 200)
  const drag = (name: string) => `document.body.dispatchEvent(new DragEvent('${name}',
    { dataTransfer: data, bubbles: true, cancelable: true }))`
  await page.evaluate(transfer(photo, drag('dragenter')))
  await page.getByText('Let go to use this picture.').waitFor()
  await page.evaluate(transfer(photo, drag('dragleave')))
  await page.getByText('You can also drop a picture here, or paste one.').waitFor()
  await page.evaluate(transfer(photo, drag('dragenter')))
  await page.evaluate(transfer(photo, drag('drop')))
  await cropShown(page)
})

test('a picture is pasted', { skip }, async () => {
  const { page } = await start()
  const paste = `document.body.dispatchEvent(new ClipboardEvent('paste',
    { clipboardData: data, bubbles: true, cancelable: true }))`
  await page.evaluate(transfer(await halves(300, 200), paste))
  await cropShown(page)
})

test('a photograph is taken with the camera of a computer', { skip }, async () => {
  const { person, page, complaints } = await start({ permissions: ['camera'] })
  await page.getByRole('button', { name: 'Take a photo' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.button-primary[aria-disabled=false]').waitFor()
  assert.deepEqual(await accessibilityFaults(page), [])
  await dialog.getByRole('button', { name: 'Take a photo' }).click()
  await cropShown(page)
  await save(page)
  assert.ok((await stored(person)).picture)
  assert.deepEqual(complaints, [])
})

test('without the permission to use the camera the person learns what to do', { skip }, async () => {
  const { page } = await start()
  await page.getByRole('button', { name: 'Take a photo' }).click()
  await page.getByRole('alert').getByText('The camera cannot be used.').waitFor()
})

test('on a phone the photograph is taken by its camera', { skip }, async () => {
  const { page } = await start(phone)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Take a photo' }).click()
  assert.equal(await (await chooser).element().getAttribute('capture'), 'user')
})

test('a file that is no picture, and one that the browser cannot open, are refused in words', {
  skip,
}, async () => {
  const { page, complaints } = await start()
  const files = page.locator('input[type=file]').first()
  await files.setInputFiles(asFile(Buffer.from('%PDF-1.7'), 'application/pdf', 'a.pdf'))
  await page.getByRole('alert').getByText('This file cannot be opened as a picture.').waitFor()
  await files.setInputFiles(asFile(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), '', 'IMG_1.HEIC'))
  await page.getByRole('alert').getByText('This browser cannot open HEIC photos.').waitFor()
  assert.deepEqual(complaints, [])
})

test('the daily limit is explained in the time zone and language of the person', { skip }, async () => {
  const strict = await startService({ PICTURES_PER_DAY: '1' })
  try {
    for (const [locale, timezone] of [
      ['en-US', 'Asia/Tokyo'],
      ['ar', 'America/New_York'],
    ] as const) {
      const { page } = await start({ of: strict, locale, fields: { timezone } })
      await choose(page, asFile(await halves()))
      await save(page)
      await choose(page, asFile(await halves()))
      const answer = page.waitForResponse((response) => response.status() === 429)
      await page.locator('.actions .button-primary').click()
      const seconds = Number((await answer).headers()['retry-after'])
      const text = await page.locator('[role=alert]').innerText()
      const times = [0, 60].map((more) =>
        new Intl.DateTimeFormat(locale.slice(0, 2), {
          weekday: 'long',
          day: 'numeric',
          month: 'long',
          hour: 'numeric',
          minute: '2-digit',
          timeZone: timezone,
        }).format(Date.now() + (seconds + more) * 1000),
      )
      const plain = (of: string) => of.replace(/[\u2066-\u2069]/g, '').replace(/\s/g, ' ')
      assert.ok(
        times.some((time) => plain(text).includes(plain(time))),
        `${text}: ${times}`,
      )
      // A service waits for the connections that a browser keeps open.
      await page.context().close()
    }
  } finally {
    await strict.stop()
  }
})

test('without an answer the picture stays, and is saved when the service is there again', {
  skip,
}, async () => {
  const { page } = await start()
  await choose(page, asFile(await halves()))
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByRole('alert').getByText('Your picture is still here.').waitFor()
  await page.context().setOffline(false)
  service.clock.advance(11 * 60_000)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByText('Your picture is saved.').waitFor()
  await page.getByText('This is how others see you.').waitFor()
})

test('a picture that is not saved yet is not left without a word', { skip }, async () => {
  const { page } = await start()
  await choose(page, asFile(await halves()))
  await page.getByRole('link', { name: 'Profile' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Profile' }).click()
  await page.locator('[role=combobox]').nth(3).waitFor()
})

const looks: [string, BrowserContextOptions][] = [
  ['in light', { colorScheme: 'light' }],
  ['in dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
  ['in Arabic', { locale: 'ar' }],
  [
    'in Arabic on a narrow phone in dark',
    { ...phone, viewport: { width: 320, height: 640 }, locale: 'ar', colorScheme: 'dark' },
  ],
]
for (const [name, options] of looks)
  test(`axe finds nothing where the picture is changed, and nothing is wider than the screen, ${name}`, {
    skip,
  }, async () => {
    const { page, complaints } = await start({ reducedMotion: 'reduce', ...options })
    const check = async () => {
      assert.deepEqual(await accessibilityFaults(page), [])
      const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      assert.equal(await page.evaluate(wider), 0)
    }
    await check()
    await choose(page, asFile(await halves()))
    await check()
    await save(page)
    await check()
    await page.locator('.picture-more button').first().click()
    await cropShown(page)
    await check()
    await page.locator('.actions .button-secondary').click()
    await page.locator('.picture-more button').nth(1).click()
    await page.locator('dialog').waitFor()
    await check()
    assert.deepEqual(complaints, [])
  })

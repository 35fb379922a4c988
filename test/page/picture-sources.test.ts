import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, phone } from '../support/page.ts'
import {
  asFile,
  choosePicture,
  cropShown,
  halves,
  openPicture,
  savePicture,
  storedPicture,
} from '../support/picture-screen.ts'
import { startService, type TestService } from '../support/service.ts'

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

const start = (options: Parameters<typeof openPicture>[2] = {}) => openPicture(browser, service, options)

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
  await savePicture(page)
  assert.ok((await storedPicture(person, service)).picture)
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
      const { page } = await openPicture(browser, strict, { locale, fields: { timezone } })
      await choosePicture(page, asFile(await halves()))
      await savePicture(page)
      await choosePicture(page, asFile(await halves()))
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
  await choosePicture(page, asFile(await halves()))
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByRole('alert').getByText('Your picture is still here.').waitFor()
  await page.context().setOffline(false)
  service.clock.advance(11 * 60_000)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByText('Your picture is saved.').waitFor()
  await page.getByText('This is how others see you.').waitFor()
})

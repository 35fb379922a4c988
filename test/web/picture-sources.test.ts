import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, phone } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import {
  asFile,
  choosePicture,
  cropShown,
  halves,
  openPicture,
  savePicture,
  storedPicture,
} from '../support/picture-screen.ts'
import { startService } from '../support/service.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture({}, ['--use-fake-device-for-media-stream'])

const start = (options: Parameters<typeof openPicture>[2] = {}) => openPicture(browser, service, options)

/** An event with a file, as dispatched by a browser. */
const transfer = (bytes: Buffer, dispatch: string) => `(() => {
  const data = new DataTransfer()
  const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0))
  data.items.add(new File([bytes], 'holiday.jpg', { type: 'image/jpeg' }))
  ${dispatch}
})()`

test('a picture can be dropped, and the page shows where', { skip }, async () => {
  const { page } = await start()
  const photo = await halves(300, 200)
  const drag = (name: string) => `document.body.dispatchEvent(new DragEvent('${name}',
    { dataTransfer: data, bubbles: true, cancelable: true }))`
  await page.evaluate(transfer(photo, drag('dragenter')))
  await page.getByText('Drop to use this picture.').waitFor()
  await page.evaluate(transfer(photo, drag('dragleave')))
  await page.getByText('You can also drop or paste a picture here.').waitFor()
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

test('without permission to use the camera the person learns what to do', { skip }, async () => {
  const { page } = await start()
  await page.getByRole('button', { name: 'Take a photo' }).click()
  await page.getByRole('alert').getByText("We can't use the camera.").waitFor()
})

test('on a phone its camera app takes the photograph', { skip }, async () => {
  const { page } = await start(phone)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Take a photo' }).click()
  assert.equal(await (await chooser).element().getAttribute('capture'), 'user')
})

test('a file that is not a picture, and one that the browser cannot open, are refused with an explanation', {
  skip,
}, async () => {
  const { page, complaints } = await start()
  const files = page.locator('input[type=file]').first()
  await files.setInputFiles(asFile(Buffer.from('%PDF-1.7'), 'application/pdf', 'a.pdf'))
  await page.getByRole('alert').getByText("We can't open this file as a picture.").waitFor()
  await files.setInputFiles(asFile(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), '', 'IMG_1.HEIC'))
  await page.getByRole('alert').getByText('Upload a valid image.').waitFor()
  assert.deepEqual(complaints, [])
})

test('a HEIC that the browser cannot open is saved, and then adjusted as the service shows it', {
  skip,
}, async () => {
  const { person, page, complaints } = await start()
  const files = page.locator('input[type=file]').first()
  const accept = (await files.getAttribute('accept'))?.split(',') ?? []
  for (const offered of ['.heic', 'image/heic', '.jxl', 'image/bmp'])
    assert.ok(accept.includes(offered), offered)
  const heic = await readFile(join(import.meta.dirname, '../fixtures/formats/small.heic'))
  await files.setInputFiles(asFile(heic, '', 'IMG_1.HEIC'))
  await page.getByText("This browser couldn't open the file, so you can adjust it now.").waitFor()
  await cropShown(page)
  const { picture } = await storedPicture(person, service)
  assert.deepEqual([picture?.width, picture?.height], [320, 240])
  await savePicture(page)
  assert.deepEqual(complaints, [])
})

test('where HEIC is off, the page says so before anything is sent', { skip }, async () => {
  const off = await startService({ PICTURE_HEIC: 'off' })
  try {
    const { page } = await openPicture(browser, off)
    const files = page.locator('input[type=file]').first()
    assert.ok(!(await files.getAttribute('accept'))?.includes('heic'))
    await files.setInputFiles(asFile(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), '', 'IMG_1.HEIC'))
    await page.getByRole('alert').getByText("This browser can't open HEIC photos.").waitFor()
    await page.close()
  } finally {
    await off.stop()
  }
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

test('without a response the picture stays, and can be saved when the service is available again', {
  skip,
}, async () => {
  const { page } = await start()
  await choosePicture(page, asFile(await halves()))
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByRole('alert').getByText("We've kept your picture.").waitFor()
  await page.context().setOffline(false)
  service.clock.advance(11 * 60_000)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByText('Your picture has been saved.').waitFor()
  await page.getByText('This is how others see you.').waitFor()
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, phone, profileShown, tabTo, ways } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import {
  asFile,
  choosePicture,
  crop,
  cropShown,
  difference,
  halves,
  openPicture,
  savePicture,
  shownColor,
  storedPicture,
} from '../support/picture-screen.ts'
import { detailed } from '../support/pictures.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture({}, ['--use-fake-device-for-media-stream'])

const start = (options: Parameters<typeof openPicture>[2] = {}) => openPicture(browser, service, options)

test('a picture is chosen, moved with the mouse and saved, and the service then shows the same as the preview', {
  skip,
}, async () => {
  const { person, page, complaints } = await start()
  await choosePicture(page, asFile(await halves()))
  const box = await crop(page).boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + 100, box.y + 100)
  await page.mouse.down()
  await page.mouse.move(box.x + 50, box.y + 100, { steps: 4 })
  await page.mouse.up()
  await page.mouse.wheel(0, -200)
  const preview = await page.locator('.preview').first().screenshot({ type: 'jpeg', quality: 100 })
  await savePicture(page)
  await page.getByText('Your picture has been saved.').waitFor()
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1')
  await page.locator('.account-button img').waitFor()
  const { ProfileImage, picture } = await storedPicture(person, service)
  assert.ok(picture && picture.crop.width < 600 && picture.crop.width === picture.crop.height)
  const shown = Buffer.from(await (await fetch(service.origin + ProfileImage)).arrayBuffer())
  assert.ok((await difference(preview, shown, 96)) < 6)
  assert.ok((await difference(preview, await halves(600, 600), 96)) > 12)
  assert.deepEqual(complaints, [])
})

test('a picture is moved with a finger and zoomed with two', { skip }, async () => {
  const { person, page, complaints } = await start(phone)
  await choosePicture(page, asFile(await halves()))
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
  await savePicture(page)
  assert.equal(await shownColor(person, service), 'blue')
  assert.ok(((await storedPicture(person, service)).picture?.crop.width ?? 600) < 500)
  assert.deepEqual(complaints, [])
})

for (const [name, options] of ways)
  test(`with the keyboard alone a picture is chosen, moved, zoomed, turned and saved, ${name}`, {
    skip,
  }, async () => {
    const { person, page, complaints } = await start(options)
    const to = (selector: string) => tabTo(page.locator(selector).first())
    // The browser must be told to intercept the download before the key is pressed.
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
    assert.equal(await shownColor(person, service), 'red')
    assert.deepEqual(complaints, [])
  })

test('a turned picture is uploaded turned', { skip }, async () => {
  const { person, page } = await start()
  await choosePicture(page, asFile(await halves()))
  await page.getByRole('button', { name: 'Rotate right' }).click()
  await eventually(() =>
    page.evaluate<boolean>(`(() => {
      const image = document.querySelector('.crop-area img')
      return image.complete && image.naturalHeight > image.naturalWidth
    })()`),
  )
  // Red was on the left, so it is now at the top.
  await crop(page).focus()
  for (let steps = 0; steps < 60; steps++) await page.keyboard.press('ArrowDown')
  await savePicture(page)
  const { picture } = await storedPicture(person, service)
  assert.deepEqual([picture?.width, picture?.height, picture?.crop.y], [600, 1200, 0])
  assert.equal(await shownColor(person, service), 'red')
})

test('a picture that is saved right after a turn is saved turned, however long the turn takes', {
  skip,
}, async () => {
  const { person, page } = await start()
  await choosePicture(page, asFile(await halves()))
  const press = (name: string) => `document.querySelector('${name}').click();`
  // At once, as a person does who is faster than the device.
  await page.evaluate(press('.crop-controls .row .icon-button') + press('.actions .button-primary'))
  await page.getByText('Your picture has been saved.').waitFor()
  const { picture } = await storedPicture(person, service)
  assert.deepEqual([picture?.width, picture?.height], [600, 1200])
})

test('a sideways photograph of 20 megapixels is uploaded upright and scaled down', {
  skip,
}, async () => {
  const { person, page, complaints } = await start(phone)
  const photo = await detailed(5472, 3648).jpeg({ quality: 92 }).withMetadata({ orientation: 6 }).toBuffer()
  await choosePicture(page, asFile(photo))
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && /profile-image/.test(request.url()),
  )
  await savePicture(page)
  const { 'content-length': length } = await (await sent).allHeaders()
  assert.ok(Number(length) > 0 && Number(length) < photo.length / 4, `${length} of ${photo.length} bytes`)
  const { picture } = await storedPicture(person, service)
  assert.deepEqual([picture?.width, picture?.height], [1365, 2048])
  assert.deepEqual(complaints, [])
})

test('while a picture is sent its progress is shown, and canceling changes nothing', { skip }, async () => {
  const { person, page } = await start()
  await choosePicture(page, asFile(await detailed(1400, 1400).jpeg({ quality: 95 }).toBuffer()))
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
  await page.getByText('Upload canceled. Nothing was changed.').waitFor()
  assert.equal((await storedPicture(person, service)).picture, null)
  await limit(-1)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByText('Your picture has been saved.').waitFor()
  assert.ok((await storedPicture(person, service)).picture)
})

test('the visible part of a picture can be changed later without sending it again', { skip }, async () => {
  const { person, page, complaints } = await start()
  await choosePicture(page, asFile(await halves()))
  await savePicture(page)
  assert.equal(await shownColor(person, service), 'both')
  const uploads: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && /profile-image\/$/.test(request.url())) uploads.push(request.url())
  })
  await page.reload()
  await page.getByRole('button', { name: 'Adjust' }).click()
  await cropShown(page)
  await crop(page).focus()
  for (let steps = 0; steps < 60; steps++) await page.keyboard.press('ArrowLeft')
  await savePicture(page)
  await page.getByText('Your picture has been saved.').waitFor()
  assert.equal(await shownColor(person, service), 'blue')
  const before = (await storedPicture(person, service)).picture?.crop
  assert.deepEqual(before, { x: 600, y: 0, width: 600, height: 600 })
  // It starts with the current part.
  await page.getByRole('button', { name: 'Adjust' }).click()
  await cropShown(page)
  await savePicture(page)
  assert.deepEqual((await storedPicture(person, service)).picture?.crop, before)
  assert.deepEqual(uploads, [])
  assert.deepEqual(complaints, [])
})

test('a saved picture is turned later, and the service then shows the same as the preview', {
  skip,
}, async () => {
  const { person, page, complaints } = await start()
  await choosePicture(page, asFile(await halves()))
  await savePicture(page)
  await page.getByRole('button', { name: 'Adjust' }).click()
  await cropShown(page)
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.getByRole('button', { name: 'Rotate left' }).click()
  await page.getByRole('button', { name: 'Rotate left' }).click()
  await page.getByRole('button', { name: 'Rotate left' }).click()
  // Red was on the left, so it is now at the top.
  await crop(page).focus()
  for (let steps = 0; steps < 20; steps++) await page.keyboard.press('ArrowDown')
  const preview = await page.locator('.preview').first().screenshot({ type: 'jpeg', quality: 100 })
  await savePicture(page)
  const { ProfileImage, picture } = await storedPicture(person, service)
  assert.deepEqual([picture?.width, picture?.height], [600, 1200])
  assert.ok(picture && picture.crop.y < 300)
  const shown = Buffer.from(await (await fetch(service.origin + ProfileImage)).arrayBuffer())
  assert.ok((await difference(preview, shown, 96)) < 6)
  // Turned again, it is upright as at first.
  await page.getByRole('button', { name: 'Adjust' }).click()
  await cropShown(page)
  await page.getByRole('button', { name: 'Rotate left' }).click()
  await savePicture(page)
  const again = (await storedPicture(person, service)).picture
  assert.deepEqual([again?.width, again?.height], [1200, 600])
  assert.deepEqual(complaints, [])
})

test('a picture is removed after a confirmation', { skip }, async () => {
  const { person, page } = await start()
  await choosePicture(page, asFile(await halves()))
  await savePicture(page)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  assert.ok((await storedPicture(person, service)).picture)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Your picture has been removed.').waitFor()
  await page.locator('.account-button img').waitFor({ state: 'detached' })
  await page.getByText("You haven't added a picture yet.").waitFor()
  assert.equal((await storedPicture(person, service)).picture, null)
})

test('leaving an unsaved picture causes a warning', { skip }, async () => {
  const { page } = await start()
  await choosePicture(page, asFile(await halves()))
  await page.getByRole('link', { name: 'Profile' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Profile' }).click()
  await profileShown(page)
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
  test(`axe finds nothing on the picture screen, and nothing is wider than the screen, ${name}`, {
    skip,
  }, async () => {
    const { page, complaints } = await start({ reducedMotion: 'reduce', ...options })
    const check = async () => {
      assert.deepEqual(await accessibilityFaults(page), [])
      const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      assert.equal(await page.evaluate(wider), 0)
    }
    await check()
    await choosePicture(page, asFile(await halves()))
    await check()
    await savePicture(page)
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

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { withoutBrowser } from '../support/browser.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { asFile, choosePicture, openPicture, savePicture, storedPicture } from '../support/picture-screen.ts'
import type { Person } from '../support/service.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()
const portrait = (name: string) => readFile(join(import.meta.dirname, '../fixtures/portraits', name))

/** The square that the service chooses for an upload without a crop. */
async function serviceSquare(person: Person, file: Buffer) {
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'picture.jpg')
  const address = `${service.base}/user/profile-image/`
  assert.equal((await fetch(address, { method: 'POST', headers: person.headers, body })).status, 200)
  return (await storedPicture(person, service)).picture
}

/** Makes the page wait for the service as long as a busy machine needs. */
const waitLonger = `{
  const { setTimeout } = window
  window.setTimeout = (callback, delay, ...more) => setTimeout(callback, delay === 2000 ? 300_000 : delay, ...more)
}`

/** The square that the page proposes: what it saves if nobody moves the picture. */
async function pageSquare(page: Page, person: Person, file: Buffer) {
  await choosePicture(page, asFile(file))
  await savePicture(page)
  return (await storedPicture(person, service)).picture
}

for (const [name, width] of [
  ['standing.jpg', 347],
  ['standing.jpg', 2500],
  ['at-the-side.jpg', 1200],
] as const)
  test(`the page starts with the square that the service would choose: ${name}, ${width} pixels wide`, {
    skip,
  }, async () => {
    const file = await sharp(await portrait(name))
      .resize(width)
      .jpeg()
      .toBuffer()
    const { person, page, complaints } = await openPicture(browser, service)
    await page.evaluate(waitLonger)
    const proposed = await pageSquare(page, person, file)
    const chosen = await serviceSquare(person, file)
    assert.ok(proposed && chosen)
    // Large pictures are scaled down by the page before the upload; the shares stay the same.
    const scale = chosen.width / proposed.width
    for (const key of ['x', 'y', 'width', 'height'] as const)
      assert.ok(
        Math.abs(proposed.crop[key] * scale - chosen.crop[key]) <= 0.02 * chosen.crop.width,
        `${key}: ${proposed.crop[key] * scale} and ${chosen.crop[key]}`,
      )
    assert.deepEqual(complaints, [])
  })

for (const [what, answer] of [
  ['fails', (route: Route) => route.fulfill({ status: 500, body: 'no' })],
  ['does not come', () => undefined],
] as const)
  test(`if the service's answer ${what}, the page starts in the upper part of a tall picture`, {
    skip,
  }, async () => {
    const { person, page } = await openPicture(browser, service)
    await page.route('**/user/profile-image/suggest-crop/', answer)
    const square = await pageSquare(page, person, await portrait('standing.jpg'))
    // 15 % of the 133 pixels above and below.
    assert.deepEqual(square?.crop, { x: 0, y: 20, width: 347, height: 347 })
  })

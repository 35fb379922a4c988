import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { isUncovered, phone, signOut } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { signInAt } from '../support/person.ts'
import {
  asFile,
  choosePicture,
  crop,
  cropShown,
  halves,
  openPicture,
  savePicture,
  storedPicture,
} from '../support/picture-screen.ts'
import { type Person, testOperator } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

const start = (options: Parameters<typeof openPicture>[2] = {}) => openPicture(browser, service, options)

/** Ends all sessions of a person, like an operator. */
async function endSessions({ id }: Person): Promise<void> {
  const user = await service.services.users.byId(id)
  assert.ok(user)
  await service.services.accounts.disable(user, testOperator)
  await service.services.accounts.enable(user, testOperator)
}

async function signInHere(page: Page, { username, password }: Person): Promise<void> {
  await page.locator('[name=username]').fill(username)
  await page.locator('[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
}

test('when the service ends the session, the person signs in again and continues with the picture as it was', {
  skip,
}, async () => {
  const { person, page } = await start()
  await choosePicture(page, asFile(await halves()))
  await page.getByRole('button', { name: 'Rotate right' }).click()
  await eventually(() =>
    page.evaluate<boolean>(`(() => {
      const image = document.querySelector('.crop-area img')
      return image.complete && image.naturalHeight > image.naturalWidth
    })()`),
  )
  await crop(page).focus()
  for (let steps = 0; steps < 60; steps++) await page.keyboard.press('ArrowDown')
  await endSessions(person)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByRole('main').getByText('Your session has ended.').waitFor()
  await signInHere(page, person)
  await cropShown(page)
  await savePicture(page)
  const signedIn = await signInAt(service.base, { ...person, apikey: service.apiKey })
  const { picture } = await storedPicture({ ...person, ...signedIn }, service)
  assert.deepEqual([picture?.width, picture?.height, picture?.crop.y], [600, 1200, 0])
})

test('a picture that somebody was adjusting is not shown to another person, or kept after signing out', {
  skip,
}, async () => {
  const { person, page } = await start()
  const other = await service.person()
  await choosePicture(page, asFile(await halves()))
  await endSessions(person)
  await page.getByRole('button', { name: 'Save picture' }).click()
  await page.getByRole('main').getByText('Your session has ended.').waitFor()
  await signInHere(page, other)
  await page.locator('.picture-now').waitFor()
  await signOut(page)
  await signInHere(page, person)
  await page.locator('.picture-now').waitFor()
  await choosePicture(page, asFile(await halves()))
  await signOut(page)
  await signInHere(page, person)
  await page.locator('.picture-now').waitFor()
  assert.equal(await crop(page).count(), 0)
})

for (const [name, options] of [
  ['in English', phone],
  ['in Arabic', { ...phone, locale: 'ar' }],
] as const)
  test(`on a phone the picture can be saved without scrolling, and the focused element is never covered, ${name}`, {
    skip,
  }, async () => {
    const { page } = await start(options)
    await choosePicture(page, asFile(await halves()))
    const button = page.locator('.actions .button-primary')
    for (const place of [0, 60, 9999]) {
      await page.evaluate(`scrollTo(0, ${place})`)
      assert.equal(await isUncovered(button), true)
    }
    await page.evaluate('scrollTo(0, 0)')
    const controls = page.locator('.editor button, .editor input')
    assert.ok((await controls.count()) > 3)
    for (const control of await controls.all()) {
      await control.focus()
      assert.equal(await isUncovered(control), true)
    }
  })

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DAY } from '../../src/basics/durations.ts'
import { withoutBrowser } from '../support/browser.ts'
import {
  openPage,
  openTab,
  profileShown,
  signIn,
  signOut,
  tabTo,
  waitForFocus,
  ways,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const catcher = await catcherFixture()
const { service, browser } = await pageFixture({ SMTP_URL: catcher.url, DELETION_GRACE_DAYS: '20' })

const shown = (page: Page) => page.locator('.entry-time').first()

async function start(
  options: BrowserContextOptions & { of?: TestService; fields?: Record<string, string> } = {},
) {
  const { of = service, fields = {}, ...context } = options
  const person = await of.person({ fields: { first_name: 'Ada', ...fields } })
  const opened = await openPage(browser, of, { ...context, path: 'security' })
  await signIn(opened.page, person, shown(opened.page))
  return { person, ...opened }
}

const accountOf = (person: Person) => service.services.users.byId(person.id)

/** Requests the deletion of the account on the screen. */
async function requestDeletion(page: Page, { password }: Person): Promise<void> {
  await deleteButton(page).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  await dialog.getByLabel('Current password').fill(password)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await notice(page).waitFor()
}

const deleteButton = (page: Page) => page.getByRole('button', { name: 'Delete Delete account' })
const downloadButton = (page: Page) => page.getByRole('button', { name: 'Download Download your data' })
const notice = (page: Page) => page.locator('.standing .notice-warn')
const stays = (page: Page) => page.locator('.standing').getByText("Your account won't be deleted.")

/** Returns the file saved by the key or the click. */
async function downloaded(page: Page, press: () => Promise<void>) {
  const download = page.waitForEvent('download')
  await press()
  const file = await download
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

test('a person downloads everything about them as one ZIP', { skip }, async () => {
  const { person, page, complaints } = await start({ fields: { last_name: 'Lovelace' } })
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(await detailed(80, 60).jpeg().toBuffer())]), 'me.jpg')
  const { headers } = person
  await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body: form })
  const button = downloadButton(page)
  const { name, bytes } = await downloaded(page, () => button.click())
  assert.match(name, /\.zip$/)
  const files = unzipSync(bytes)
  const profile = JSON.parse(Buffer.from(files['profile.json'] ?? []).toString())
  assert.equal(profile.account.username, person.username)
  assert.equal(profile.account.last_name, 'Lovelace')
  assert.equal(profile.sessions.length, 2)
  assert.ok(Object.keys(files).some((file) => /\.(jpg|webp|png)$/.test(file)))
  await page.getByText("Your file is ready. You'll find it in your downloads.").waitFor()
  await waitForFocus(button)
  await page.getByText('Data downloaded').waitFor()
  assert.deepEqual(complaints, [])
})

test('a person who downloads too often learns in how many minutes they can again', { skip }, async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  try {
    const { person, page } = await start({ of: strict })
    for (let copy = 0; copy < 5; copy++) {
      const answer = await fetch(`${strict.base}/user/export/`, { headers: person.headers })
      await answer.arrayBuffer()
    }
    await downloadButton(page).click()
    await page
      .getByRole('alert')
      .getByText(/Try again in (59|60) minutes\./)
      .waitFor()
    // A service waits for the connections that a browser keeps open.
    await page.context().close()
  } finally {
    await strict.stop()
  }
})

test('a person requests the deletion of the account, sees it on every screen, and keeps the account after all', {
  skip,
}, async () => {
  const timezone = 'Pacific/Kiritimati'
  const { person, page, complaints } = await start({ fields: { timezone } })
  await deleteButton(page).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  const date = (at: number) =>
    new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: timezone }).format(at)
  await dialog
    .getByText(`We keep your account for 20 more days, until ${date(Date.now() + 20 * DAY)}`)
    .waitFor()
  const field = dialog.getByLabel('Current password')
  await field.fill('not this one')
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await dialog.locator('[aria-invalid=true]').waitFor()
  await waitForFocus(field)
  assert.equal((await accountOf(person))?.deleteAt, null)

  await field.fill(person.password)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  const deleteAt = await eventually(async () => (await accountOf(person))?.deleteAt)
  const text = `Your account will be deleted on ${date(deleteAt)}.`
  await notice(page).getByText(text).waitFor()
  await waitForFocus(page.locator('#main'))
  assert.equal(await page.evaluate('scrollY'), 0)
  await page.getByText('Account deletion requested').waitFor()
  await page.getByText("You aren't signed in anywhere else.").waitFor()
  assert.equal((await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })).status, 401)
  await eventually(async () =>
    catcher.mails.some(({ to, mail }) => to === person.email && /will be deleted/.test(mail.text ?? '')),
  )

  for (const screen of ['Profile', 'Picture', 'Security & data']) {
    await page.getByRole('link', { name: screen, exact: true }).click()
    await page.locator('.side [aria-current=page]', { hasText: screen }).waitFor()
    await notice(page).getByText(text).waitFor()
    assert.equal(await page.locator('.standing').count(), 1)
    await page.reload()
    await notice(page).getByText(text).waitFor()
  }
  await signOut(page)
  await signIn(page, person, notice(page))

  await page.getByRole('link', { name: 'Picture', exact: true }).click()
  await page.locator('.picture-now').waitFor()
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await stays(page).waitFor()
  assert.equal((await accountOf(person))?.deleteAt, null)
  await page.getByRole('link', { name: 'Security & data' }).click()
  await page.getByText('Account deletion canceled').waitFor()
  assert.equal(await page.locator('.standing').count(), 0)
  await deleteButton(page).waitFor()
  await page.reload()
  await shown(page).waitFor()
  assert.equal(await page.locator('.standing').count(), 0)
  assert.deepEqual(complaints, [])
})

test('a person who is about to delete the account can first download a copy', { skip }, async () => {
  const { page } = await start()
  await deleteButton(page).click()
  const button = page.getByRole('dialog').getByRole('button', { name: 'Download my data' })
  const { bytes } = await downloaded(page, () => button.click())
  assert.ok(unzipSync(bytes)['profile.json'])
  await page.getByRole('dialog').getByText('Your file is ready.').waitFor()
  await page.getByText('Data downloaded').waitFor()
})

test('the deletion can also be canceled where it was requested', { skip }, async () => {
  const { person, page } = await start()
  await requestDeletion(page, person)
  await page.getByRole('group', { name: 'Delete account' }).getByRole('button').click()
  await stays(page).waitFor()
  assert.equal(await page.evaluate('scrollY'), 0)
  assert.equal((await accountOf(person))?.deleteAt, null)
})

test('another tab shows the deletion, and canceling it works for both', { skip }, async () => {
  const { person, page, complaints } = await start()
  const other = await openTab(await page.context().newPage(), service)
  await profileShown(other.page)
  await requestDeletion(page, person)
  await notice(other.page).waitFor()
  await other.page.getByRole('button', { name: 'Keep my account' }).click()
  await stays(page).waitFor()
  await deleteButton(page).waitFor()
  // No value of the profile was changed.
  assert.equal(await other.page.getByText('changed in another window').count(), 0)
  assert.deepEqual([...complaints, ...other.complaints], [])
})

test('without a response nothing is deleted, and the person can try again', { skip }, async () => {
  const { person, page } = await start()
  await deleteButton(page).click()
  await page.getByLabel('Current password').fill(person.password)
  await page.context().setOffline(true)
  const send = page.getByRole('dialog').getByRole('button', { name: 'Delete my account' })
  await send.click()
  await page.getByRole('alert').getByText("We can't reach the service.").waitFor()
  assert.equal((await accountOf(person))?.deleteAt, null)
  await page.context().setOffline(false)
  await send.click()
  await notice(page).waitFor()
})

/** The times of day of the last ten minutes, as shown in a zone. */
function lastMinutes(language: string, timeZone: string): string[] {
  const { format } = new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', minute: '2-digit' })
  return Array.from({ length: 10 }, (_, minutes) => format(Date.now() - minutes * 60_000))
}

test('a person who writes Japanese is never shown another language or time zone first', {
  skip,
}, async () => {
  const { page } = await start({
    fields: { language: 'ja', timezone: 'Asia/Tokyo' },
    timezoneId: 'America/New_York',
  })
  await page.addInitScript(`
    globalThis.seen = new Set()
    new MutationObserver(() => {
      for (const text of document.querySelectorAll('h1, h2, time, .standing'))
        if (text.checkVisibility()) seen.add(text.textContent)
    }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true })`)
  const heading = page.locator('.screen h1')
  // The person's identity arrives last.
  await page.route('**/user/get/profile/', async (route) => {
    await heading.waitFor({ state: 'attached' })
    await route.continue()
  })
  for (const path of ['security', 'picture']) {
    await page.goto(`${service.origin}/${path}`)
    await heading.waitFor()
    const seen = await page.evaluate<string[]>('[...seen]')
    assert.ok(seen.length > 0)
    const times = lastMinutes('ja', 'Asia/Tokyo')
    const foreign = seen.filter(
      (text) => !/[ぁ-ヿ一-龯]/.test(text) && !text.startsWith('20') && !times.includes(text),
    )
    assert.deepEqual(foreign, [], path)
  }
})

for (const [name, options] of ways)
  test(`with the keyboard alone the data is downloaded, and the deletion is requested and canceled, ${name}`, {
    skip,
  }, async () => {
    const { person, page, complaints } = await start(options)
    await tabTo(page.locator('[name=edit-export]'))
    const { bytes } = await downloaded(page, () => page.keyboard.press('Enter'))
    assert.ok(unzipSync(bytes)['profile.json'])
    const opener = page.locator('[name=edit-deletion]')
    await tabTo(opener)
    await page.keyboard.press('Enter')
    await page.locator('dialog').waitFor()
    await page.keyboard.press('Escape')
    await waitForFocus(opener)
    await page.keyboard.press('Enter')
    await tabTo(page.locator('dialog [name=password]'))
    await page.keyboard.type(person.password)
    await page.keyboard.press('Enter')
    await notice(page).waitFor()
    await page.keyboard.press('Tab')
    await waitForFocus(page.locator('.standing [name=keep-account]'))
    await page.keyboard.press('Enter')
    await page.locator('.standing .notice-good').waitFor()
    await waitForFocus(page.locator('#main'))
    assert.equal((await accountOf(person))?.deleteAt, null)
    assert.deepEqual(complaints, [])
  })

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { PageConfig } from '../../common/page-config.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import {
  choose,
  hasFocus,
  openPage,
  openTab,
  profileShown,
  saved,
  searchFor,
  signIn,
} from '../support/page.ts'
import { type Person, startService, type TestService } from '../support/service.ts'

const skip = withoutBrowser
let service: TestService
let browser: Browser
before(async () => {
  service = await startService()
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
})

async function stored(person: Person) {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  const { data } = (await answer.json()) as {
    data: { UserProfile: Record<string, string>[]; UserLocInfo: Record<string, string> }
  }
  return { ...data.UserProfile[0], ...data.UserLocInfo }
}

const update = (person: Person, fields: Record<string, string>) =>
  fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: person.headers,
    body: new URLSearchParams(fields),
  })

async function start(fields: Record<string, string> = {}) {
  const person = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace', ...fields } })
  const opened = await openPage(browser, service)
  await signIn(opened.page, person)
  return { person, ...opened }
}

const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click()

test('what somebody types and chooses is saved, said and stored', { skip }, async () => {
  const { person, page, complaints } = await start()
  await page.getByLabel('First name').fill('Grace')
  await choose(page, 'Time zone', 'tokyo', 'Tokyo')
  await choose(page, 'Currency', 'jpy', 'Japanese Yen')
  await choose(page, 'Country or region', '+81', 'Japan')
  await page.getByLabel('Phone number').pressSequentially('09012345678')
  assert.equal(await page.getByLabel('Phone number').inputValue(), '090-1234-5678')
  await save(page)
  await saved(page).waitFor()
  assert.deepEqual(await page.locator('[aria-live=polite][aria-atomic]').innerText(), 'Saved.')
  const now = await stored(person)
  assert.equal(now.first_name, 'Grace')
  assert.equal(now.tz, 'Asia/Tokyo')
  assert.equal(now.currency, 'JPY')
  assert.equal(now.phone_number, '+819012345678')
  assert.equal(now.phone_code, '81')
  assert.equal(now.country_code, 'JP')
  await page.reload()
  await profileShown(page)
  assert.equal(await page.getByLabel('First name').inputValue(), 'Grace')
  assert.deepEqual(complaints, [])
})

test('an attribute that the page learns of at run time is shown, edited and saved like the others', {
  skip,
}, async () => {
  const { page } = await start()
  let nickname = 'Countess'
  await page.route('**/page-config.json', async (route) => {
    const answer = await route.fetch()
    const config = (await answer.json()) as PageConfig
    const labels = { en: 'Nickname', de: 'Spitzname' }
    const learned = { name: 'nickname', kind: 'text', field: 'nickname', section: 'name', labels } as const
    const attributes = [...config.attributes, { ...learned, autocomplete: 'nickname', editable: true }]
    await route.fulfill({ response: answer, json: { ...config, attributes } })
  })
  await page.route(/user\/(get\/)?profile\/$/, async (route) => {
    const sent = route.request().postDataJSON() as { nickname?: string } | null
    nickname = sent?.nickname ?? nickname
    const answer = await route.fetch()
    const document = (await answer.json()) as { data: { UserProfile: Record<string, string>[] } }
    document.data.UserProfile[0]!.nickname = nickname
    await route.fulfill({ response: answer, json: document })
  })
  await page.reload()
  const field = page.getByLabel('Nickname')
  assert.equal(await field.inputValue(), 'Countess')
  assert.equal(await field.getAttribute('autocomplete'), 'nickname')
  await field.fill('Enchantress')
  await save(page)
  await saved(page).waitFor()
  assert.equal(nickname, 'Enchantress')
  assert.equal(await field.inputValue(), 'Enchantress')
})

test('a number that is typed with its calling code chooses its country', { skip }, async () => {
  const { page } = await start()
  await page.getByLabel('Phone number').pressSequentially('+4915112345678')
  assert.equal(await page.getByRole('combobox', { name: 'Country or region' }).inputValue(), 'Germany')
})

for (const typed of ['004915112345678', '＋４９１５１１２３４５６７８']) {
  test(`a number typed as ${typed} is saved with its plus, its country and its calling code`, {
    skip,
  }, async () => {
    const fields = { phone_number: '+33612345678', phone_code: '33', country_code: 'FR' }
    const { person, page, complaints } = await start(fields)
    const field = page.getByLabel('Phone number')
    await field.fill('')
    await field.pressSequentially(typed)
    assert.equal(await page.getByRole('combobox', { name: 'Country or region' }).inputValue(), 'Germany')
    await save(page)
    await saved(page).waitFor()
    const { phone_number, phone_code, country_code } = await stored(person)
    assert.deepEqual([phone_number, phone_code, country_code], ['+4915112345678', '49', 'DE'])
    assert.deepEqual(complaints, [])
  })
}

test('time zones are found by their country too, and what nothing fits says so', { skip }, async () => {
  const { page } = await start()
  const field = page.getByRole('combobox', { name: 'Time zone' })
  await searchFor(field, 'japan')
  await page.getByRole('option', { name: 'Tokyo' }).waitFor()
  await field.fill('zzzz')
  await page.getByText('Nothing found').waitFor()
})

test('what the service refuses is said beside its field, which gets the focus, and nothing is lost', {
  skip,
}, async () => {
  const { page, complaints } = await start()
  await page.getByLabel('First name').fill('Grace')
  await page.getByLabel('Phone number').fill('12')
  await save(page)
  const field = page.locator('[name=phone][aria-invalid=true]')
  await field.waitFor()
  assert.ok(await hasFocus(field))
  const described = await field.getAttribute('aria-describedby')
  assert.match(await page.locator(`[id="${described}"]`).innerText(), /does not look like a phone number/)
  assert.equal(await page.getByLabel('First name').inputValue(), 'Grace')
  await page.getByText('Not saved.').waitFor()
  assert.deepEqual(complaints, [])
})

test('whoever leaves with unsaved changes is warned, can stay, and can leave', { skip }, async () => {
  const { page } = await start()
  await page.getByLabel('First name').fill('Grace')
  await page.getByRole('link', { name: 'Picture', exact: true }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  assert.equal(await page.getByLabel('First name').inputValue(), 'Grace')
  await page.getByRole('link', { name: 'Picture', exact: true }).click()
  await page.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('heading', { name: 'Picture', level: 1 }).waitFor()
  await page.goBack()
  await profileShown(page)
  assert.equal(await page.getByLabel('First name').inputValue(), 'Ada')
  await page.getByLabel('First name').fill('Grace')
  const warned = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  assert.equal((await warned).type(), 'beforeunload')
})

test('changes of two tabs to different fields both stay', { skip }, async () => {
  const { person, page } = await start()
  await page.getByLabel('First name').fill('Grace')
  assert.equal((await update(person, { last_name: 'Hopper' })).status, 200)
  await save(page)
  await saved(page).waitFor()
  assert.equal(await page.getByLabel('Last name').inputValue(), 'Hopper')
  const now = await stored(person)
  assert.deepEqual([now.first_name, now.last_name], ['Grace', 'Hopper'])
})

for (const choice of ['mine', 'theirs'] as const)
  test(`whoever changes what was changed elsewhere meanwhile chooses, and ${choice} is kept`, {
    skip,
  }, async () => {
    const { person, page, complaints } = await start()
    await page.getByLabel('First name').fill('Grace')
    assert.equal((await update(person, { first_name: 'Augusta', last_name: 'King' })).status, 200)
    await save(page)
    const dialog = page.getByRole('dialog', { name: 'Changed somewhere else' })
    await dialog.getByText('Last name: King').waitFor()
    await dialog.getByRole('radio', { name: choice === 'mine' ? 'Grace' : 'Augusta' }).check()
    await dialog.getByRole('button', { name: 'Save my choice' }).click()
    await saved(page).waitFor()
    const now = await stored(person)
    assert.deepEqual([now.first_name, now.last_name], [choice === 'mine' ? 'Grace' : 'Augusta', 'King'])
    assert.deepEqual(complaints, [])
  })

test('what one tab saves is shown in another in which nothing was typed', { skip }, async () => {
  const { page } = await start()
  const other = await openTab(await page.context().newPage(), service)
  await profileShown(other.page)
  await page.getByLabel('First name').fill('Grace')
  await save(page)
  await other.page.getByText('Your profile was changed in another window.').waitFor()
  assert.equal(await other.page.getByLabel('First name').inputValue(), 'Grace')
})

test('without a connection saving fails in words, keeps what was typed and works when it is back', {
  skip,
}, async () => {
  const { person, page } = await start()
  await page.getByLabel('First name').fill('Grace')
  await page.context().setOffline(true)
  await save(page)
  await page.getByRole('alert').getByText('We cannot reach the service.').waitFor()
  assert.equal(await page.getByLabel('First name').inputValue(), 'Grace')
  await page.context().setOffline(false)
  await save(page)
  await saved(page).waitFor()
  assert.equal((await stored(person)).first_name, 'Grace')
})

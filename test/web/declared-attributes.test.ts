import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { declare, undeclare } from '../support/attributes.ts'
import { withoutBrowser } from '../support/browser.ts'
import { oneOfEachType as all, work } from '../support/declared-examples.ts'
import {
  accessibilityFaults,
  choose,
  edit,
  openPage,
  openTab,
  phone,
  profileShown,
  row,
  rowValue,
  save,
  signIn,
  tabTo,
  waitForFocus,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import type { Person } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

await declare(service, ...all)

type Values = Record<string, unknown>

async function stored(person: Person): Promise<Values> {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  return ((await answer.json()) as { data: { UserAttributes: Values } }).data.UserAttributes
}

const update = (person: Person, json: Values) =>
  fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: { ...person.headers, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })

/** The row of a declared attribute. */
const own = (name: string) => `declared-${name}`

const attributesShown = (page: Page) => row(page, own('nickname')).waitFor()

async function start(values: Values = {}, options: BrowserContextOptions = {}) {
  const person = await service.person({ fields: { first_name: 'Ada' } })
  if (Object.keys(values).length > 0) assert.equal((await update(person, values)).status, 200)
  const opened = await openPage(browser, service, { reducedMotion: 'reduce', ...options })
  await signIn(opened.page, person)
  await attributesShown(opened.page)
  return { person, ...opened }
}

const finish = async (page: Page, name: string) => {
  await save(page, own(name))
  await row(page, own(name)).and(page.locator(':has([data-saved])')).waitFor()
}
const shows = (page: Page, name: string, text: string) =>
  eventually(async () => (await rowValue(page, own(name)).innerText()) === text || null)
const fieldOf = (page: Page, name: string): Locator => row(page, own(name)).locator(`[name="${name}"]`)

test('a value of each type is typed or chosen, saved, and shown as people write it', { skip }, async () => {
  const { person, page, complaints } = await start()
  const type = async (name: string, text: string) => {
    await edit(page, own(name))
    await fieldOf(page, name).fill(text)
    await finish(page, name)
  }
  await type('nickname', 'Countess')
  await type('bio', 'Wrote the first program.\nLikes horses.')
  await type('birthday', '1815-12-10')
  await type('homepage', 'https://ada.example.com/')
  await type('team_size', '1,200')
  await type('weekly_hours', '37.5')
  await edit(page, own('department'))
  await choose(page, 'Department', 'res', 'Research')
  await finish(page, 'department')
  await edit(page, own('skills'))
  await page.getByLabel('SQL').check()
  await page.getByLabel('Public speaking').check()
  await finish(page, 'skills')
  await edit(page, own('newsletter'))
  await page.getByRole('switch', { name: 'Newsletter' }).check()
  await finish(page, 'newsletter')
  await edit(page, own('citizenship'))
  await choose(page, 'Citizenship', 'united k', 'United Kingdom')
  await finish(page, 'citizenship')
  await edit(page, own('mother_tongue'))
  await choose(page, 'Mother tongue', 'engl', /^English/)
  await finish(page, 'mother_tongue')
  await edit(page, own('office_zone'))
  await choose(page, 'Office time zone', 'tokyo', 'Tokyo')
  await finish(page, 'office_zone')
  await edit(page, own('hometown'))
  await page.getByLabel('City or town').fill('London')
  await choose(page, 'Country or region', 'united k', 'United Kingdom')
  await finish(page, 'hometown')
  assert.deepEqual(await stored(person), {
    nickname: 'Countess',
    bio: 'Wrote the first program.\nLikes horses.',
    birthday: '1815-12-10',
    homepage: 'https://ada.example.com/',
    hometown: { locality: 'London', region: '', country: 'GB' },
    citizenship: 'GB',
    mother_tongue: 'en',
    department: 'research',
    skills: ['sql', 'talks'],
    team_size: 1200,
    weekly_hours: 37.5,
    newsletter: true,
    office_zone: 'Asia/Tokyo',
    employee_number: 'E-0000',
  })
  for (const [name, text] of [
    ['bio', 'Wrote the first program.\nLikes horses.'],
    ['birthday', 'December 10, 1815'],
    ['hometown', 'London, United Kingdom'],
    ['skills', 'SQL and Public speaking'],
    ['team_size', '1,200'],
    ['weekly_hours', '37.5'],
    ['newsletter', 'Yes'],
    ['office_zone', 'Tokyo'],
  ] as const)
    await shows(page, name, text)
  assert.deepEqual(complaints, [])
})

test('values are taken back, and what was never set says so', { skip }, async () => {
  const { person, page } = await start({
    nickname: 'Ada',
    birthday: '1815-12-10',
    skills: ['go'],
    newsletter: false,
    team_size: 5,
    office_zone: 'Asia/Tokyo',
    hometown: { locality: 'London' },
  })
  await shows(page, 'newsletter', 'No')
  await shows(page, 'department', 'Not set')
  for (const name of ['nickname', 'team_size']) {
    await edit(page, own(name))
    await fieldOf(page, name).fill('')
    await finish(page, name)
  }
  for (const [name, clear] of [
    ['birthday', 'Clear Birthday'],
    ['newsletter', 'Clear Newsletter'],
    ['office_zone', 'Clear Office time zone'],
  ] as const) {
    await edit(page, own(name))
    await page.getByRole('button', { name: clear }).click()
    await finish(page, name)
  }
  await edit(page, own('skills'))
  await page.getByLabel('Go', { exact: true }).uncheck()
  await finish(page, 'skills')
  await edit(page, own('hometown'))
  await page.getByLabel('City or town').fill('')
  await finish(page, 'hometown')
  const values = await stored(person)
  assert.deepEqual(
    [values.nickname, values.birthday, values.skills, values.newsletter, values.team_size, values.hometown],
    ['', '', [], null, null, null],
  )
  // Without a value, the default applies.
  assert.equal(values.office_zone, 'Europe/Paris')
  await shows(page, 'office_zone', 'Paris')
})

test('a switch that was never set is saved as off', { skip }, async () => {
  const { person, page } = await start()
  await edit(page, own('newsletter'))
  await finish(page, 'newsletter')
  assert.equal((await stored(person)).newsletter, false)
})

test('the attributes stand in cards by section, with labels and options in the language of the page', {
  skip,
}, async () => {
  const { page } = await start({ department: 'sales', weekly_hours: 37.5 }, { locale: 'de' })
  const headings = await page.locator('h2').allInnerTexts()
  assert.deepEqual(headings.slice(-2), ['Mehr über Sie', 'Arbeit'])
  const labels = await page.locator('.card:has([data-row^=declared]) h3').allInnerTexts()
  assert.deepEqual(labels.slice(0, 3), ['Spitzname', 'Über mich', 'Geburtstag'])
  // Without a text in the language, another one is shown.
  assert.ok(labels.includes('Office time zone'))
  await shows(page, 'department', 'Vertrieb')
  await shows(page, 'weekly_hours', '37,5')
  await edit(page, own('weekly_hours'))
  assert.equal(await fieldOf(page, 'weekly_hours').inputValue(), '37,5')
  await fieldOf(page, 'weekly_hours').fill('1.250,75')
  await finish(page, 'weekly_hours')
  await shows(page, 'weekly_hours', '1.250,75')
})

test('an attribute that the person may not change has its value and help, and no button', {
  skip,
}, async () => {
  const { page } = await start()
  await shows(page, 'employee_number', 'E-0000')
  const shown = row(page, own('employee_number'))
  assert.match(await shown.innerText(), /Ask your manager/)
  assert.equal(await shown.getByRole('button').count(), 0)
})

for (const [name, text, message] of [
  ['nickname', 'much longer than twelve', /12/],
  ['homepage', 'no address', /./],
  ['team_size', '9000', /5,?000/],
  ['team_size', 'many', /./],
  ['weekly_hours', '1.2.3', /./],
] as const)
  test(`what is wrong with ${text} in ${name} stands at its field, which gets the focus`, {
    skip,
  }, async () => {
    const { person, page } = await start()
    await edit(page, own(name))
    await fieldOf(page, name).fill(text)
    await save(page, own(name))
    const field = row(page, own(name)).locator('[aria-invalid=true]')
    await waitForFocus(field)
    assert.match(await row(page, own(name)).locator('.problem').innerText(), message)
    assert.equal(await field.inputValue(), text, 'what was typed stays')
    assert.deepEqual(await accessibilityFaults(page), [])
    await fieldOf(page, name).fill(name === 'team_size' ? '12' : '')
    await finish(page, name)
    assert.notEqual((await stored(person))[name], text)
  })

test('the service says how many options may be chosen', { skip }, async () => {
  const { page } = await start()
  const shown = await edit(page, own('skills'))
  assert.match(await shown.innerText(), /Choose up to 2 options/)
  for (const label of ['Go', 'SQL', 'Public speaking']) await page.getByLabel(label, { exact: true }).check()
  await save(page, own('skills'))
  await shown.locator('.problem').waitFor()
  await waitForFocus(shown.locator('input').first())
  await page.getByLabel('Go', { exact: true }).uncheck()
  await finish(page, 'skills')
})

test('a long text is counted when it comes near the limit, and marked beyond it', { skip }, async () => {
  const { page } = await start()
  await edit(page, own('bio'))
  const field = fieldOf(page, 'bio')
  const counter = row(page, own('bio')).locator('.counter')
  await field.fill('short')
  assert.equal(await counter.count(), 0)
  // Each of them is one character, though two units of UTF-16.
  await field.fill('👩'.repeat(119))
  assert.equal(await counter.innerText(), '1 character left')
  await field.fill('👩'.repeat(122))
  assert.equal(await counter.innerText(), '2 characters too many')
  assert.equal(await field.getAttribute('aria-invalid'), 'true')
  assert.equal(await page.locator('[aria-live=polite][aria-atomic]').innerText(), 'The text is too long.')
  assert.deepEqual(await accessibilityFaults(page), [])
})

test('what was typed survives a reload and another screen, and a warning precedes closing the tab', {
  skip,
}, async () => {
  const { page } = await start()
  await edit(page, own('nickname'))
  await fieldOf(page, 'nickname').fill('Draft')
  await page.locator('nav a[href$=security]').first().click()
  await page.locator('[name=edit-password]').waitFor()
  await page.goBack()
  assert.equal(await fieldOf(page, 'nickname').inputValue(), 'Draft')
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await attributesShown(page)
  assert.equal(await fieldOf(page, 'nickname').inputValue(), 'Draft')
  await finish(page, 'nickname')
})

test('a change elsewhere is shown at once, or asks which value to keep', { skip }, async () => {
  const { person, page } = await start({ department: 'sales', nickname: 'Ada' })
  const other = await openTab(await page.context().newPage(), service)
  await attributesShown(other.page)
  await edit(other.page, own('nickname'))
  await fieldOf(other.page, 'nickname').fill('Elsewhere')
  await finish(other.page, 'nickname')
  await shows(page, 'nickname', 'Elsewhere')
  await edit(page, own('department'))
  await choose(page, 'Department', 'res', 'Research')
  assert.equal((await update(person, { department: '', newsletter: true })).status, 200)
  await save(page, own('department'))
  const dialog = page.locator('dialog')
  await dialog.waitFor()
  const text = await dialog.innerText()
  assert.match(text, /Department/)
  assert.match(text, /What you entered here:\s+Research/)
  assert.match(text, /Newsletter: Yes/)
  assert.deepEqual(await accessibilityFaults(page), [])
  await dialog.locator('[type=submit]').click()
  await row(page, own('department')).and(page.locator(':has([data-saved])')).waitFor()
  const values = await stored(person)
  assert.deepEqual([values.department, values.newsletter], ['research', true])
})

test('by keyboard alone a row is opened, filled in, saved and left', { skip }, async () => {
  const { person, page } = await start()
  const action = (name: string) => page.locator(`[name="edit-${own(name)}"]`)
  await tabTo(action('nickname'))
  await page.keyboard.press('Enter')
  await waitForFocus(fieldOf(page, 'nickname'))
  await page.keyboard.type('Keys')
  await page.keyboard.press('Enter')
  await waitForFocus(action('nickname'))
  await tabTo(action('skills'))
  await page.keyboard.press('Enter')
  await waitForFocus(row(page, own('skills')).locator('input').first())
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await waitForFocus(action('skills'))
  await tabTo(action('newsletter'))
  await page.keyboard.press('Enter')
  await waitForFocus(fieldOf(page, 'newsletter'))
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await waitForFocus(action('newsletter'))
  await page.keyboard.press('Enter')
  await waitForFocus(fieldOf(page, 'newsletter'))
  await page.keyboard.press('Escape')
  await waitForFocus(action('newsletter'))
  await page.keyboard.press('Shift+Tab')
  await tabTo(action('bio'))
  await page.keyboard.press('Enter')
  await waitForFocus(fieldOf(page, 'bio'))
  await page.keyboard.type('One')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Two')
  await tabTo(row(page, own('bio')).locator('[type=submit]'))
  await page.keyboard.press('Enter')
  await waitForFocus(action('bio'))
  const { nickname, skills, newsletter, bio } = await stored(person)
  assert.deepEqual([nickname, skills, newsletter, bio], ['Keys', ['go'], true, 'One\nTwo'])
})

const looks: [string, BrowserContextOptions][] = [
  ['in light', { colorScheme: 'light' }],
  ['in dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
  ['in Arabic', { locale: 'ar' }],
  ['in Arabic on a phone in dark', { ...phone, locale: 'ar', colorScheme: 'dark' }],
]
for (const [name, options] of looks)
  test(`axe finds nothing in closed and open rows ${name}, and nothing is too wide`, { skip }, async () => {
    const { page, complaints } = await start(
      { bio: 'Text', newsletter: true, birthday: '1815-12-10', skills: ['go'] },
      options,
    )
    const check = async () => {
      assert.deepEqual(await accessibilityFaults(page), [])
      const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      assert.equal(await page.evaluate(wider), 0)
    }
    await check()
    for (const { name, write } of all) if (write === undefined) await edit(page, own(name))
    await page.locator('main:not(:has([aria-busy=true]))').waitFor()
    await check()
    assert.deepEqual(complaints, [])
  })

test('a declaration that is added or removed shows with the next change of the profile', {
  skip,
}, async () => {
  const { page } = await start()
  await declare(service, { name: 'badge', type: 'text', label: { en: 'Badge' }, section: work, order: 18 })
  await edit(page, 'name')
  await page.getByLabel('First name').fill('Grace')
  await save(page, 'name')
  // The tag of the profile changed with the declaration.
  await row(page, own('badge')).waitFor()
  await undeclare(service, 'badge')
  await page.reload()
  await attributesShown(page)
  assert.equal(await row(page, own('badge')).count(), 0)
})

test('if the declarations cannot be loaded, the rest of the profile works, and they can be tried again', {
  skip,
}, async () => {
  const person = await service.person({ fields: { first_name: 'Ada' } })
  const { page } = await openPage(browser, service)
  await page.route('**/user/attributes/', (route) => route.fulfill({ status: 500, body: '{}' }))
  await signIn(page, person)
  const notice = page.locator('.notice-danger')
  await notice.waitFor()
  await edit(page, 'name')
  await page.getByLabel('First name').fill('Grace')
  await save(page, 'name')
  await row(page, 'name').and(page.locator(':has([data-saved])')).waitFor()
  await page.unroute('**/user/attributes/')
  await notice.getByRole('button').click()
  await attributesShown(page)
  assert.equal(await notice.count(), 0)
})

test('without declarations, neither their code nor their list is loaded', { skip }, async (t) => {
  await undeclare(service)
  t.after(() => declare(service, ...all))
  const person = await service.person()
  const { page } = await openPage(browser, service)
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await signIn(page, person)
  await profileShown(page)
  await page.waitForLoadState('networkidle')
  assert.deepEqual(
    loaded.filter((address) => /declared|user\/attributes/.test(address)),
    [],
  )
})

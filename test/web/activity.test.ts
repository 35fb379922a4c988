import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import { openPage, signIn, waitForFocus } from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import type { Person } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

async function start(options: BrowserContextOptions & { fields?: Record<string, string> } = {}) {
  const { fields = {}, ...context } = options
  const person = await service.person({ fields })
  const opened = await openPage(browser, service, { ...context, path: 'security' })
  const { page } = opened
  return { person, ...opened, enter: () => signIn(page, person, page.locator('.entry-time').first()) }
}

const update = ({ headers }: Pick<Person, 'headers'>, fields: Record<string, string>) =>
  fetch(`${service.base}/user/profile/`, { method: 'PATCH', headers, body: new URLSearchParams(fields) })

const activity = (page: Page) => page.getByRole('region', { name: 'Recent activity' })

test('events are described in words, in the time zone of the person, and older ones on request', {
  skip,
}, async () => {
  const timezone = 'Asia/Tokyo'
  const { person, page, complaints, enter } = await start({
    fields: { timezone },
    timezoneId: 'America/New_York',
  })
  for (let round = 0; round < 12; round++) assert.ok((await update(person, { last_name: `${round}` })).ok)
  await enter()
  const rows = activity(page).getByRole('listitem')
  assert.equal(await rows.count(), 5)
  assert.match(
    await rows.nth(0).innerText(),
    /^Signed in\s+Chrome on Linux · Your account page · United States · 127\.0\.0\.1/,
  )
  assert.match(await rows.nth(1).innerText(), /^Profile updated\s+Last name · /)
  const time = rows.nth(1).locator('time')
  const at = (await time.getAttribute('datetime')) ?? ''
  const written = (timeZone: string) =>
    new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone }).format(new Date(at))
  assert.equal((await time.innerText()).replace(/\s/g, ' '), written(timezone).replace(/\s/g, ' '))
  assert.notEqual(written(timezone), written('America/New_York'))

  const more = page.getByRole('button', { name: 'Show more' })
  const asked = page.waitForRequest(/user\/activity\/\?limit=10&before=./)
  await more.click()
  await asked
  await eventually(async () => (await rows.count()) === 14)
  await waitForFocus(rows.nth(5))
  assert.match(await rows.nth(13).innerText(), /^Signed in/)
  assert.equal(await more.count(), 0)
  const instants = await rows
    .locator('time')
    .evaluateAll((all) => all.map((one) => one.getAttribute('datetime')))
  assert.deepEqual(instants, instants.toSorted().reverse())
  // New events are added, and the older ones stay.
  assert.ok((await update(person, { first_name: 'Grace' })).ok)
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
  await rows.filter({ hasText: 'First name' }).waitFor()
  assert.equal(await rows.count(), 14)
  assert.deepEqual(complaints, [])
})

test('every profile value that can change has a name', { skip }, async () => {
  const { person, page, enter } = await start()
  await update(person, {
    first_name: 'Ada',
    last_name: 'King',
    phone_code: '44',
    phone_number: '+442079460958',
    country_code: 'GB',
    languages: 'en',
    timezones: 'Europe/London',
    currencies: 'GBP',
  })
  await enter()
  const text = await activity(page).getByRole('listitem').nth(1).innerText()
  for (const label of [
    'First name',
    'Last name',
    'Phone number',
    'Country or region',
    'Time zone',
    'Currency',
  ])
    assert.ok(text.includes(label), `${label} in ${text}`)
})

test('in Arabic the name of a device follows the order of the language, and events are in Arabic', {
  skip,
}, async () => {
  const { page, enter } = await start({ locale: 'ar' })
  await enter()
  const row = page.locator('.event').first()
  assert.match(await row.innerText(), /^تسجيل دخول/)
  const left = (part: string) =>
    page.evaluate<number>(`(() => {
      const row = document.querySelector('.event')
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf('${part}')
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(walker.currentNode, at)
        range.setEnd(walker.currentNode, at + ${part.length})
        return range.getBoundingClientRect().left
      }
    })()`)
  assert.ok((await left('Chrome')) > (await left('Linux')))
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { focusComes, openPage, signIn } from '../support/page.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

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

async function start(options: BrowserContextOptions & { fields?: Record<string, string> } = {}) {
  const { fields = {}, ...context } = options
  const person = await service.person({ fields })
  const opened = await openPage(browser, service, { ...context, path: 'security' })
  const { page } = opened
  return { person, ...opened, enter: () => signIn(page, person, page.locator('.entry-time').first()) }
}

const update = ({ headers }: Pick<Person, 'headers'>, fields: Record<string, string>) =>
  fetch(`${service.base}/user/profile/`, { method: 'PATCH', headers, body: new URLSearchParams(fields) })

const activity = (page: Page) => page.getByRole('list', { name: 'Recent activity' })

test('what happened is told in words, in the time zone of the person, and older things when they ask', {
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
    /^Signed in\s+Chrome on Linux · Your account page · 127\.0\.0\.1/,
  )
  assert.match(await rows.nth(1).innerText(), /^Profile changed\s+Last name\s/)
  const time = rows.nth(1).locator('time')
  const at = (await time.getAttribute('datetime')) ?? ''
  const written = (timeZone: string) =>
    new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at))
  assert.equal((await time.innerText()).replace(/\s/g, ' '), written(timezone).replace(/\s/g, ' '))
  assert.notEqual(written(timezone), written('America/New_York'))

  const more = page.getByRole('button', { name: 'Show older activity' })
  const asked = page.waitForRequest(/user\/activity\/\?limit=10&before=./)
  await more.click()
  await asked
  await eventually(async () => (await rows.count()) === 14)
  await focusComes(rows.nth(5))
  assert.match(await rows.nth(13).innerText(), /^Signed in/)
  assert.equal(await more.count(), 0)
  const instants = await rows
    .locator('time')
    .evaluateAll((all) => all.map((one) => one.getAttribute('datetime')))
  assert.deepEqual(instants, instants.toSorted().reverse())
  // What happens next is added, and the older ones stay.
  assert.ok((await update(person, { first_name: 'Grace' })).ok)
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
  await rows.filter({ hasText: 'First name' }).waitFor()
  assert.equal(await rows.count(), 14)
  assert.deepEqual(complaints, [])
})

test('every value of the profile that can change is named', { skip }, async () => {
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

test('in Arabic a device is named in the order of the language, and events in its words', {
  skip,
}, async () => {
  const { page, enter } = await start({ locale: 'ar' })
  await enter()
  const row = page.locator('.entries').nth(1).locator('li').first()
  assert.match(await row.innerText(), /^تسجيل دخول/)
  const left = (part: string) =>
    page.evaluate<number>(`(() => {
      const row = document.querySelectorAll('.entries')[1].firstChild
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

/**
 * `npm run bench:tasks`: a scripted person does ten ordinary tasks on the built page, by mouse, by keyboard alone, and on
 * a phone. Prints what each costs: clicks or taps, keystrokes, and seconds. `-- PART` runs the tasks whose name contains
 * PART.
 */
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { startBrowser, withoutBrowser } from '../../test/support/browser.ts'
import { openPage, phone, signIn } from '../../test/support/page.ts'
import { type Person, startService, type TestService, testOperator } from '../../test/support/service.ts'
import { type MailCatcher, startCatcher } from '../../test/support/smtp.ts'
import { createHands, type Way } from './hands.ts'
import { type Task, tasks } from './tasks.ts'

const ways: readonly Way[] = ['mouse', 'keyboard', 'phone']
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'

if (withoutBrowser) {
  console.error(withoutBrowser)
  process.exit(1)
}
const part = process.argv[2] ?? ''
const catcher = await startCatcher()
const service = await startService({ SMTP_URL: catcher.url, SERVICE_NAME: 'Acme' })
const shop = await service.services.applications.create({ name: 'Shop', kind: 'web' }, testOperator)
const browser = await startBrowser()
const photograph = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#3b4a8f' } })
  .jpeg()
  .toBuffer()
const rows: Record<string, string>[] = []
try {
  for (const task of tasks.filter(({ name }) => name.includes(part))) {
    const row: Record<string, string> = { task: task.name }
    for (const way of ways) row[way] = await cost({ browser, service, mails: catcher }, task, way)
    rows.push(row)
  }
} finally {
  await browser.close()
  await service.stop()
  await catcher.stop()
}
console.table(rows)

async function cost(
  { browser, service, mails }: { browser: Browser; service: TestService; mails: MailCatcher },
  task: Task,
  way: Way,
): Promise<string> {
  const person = await addPerson(service)
  const look = { timezoneId: 'Europe/London', locale: 'en-GB', ...(way === 'phone' ? phone : {}) }
  const { page } = await openPage(browser, service, look)
  if (task.isSignedOut) await page.locator('[name=username]').waitFor()
  else await signIn(page, person)
  const hands = createHands(page, way)
  try {
    await task.run({ page, person, hands, mails, photograph })
  } catch (error) {
    console.error(`${task.name}, ${way}: ${String(error).split('\n')[0]}`)
    return 'not possible'
  } finally {
    await page.context().close()
  }
  const { clicks, keystrokes, seconds } = hands.effort
  return `${clicks} + ${keystrokes}, ${seconds.toFixed(1)} s`
}

/** Registers a person who is also signed in elsewhere. */
async function addPerson(on: TestService): Promise<Person> {
  const fields = { first_name: 'Ada', last_name: 'Lovelace', timezone: 'Europe/London', language: 'en' }
  const person = await on.person({ apiKey: shop.apiKey, fields })
  const { username, password } = person
  await fetch(`${on.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: shop.apiKey, 'user-agent': FIREFOX },
    body: new URLSearchParams({ username, password, timezone: 'America/Toronto' }),
  })
  return person
}

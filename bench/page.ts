/**
 * `npm run bench:page`: runs Lighthouse on the built page, on a phone with a slow network and processor and on a
 * desktop. It tests the sign-in screen, and the profile of a signed-in person with an empty cache. It prints the median
 * of the runs, and exits with 1 below 95 points or if the page contacted any host except the service.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse, { type Config, desktopConfig, type Flags, type Result } from 'lighthouse'
import { chromium } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../test/support/browser.ts'
import { signIn } from '../test/support/page.ts'
import { newClient, signInAt } from '../test/support/person.ts'
import { startProcess } from '../test/support/process.ts'
import { freePort } from '../test/support/wait.ts'
import { medianOf } from './percentile.ts'
import { newImage } from './visitors.ts'

/** Runs of each screen and form factor. */
const RUNS = Number(process.env.BENCH_RUNS ?? 5)
const POINTS_MIN = 95
type Screen = 'sign-in' | 'profile'
const categories = ['performance', 'accessibility', 'best-practices'] as const
const factors: Record<string, Config | undefined> = { phone: undefined, desktop: desktopConfig }

/** The result of one run: points out of 100, times in milliseconds, script in bytes as transferred, with headers. */
interface Figures {
  performance: number
  accessibility: number
  'best-practices': number
  lcp: number
  cls: number
  tbt: number
  script: number
}

if (withoutBrowser) {
  console.error(withoutBrowser)
  process.exit(1)
}
const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-page-'))
const service = await startProcess(dataDir, { LOG_LEVEL: 'warn' })
const { origin } = new URL(service.base)
const port = await freePort()
const browser = await startBrowser([`--remote-debugging-port=${port}`])
const rows: Record<string, string | number>[] = []
const faults: string[] = []
try {
  const person = await addPerson()
  // Lighthouse opens its tabs in the same browser, and so with the cookie that is created here.
  const own = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const tab = await own.contexts()[0]!.newPage()
  await measureScreen('sign-in')
  await tab.goto(origin)
  await signIn(tab, person)
  await tab.close()
  await measureScreen('profile')
  await own.close()
} finally {
  await browser.close()
  await service.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}
console.table(rows)
console.log(`load average ${loadavg()[0]?.toFixed(1)}; median of ${RUNS} runs`)
for (const fault of new Set(faults)) console.error(fault)
if (faults.length > 0) process.exitCode = 1

/** Registers a person with a picture and every field filled. */
async function addPerson() {
  const person = await newClient(dataDir)
  const { headers } = await signInAt(service.base, person)
  const picture = new FormData()
  picture.set('image', new Blob([await newImage()], { type: 'image/jpeg' }), 'a.jpg')
  const answers = await Promise.all([
    fetch(`${service.base}/user/profile/`, {
      method: 'PATCH',
      headers,
      body: new URLSearchParams({
        first_name: 'Ada',
        last_name: 'Lovelace',
        phone_number: '+447400123456',
        languages: 'en',
        timezones: 'Europe/London',
        currencies: 'GBP',
      }),
    }),
    fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body: picture }),
  ])
  for (const answer of answers) if (!answer.ok) throw new Error(await answer.text())
  return person
}

async function measureScreen(screen: Screen): Promise<void> {
  for (const [factor, config] of Object.entries(factors)) {
    const name = `${screen}, ${factor}`
    const runs: Figures[] = []
    for (let run = 0; run < RUNS; run++) {
      const lhr = await examine(config)
      runs.push(figuresOf(lhr))
      findFaults(screen, name, lhr)
    }
    report(name, runs)
  }
}

/** Runs once. Retries if Lighthouse itself fails, as it does on a busy machine. */
async function examine(config: Config | undefined, tries = 3): Promise<Result> {
  // It clears the cache before each run, but not cookies and local storage.
  const flags: Flags = { port, logLevel: 'silent', onlyCategories: [...categories] }
  const result = await lighthouse(`${origin}/`, flags, config)
  if (!result) throw new Error('Lighthouse answers nothing')
  const { lhr } = result
  if (!lhr.runtimeError) return lhr
  if (tries > 1) return examine(config, tries - 1)
  throw new Error(lhr.runtimeError.message)
}

function figuresOf(lhr: Result): Figures {
  const points = (category: string) => Math.round((lhr.categories[category]?.score ?? 0) * 100)
  const number = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN
  const scripts = requests(lhr).filter(({ resourceType }) => resourceType === 'Script')
  return {
    performance: points('performance'),
    accessibility: points('accessibility'),
    'best-practices': points('best-practices'),
    lcp: number('largest-contentful-paint'),
    cls: number('cumulative-layout-shift'),
    tbt: number('total-blocking-time'),
    script: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0),
  }
}

function requests(lhr: Result) {
  const { details } = lhr.audits['network-requests'] ?? {}
  if (details?.type !== 'table') throw new Error('Lighthouse tells no requests')
  return details.items as unknown as { url: string; resourceType: string; transferSize: number }[]
}

/** Notes runs that showed another screen, and requests to any host except the service. */
function findFaults(screen: Screen, name: string, lhr: Result): void {
  const urls = requests(lhr).map(({ url }) => url)
  const isSignedIn = urls.some((url) => url.endsWith('/user/get/profile/'))
  if (isSignedIn !== (screen === 'profile')) faults.push(`${name}: another screen was shown`)
  for (const url of urls)
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin)
      faults.push(`${name}: request to ${url}`)
}

function report(name: string, runs: readonly Figures[]): void {
  const middle = (of: keyof Figures) => medianOf(runs, of)
  for (const category of categories)
    if (middle(category) < POINTS_MIN)
      faults.push(`${name}: ${category} has ${middle(category)} points, fewer than ${POINTS_MIN}`)
  rows.push({
    '': name,
    performance: middle('performance'),
    accessibility: middle('accessibility'),
    'best practices': middle('best-practices'),
    'LCP ms': Math.round(middle('lcp')),
    CLS: Number(middle('cls').toFixed(3)),
    'TBT ms': Math.round(middle('tbt')),
    'script kB': Number((middle('script') / 1000).toFixed(1)),
  })
}

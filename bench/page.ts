/**
 * `npm run bench:page`: what Lighthouse says of the built page, on a phone with its slow network and processor and on a
 * desktop: of the sign-in screen, and of the profile of somebody who is signed in and comes with an empty cache. Returns
 * the median of the runs, and exit code 1 below 95 points or where anything but the service was asked.
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
import { newImage } from './visitors.ts'

/** Runs of each screen and form factor. */
const RUNS = Number(process.env.BENCH_RUNS ?? 5)
const POINTS_MIN = 95
type Screen = 'sign-in' | 'profile'
const categories = ['performance', 'accessibility', 'best-practices'] as const
const factors: Record<string, Config | undefined> = { phone: undefined, desktop: desktopConfig }

/** What one run gave: points of 100, times in milliseconds, script in bytes as transferred, with headers. */
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
  // Lighthouse opens its tabs beside those of the browser itself, and so with the cookie that is made here.
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

/** Registers somebody with a picture whose every field is filled. */
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

/** One run. What Lighthouse itself fails at, as it does on a busy machine, is tried again. */
async function examine(config: Config | undefined, tries = 3): Promise<Result> {
  // It empties the cache before each run, and leaves cookies and local storage.
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

/** Notes where the run saw something else, and requests to anything but the service. */
function findFaults(screen: Screen, name: string, lhr: Result): void {
  const urls = requests(lhr).map(({ url }) => url)
  const isSignedIn = urls.some((url) => url.endsWith('/user/get/profile/'))
  if (isSignedIn !== (screen === 'profile')) faults.push(`${name}: another screen was shown`)
  for (const url of urls)
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin)
      faults.push(`${name}: request to ${url}`)
}

function report(name: string, runs: readonly Figures[]): void {
  const middle = (of: keyof Figures) =>
    runs.map((run) => run[of]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)]!
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

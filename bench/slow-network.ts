/**
 * `npm run bench:slow`: opens the sign-in with an empty cache on a slow network, 400 ms and 50 kB/s, as Chromium
 * emulates it: each request waits at least that long for its response, and all responses share the bandwidth. It prints
 * the median of when something is painted, when the form can be used, and when what a script typed was sent, and exits with
 * 1 if the form takes longer than 3 s.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page, Request } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../test/support/browser.ts'
import { phone } from '../test/support/page.ts'
import { startProcess } from '../test/support/process.ts'
import { medianOf } from './percentile.ts'

const RUNS = Number(process.env.BENCH_RUNS ?? 7)
const USABLE_WITHIN = 3000
const network = { offline: false, latency: 400, downloadThroughput: 50 * 1024, uploadThroughput: 50 * 1024 }

/** The result of one run: milliseconds since the navigation started; files and bytes as transferred, with headers. */
interface Figures {
  paint: number
  usable: number
  sent: number
  requests: number
  bytes: number
}

/** Notes when the field is there. React renders it together with what handles its events. */
const WATCH = `
  const seen = () => {
    if (!document.querySelector('[name=username]:enabled')) return requestAnimationFrame(seen)
    globalThis.usable = performance.now()
  }
  seen()`

if (withoutBrowser) {
  console.error(withoutBrowser)
  process.exit(1)
}
const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-slow-'))
const service = await startProcess(dataDir, { LOG_LEVEL: 'warn' })
const browser = await startBrowser()
const runs: Figures[] = []
try {
  for (let run = 0; run < RUNS; run++) runs.push(await openSlowly(browser, new URL(service.base).origin))
} finally {
  await browser.close()
  await service.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}
const middle = (of: keyof Figures) => Math.round(medianOf(runs, of))
console.table([
  {
    'first paint ms': middle('paint'),
    'usable ms': middle('usable'),
    'sent ms': middle('sent'),
    requests: middle('requests'),
    kB: Number((middle('bytes') / 1000).toFixed(1)),
  },
])
console.log(`load average ${loadavg()[0]?.toFixed(1)}; median of ${RUNS} runs`)
if (middle('usable') > USABLE_WITHIN) {
  console.error(`the sign-in takes longer than ${USABLE_WITHIN} ms`)
  process.exitCode = 1
}

/** Opens the page in a browser that has never seen it, types and presses Enter as soon as possible. */
async function openSlowly(browser: Browser, origin: string): Promise<Figures> {
  const context = await browser.newContext({ ...phone, locale: 'en-US' })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', network)
    await page.addInitScript(WATCH)
    const transferred = countTransferred(page)
    await page.goto(`${origin}/`, { waitUntil: 'commit' })
    await page.locator('[name=username]:enabled').waitFor()
    const counted = transferred()
    await page.locator('[name=username]').fill('ada')
    await page.locator('[name=password]').fill('secret')
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === 'POST'),
      page.locator('[name=password]').press('Enter'),
    ])
    const { username } = request.postDataJSON() as { username: string }
    if (username !== 'ada') throw new Error(`${username} was sent instead of what was typed`)
    await request.response()
    return { ...(await times(page, request)), ...(await counted) }
  } finally {
    await context.close()
  }
}

/** Returns a function that returns how many responses have arrived, and their bytes with headers. */
function countTransferred(page: Page) {
  const all: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    all.push(
      request
        .sizes()
        .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
    )
  })
  return async () => {
    const sizes = await Promise.all(all)
    return { requests: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
  }
}

async function times(page: Page, request: Request): Promise<Pick<Figures, 'paint' | 'usable' | 'sent'>> {
  const { begun, ...seen } = await page.evaluate<{ begun: number; paint: number; usable: number }>(`({
    begun: performance.timeOrigin,
    paint: performance.getEntriesByName('first-paint')[0]?.startTime ?? NaN,
    usable: globalThis.usable,
  })`)
  return { ...seen, sent: request.timing().startTime - begun }
}

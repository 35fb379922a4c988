import type { Browser } from 'playwright-core'
import { startBrowser, withoutBrowser } from './browser.ts'
import { fixture } from './fixture.ts'
import { serviceFixture } from './service.ts'

/** Starts a service and a browser for all tests of a file. Without a browser on the machine, those tests are skipped. */
export async function pageFixture(settings: Parameters<typeof serviceFixture>[0] = {}, more: string[] = []) {
  return { service: await serviceFixture(settings), browser: await browserFixture(more) }
}

/** Starts a browser for all tests of a file. */
export async function browserFixture(more: string[] = []): Promise<Browser> {
  if (withoutBrowser) return undefined as unknown as Browser
  return fixture(
    () => startBrowser(more),
    (browser) => browser.close(),
  )
}

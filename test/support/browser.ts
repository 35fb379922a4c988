import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/**
 * Why no browser can be started here, or `false`. With `CI=true` a missing browser fails the tests that need it;
 * otherwise they are skipped with this reason.
 */
export const withoutBrowser: string | false =
  existsSync(executablePath) || process.env.CI === 'true'
    ? false
    : `${executablePath} is missing: apt-get install --yes --no-install-recommends chromium`

/** Starts Debian's Chromium with all background activity turned off. */
export function startBrowser(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
}

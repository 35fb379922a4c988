/**
 * Builds the page into `web/dist` where it is missing or older than its sources; takes about five seconds, else none.
 * `npm start` and `npm test` run it first. Where only what runs is installed, the page that is there is left as it is.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pageState } from '../src/page/page-build.ts'

const root = join(import.meta.dirname, '..')

function hasVite(): boolean {
  try {
    createRequire(import.meta.url).resolve('vite')
    return true
  } catch {
    return false
  }
}

if ((await pageState()) !== 'current' && hasVite()) {
  process.stdout.write('Building the page …\n')
  const { build } = await import('vite')
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
}

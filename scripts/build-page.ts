/**
 * Builds the page into `web/dist` if it is missing or older than its sources, in about five seconds. `npm start` and
 * `npm test` run this first. If only runtime dependencies are installed, an existing page is left unchanged.
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

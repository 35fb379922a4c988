/**
 * Builds the page into `web/dist` where it is missing or older than its sources; takes about five seconds, else none.
 * `npm start` and `npm test` run it first. Where only what runs is installed, the page that is there is left as it is.
 */
import { globSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const sources = ['common/**', 'web/{src,public}/**', 'web/*.{html,ts,json}', 'package-lock.json']

const changedAt = (file: string): number =>
  statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY

function isCurrent(): boolean {
  const built = changedAt('web/dist/index.html')
  return globSync(sources, { cwd: root }).every((file) => changedAt(file) <= built)
}

function hasVite(): boolean {
  try {
    createRequire(import.meta.url).resolve('vite')
    return true
  } catch {
    return false
  }
}

if (!isCurrent() && hasVite()) {
  process.stdout.write('Building the page …\n')
  const { build } = await import('vite')
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
}

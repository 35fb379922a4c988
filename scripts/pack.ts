/**
 * `npm run pack:release`: creates the release as one package, `dist/user-profile-VERSION.tgz`, with the joined server,
 * the built page and the versions of the lock file. `npm install` installs it, or `npx` runs it, without building
 * anything.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import './build-page.ts'
import { stage } from './stage.ts'

const root = join(import.meta.dirname, '..')
const staging = mkdtempSync(join(tmpdir(), 'user-profile-pack-'))
try {
  await stage(staging)
  mkdirSync(join(root, 'dist'), { recursive: true })
  const args = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', join(root, 'dist')]
  process.stdout.write(`dist/${execFileSync('npm', args, { cwd: staging, encoding: 'utf8' })}`)
} finally {
  rmSync(staging, { recursive: true, force: true })
}

/**
 * `npm run pack:release`: the release as one package, `dist/user-profile-VERSION.tgz`, with the built page and the versions of the
 * lock file. It is installed by `npm install`, or run by `npx`, without building anything. Node.js runs no TypeScript that lies in
 * `node_modules/`, so the types are stripped here.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import './build-page.ts'

const root = join(import.meta.dirname, '..')
const contents = [
  ...['bin', 'common', 'migrations', 'src', 'web/dist'],
  ...['README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'],
]
/** Where a module names another one of ours. */
const NAMED_MODULE = /(\b(?:from|import) ?\(?|new URL\()('\.[^']*)\.ts'/g

/** Puts the JavaScript of each module of a folder in its place; lines and columns stay. */
function stripTypes(folder: string): void {
  for (const name of globSync('{common,migrations,src}/**/*.ts', { cwd: folder })) {
    const file = join(folder, name)
    const code = stripTypeScriptTypes(readFileSync(file, 'utf8')).replace(NAMED_MODULE, "$1$2.js'")
    rmSync(file)
    if (!name.endsWith('.d.ts')) writeFileSync(file.replace(/\.ts$/, '.js'), code)
  }
}

/** What is left of the manifest for whoever installs it. */
function manifest(): string {
  const {
    scripts: _,
    devDependencies: __,
    ...rest
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  return `${JSON.stringify(rest, null, 2)}\n`
}

const staging = mkdtempSync(join(tmpdir(), 'user-profile-pack-'))
try {
  for (const path of contents) cpSync(join(root, path), join(staging, path), { recursive: true })
  stripTypes(staging)
  writeFileSync(join(staging, 'package.json'), manifest())
  // Unlike package-lock.json, npm reads this one from a package that it installs.
  cpSync(join(root, 'package-lock.json'), join(staging, 'npm-shrinkwrap.json'))
  mkdirSync(join(root, 'dist'), { recursive: true })
  const args = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', join(root, 'dist')]
  process.stdout.write(`dist/${execFileSync('npm', args, { cwd: staging, encoding: 'utf8' })}`)
} finally {
  rmSync(staging, { recursive: true, force: true })
}

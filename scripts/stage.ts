import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleServer } from './bundle.ts'

const root = join(import.meta.dirname, '..')
const contents = [
  ...['bin', 'web/dist', 'README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE', 'docs'],
  ...['deploy/fail2ban', 'deploy/nginx', 'deploy/systemd', 'deploy/traefik'],
]

/** Returns the parts of the manifest that an installation needs. */
function manifest(): string {
  const {
    scripts: _,
    devDependencies: __,
    ...rest
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  return `${JSON.stringify(rest, null, 2)}\n`
}

/** Creates the folder of a release: the server, the built page, documents, and configurations of other programs. */
export async function stage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  for (const path of contents) cpSync(join(root, path), join(folder, path), { recursive: true })
  await bundleServer(folder)
  writeFileSync(join(folder, 'package.json'), manifest())
  // Unlike package-lock.json, npm reads this file in a package that it installs.
  cpSync(join(root, 'package-lock.json'), join(folder, 'npm-shrinkwrap.json'))
}

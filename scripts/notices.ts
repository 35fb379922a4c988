/**
 * `npm run notices`: lists third-party packages that we distribute, at run time and in the page, in `dist/`:
 * `sbom.cdx.json`, a CycloneDX document with the hash of each package, and `THIRD-PARTY-NOTICES.txt` with their
 * licenses.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundledPackages, type LockedPackage, lockedPackages, root } from './dependencies.ts'

interface Component {
  'bom-ref': string
  name: string
  version: string
  [more: string]: unknown
}
interface Sbom {
  metadata: { component: { name: string; type: string } }
  components: Component[]
}

const bundled = bundledPackages()
if (bundled.size === 0) throw new Error('web/dist/packages.json is missing: npm run build:web')
const distributed = lockedPackages().filter(({ path, isDev }) => !isDev || bundled.has(path))
const unknown = [...bundled].filter((path) => !distributed.some((one) => one.path === path))
if (unknown.length > 0) throw new Error(`not in package-lock.json: ${unknown.join(', ')}; npm run build:web`)

/**
 * npm's own document lists runtime packages. The packages in the page are added, because npm considers them development
 * dependencies.
 */
function sbom(): Sbom {
  const text = execFileSync(
    'npm',
    [
      'sbom',
      '--sbom-format',
      'cyclonedx',
      '--sbom-type',
      'application',
      '--omit',
      'dev',
      '--package-lock-only',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000 },
  )
  const document = JSON.parse(text) as Sbom
  document.metadata.component.name = 'user-profile'
  const known = new Set(document.components.map((component) => component['bom-ref']))
  const more = distributed.filter(({ isDev }) => isDev).map(componentOf)
  return {
    ...document,
    components: [...document.components, ...more.filter((one) => !known.has(one['bom-ref']))],
  }
}

/** Returns a package in npm's format (CycloneDX 1.5). */
function componentOf({ name, version, license, integrity }: LockedPackage): Component {
  const ref = `${name}@${version}`
  const [, algorithm = '', hash = ''] = /^sha(\d+)-(.+)$/.exec(integrity) ?? []
  return {
    'bom-ref': ref,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${ref.replace(/^@/, '%40')}`,
    hashes: [{ alg: `SHA-${algorithm}`, content: Buffer.from(hash, 'base64').toString('hex') }],
    licenses: [/ (AND|OR) /.test(license) ? { expression: license } : { license: { id: license } }],
  }
}

/** Returns a package's files about its license and its bundled software, which libvips lists in its README. */
const noticeFiles = (name: string): RegExp =>
  name.startsWith('@img/sharp-libvips-')
    ? /^(licen[cs]e|notice|readme)/i
    : /^(licen[cs]e|notice|copying|third[-_ ]?party)/i

const headOf = ({ name, version, license }: LockedPackage): string =>
  `${name} ${version}\nLicense: ${license}`

/** Null if the package is for another platform, and so not installed. */
function noticeOf(one: LockedPackage): string | null {
  const folder = join(root, one.path)
  if (!existsSync(folder)) return null
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && noticeFiles(one.name).test(entry.name))
    .map(({ name }) => name)
  const texts = names.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim())
  return [headOf(one), ...texts].join('\n\n')
}

const folder = join(root, 'dist')
mkdirSync(folder, { recursive: true })
const document = sbom()
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(document, null, 2)}\n`)
const line = `\n\n${'-'.repeat(80)}\n\n`
const notices = distributed.flatMap((one) => noticeOf(one) ?? [])
const others = distributed.filter((one) => !existsSync(join(root, one.path))).map(headOf)
const parts = [
  'User Profile contains these works of others.',
  ...notices,
  `On other platforms than the one on which this file was made:\n\n${others.join('\n\n')}`,
]
writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), `${parts.join(line)}\n`)
process.stdout.write(
  `dist/: ${document.components.length} components, ${notices.length} notices, ${others.length} packages of other platforms\n`,
)

/** What `package-lock.json` says of the packages, and what we accept of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** A package as the lock file has it. */
export interface LockedPackage {
  /** `node_modules/…`. */
  path: string
  name: string
  version: string
  /** SPDX expression (ISO/IEC 5962), or `''` where it names none. */
  license: string
  /** Hash of its archive (Subresource Integrity): `sha512-…`. */
  integrity: string
  /** Only used to develop. */
  isDev: boolean
  /** Runs a program when it is installed. */
  hasInstallScript: boolean
}

interface Lock {
  packages: Record<
    string,
    {
      name?: string
      version: string
      license?: string
      integrity?: string
      dev?: boolean
      hasInstallScript?: boolean
    }
  >
}

/** Every package of the lock file but our own. */
export function lockedPackages(
  text = readFileSync(join(root, 'package-lock.json'), 'utf8'),
): LockedPackage[] {
  return Object.entries((JSON.parse(text) as Lock).packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      path,
      name: entry.name ?? path.replace(/.*node_modules\//, ''),
      version: entry.version,
      license: entry.license ?? '',
      integrity: entry.integrity ?? '',
      isDev: entry.dev === true,
      hasInstallScript: entry.hasInstallScript === true,
    }))
}

/** Licenses of what we hand on: none of them asks anything of our own code. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unicode-3.0',
])

/** Accepted for these packages alone: libvips is a library of its own, which is linked while the service runs. */
const acceptedFor: readonly [RegExp, string][] = [
  [/^@img\/sharp-(libvips-|win32-|wasm32$)/, 'LGPL-3.0-or-later'],
]

/** Packages that may run a program when they are installed: none needs to. */
const installScripts: ReadonlySet<string> = new Set()

/** Whether we may hand the package on: each license that its expression joins by AND, or one that it joins by OR. */
function isAccepted({ name, license }: Pick<LockedPackage, 'name' | 'license'>): boolean {
  const isOne = (id: string) =>
    accepted.has(id) || acceptedFor.some(([names, only]) => names.test(name) && only === id)
  return license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((all) => all.split(' AND ').every((id) => isOne(id.trim())))
}

/** Faults of the packages, one line each: licenses of what we hand on, and programs that run at the installation. */
export function faultsOf(packages: readonly LockedPackage[], bundled: ReadonlySet<string>): string[] {
  return packages.flatMap((one) => {
    const label = `${one.name} ${one.version}`
    const isHandedOn = !one.isDev || bundled.has(one.path)
    return [
      ...(isHandedOn && !isAccepted(one)
        ? [`${label} has the license "${one.license}", which is not accepted: see scripts/dependencies.ts`]
        : []),
      ...(one.hasInstallScript && !installScripts.has(one.name)
        ? [`${label} runs a program when it is installed: see scripts/dependencies.ts`]
        : []),
    ]
  })
}

/** Paths of the packages in the page as it was built; empty where it is not built. */
export function bundledPackages(folder = join(root, 'web/dist')): Set<string> {
  try {
    return new Set(JSON.parse(readFileSync(join(folder, 'packages.json'), 'utf8')) as string[])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}

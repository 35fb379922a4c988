/** Reads the packages from `package-lock.json`, and states which ones we accept. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** A package in the lock file. */
export interface LockedPackage {
  /** `node_modules/…`. */
  path: string
  name: string
  version: string
  /** SPDX expression (ISO/IEC 5962), or `''` if there is none. */
  license: string
  /** Hash of its archive (Subresource Integrity): `sha512-…`. */
  integrity: string
  /** Used only in development. */
  isDev: boolean
  /** Runs a program at install time. */
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

/** Returns every package in the lock file except our own. */
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

/** Accepted licenses of distributed packages: none of them affects our own code. */
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

/**
 * Accepted only for these packages: separate libraries that are loaded at run time, as files that an operator can
 * replace.
 */
const acceptedFor: readonly [RegExp, string][] = [
  [/^libheif-js$/, 'LGPL-3.0'],
  [/^@img\/sharp-(libvips-|win32-|wasm32$)/, 'LGPL-3.0-or-later'],
]

/** Packages that may run a program at install time: none needs to. */
const installScripts: ReadonlySet<string> = new Set()

/** Returns whether we may distribute the package: all licenses joined by AND, or one joined by OR, must be accepted. */
function isAccepted({ name, license }: Pick<LockedPackage, 'name' | 'license'>): boolean {
  const isOne = (id: string) =>
    accepted.has(id) || acceptedFor.some(([names, only]) => names.test(name) && only === id)
  return license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((all) => all.split(' AND ').every((id) => isOne(id.trim())))
}

/**
 * Returns the problems of the packages, one line each: licenses of distributed packages, and programs that run at
 * install time.
 */
export function faultsOf(packages: readonly LockedPackage[], bundled: ReadonlySet<string>): string[] {
  return packages.flatMap((one) => {
    const label = `${one.name} ${one.version}`
    const isDistributed = !one.isDev || bundled.has(one.path)
    return [
      ...(isDistributed && !isAccepted(one)
        ? [`${label} has the license "${one.license}", which is not accepted: see scripts/dependencies.ts`]
        : []),
      ...(one.hasInstallScript && !installScripts.has(one.name)
        ? [`${label} runs a program when it is installed: see scripts/dependencies.ts`]
        : []),
    ]
  })
}

/** Returns the paths of the packages in the built page; empty if it is not built. */
export function bundledPackages(folder = join(root, 'web/dist')): Set<string> {
  try {
    return new Set(JSON.parse(readFileSync(join(folder, 'packages.json'), 'utf8')) as string[])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}

import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the service, in a checkout or in a release. */
const home = fileURLToPath(new URL('../..', import.meta.url))

/** Output of `npm run build:web`. */
export const builtPage = join(home, 'web/dist')

/** Inputs of the build; a release does not contain all of them. */
const SOURCES = ['common/**', 'web/{src,public}/**', 'web/*.{html,ts,json}', 'package-lock.json']

/**
 * Returns whether the page exists and is not older than its sources; without `web/src`, it counts as current.
 */
export async function pageState(root = home): Promise<'missing' | 'outdated' | 'current'> {
  const changedAt = async (path: string) => (await stat(join(root, path)).catch(() => null))?.mtimeMs
  const built = await changedAt('web/dist/index.html')
  if (built === undefined) return 'missing'
  if ((await changedAt('web/src')) === undefined) return 'current'
  for await (const path of glob(SOURCES, { cwd: root }))
    if (((await changedAt(path)) ?? 0) > built) return 'outdated'
  return 'current'
}

/** Returns the problem with the built page, for the log; `null` if there is none. */
export async function pageFault(root?: string): Promise<string | null> {
  const state = await pageState(root)
  if (state === 'current') return null
  const fault = state === 'missing' ? 'the page is not built' : 'the page is older than its sources'
  return `${fault}: run npm run build:web in a checkout, or install a release, which contains it`
}

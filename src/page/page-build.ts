import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the service lies, in a checkout or in a release. */
const home = fileURLToPath(new URL('../..', import.meta.url))

/** What `npm run build:web` makes. */
export const builtPage = join(home, 'web/dist')

/** What it makes it from; a release does not have all of it. */
const SOURCES = ['common/**', 'web/{src,public}/**', 'web/*.{html,ts,json}', 'package-lock.json']

/** Whether the page is there, and no older than its sources; without `web/src` nothing can be told of those. */
export async function pageState(root = home): Promise<'missing' | 'outdated' | 'current'> {
  const changedAt = async (path: string) => (await stat(join(root, path)).catch(() => null))?.mtimeMs
  const built = await changedAt('web/dist/index.html')
  if (built === undefined) return 'missing'
  if ((await changedAt('web/src')) === undefined) return 'current'
  for await (const path of glob(SOURCES, { cwd: root }))
    if (((await changedAt(path)) ?? 0) > built) return 'outdated'
  return 'current'
}

/** What is wrong with the built page, for the log; `null` if nothing is. */
export async function pageFault(root?: string): Promise<string | null> {
  const state = await pageState(root)
  if (state === 'current') return null
  const fault = state === 'missing' ? 'the page is not built' : 'the page is older than its sources'
  return `${fault}: run npm run build:web in a checkout, or install a release, which contains it`
}

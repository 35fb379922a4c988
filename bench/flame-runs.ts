import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Case, cases } from './cases.ts'
import { flameGraph, type Profile } from './flame.ts'
import { type Bounds, runCase, startSubject } from './subject.ts'

/** A flame graph of the service under the load of a case. */
export interface Flame {
  name: string
  svg: string
}

const home = join(import.meta.dirname, '..')

/** Runs each case once more on a service that is profiled, on SQLite. */
export async function recordFlames(bounds: Omit<Bounds, 'rounds'>): Promise<Flame[]> {
  const flames: Flame[] = []
  for (const one of cases) flames.push({ name: one.name, svg: await recordFlame(one, bounds) })
  return flames
}

async function recordFlame(one: Case, bounds: Omit<Bounds, 'rounds'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-flame-'))
  const before = process.env.NODE_OPTIONS
  process.env.NODE_OPTIONS = `--cpu-prof --cpu-prof-dir=${folder} --cpu-prof-interval=200`
  try {
    const subject = await startSubject(home)
    await runCase(subject.server, subject.scripts.get(one)!, bounds)
    await subject.stop()
    return flameGraph(await largestProfile(folder), bounds.seconds, one.name)
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = before
    await rm(folder, { recursive: true, force: true })
  }
}

/** Its child processes are profiled, too, and did less. */
async function largestProfile(folder: string): Promise<Profile> {
  const files = (await readdir(folder)).map((name) => join(folder, name))
  const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })))
  const [largest] = sizes.toSorted((a, b) => b.size - a.size)
  return JSON.parse(await readFile(largest!.file, 'utf8')) as Profile
}

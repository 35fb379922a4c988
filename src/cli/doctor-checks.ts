import { chmod, rm, stat } from 'node:fs/promises'
import type { Services } from '../app.ts'
import type { Examination, PictureFindings } from '../picture/picture-upkeep.service.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import { Locked } from '../ports/maintenance.ts'

/** What a check found. `fix` mends it, where that can be done. */
export interface Finding {
  /** One line for people: what is wrong, or how it stands. */
  detail: string
  isWrong: boolean
  /** What it is about, such as paths or ids. */
  items?: string[]
  fix?: () => Promise<void>
}

/** One thing that `doctor` looks at. */
export interface Check {
  name: string
  examine: () => Promise<Finding>
}

const fine = (detail: string): Finding => ({ detail, isWrong: false })

/** All checks, in the order in which they are reported. */
export function createChecks(services: Services, looking: Examination): Check[] {
  const { grace } = looking
  return [
    { name: 'database', examine: () => database(services) },
    { name: 'migrations', examine: () => migrations(services) },
    { name: 'abuse limits', examine: () => limits(services) },
    { name: 'data folder', examine: () => permissions(services.config.dataDir) },
    { name: 'picture store', examine: () => objects(services) },
    ...pictures(services, looking),
    { name: 'temporary files', examine: () => temporary(services, grace) },
    { name: 'imports', examine: () => imports(services, grace) },
    { name: 'sessions', examine: () => sessions(services) },
    { name: 'keys', examine: () => keys(services) },
    { name: 'encryption', examine: () => encryption(services) },
    { name: 'second factors', examine: () => secondFactors(services) },
    { name: 'mail', examine: () => mail(services) },
    { name: 'outbox', examine: () => outbox(services) },
    { name: 'clock', examine: () => clock(services) },
  ]
}

async function database({ maintenance, db }: Services): Promise<Finding> {
  await db.check()
  await db.checkWrites()
  const items = await maintenance.integrityProblems()
  return items.length === 0
    ? fine('whole; can be read and written')
    : { detail: `${items.length} faults; restore a backup`, isWrong: true, items }
}

async function migrations({ maintenance }: Services): Promise<Finding> {
  const items = (await maintenance.migrations()).filter((m) => m.executedAt === null).map((m) => m.name)
  return items.length === 0
    ? fine('up to date')
    : { detail: 'not up to date; run user-profile migrate', isWrong: true, items }
}

async function limits({ limiter, config }: Services): Promise<Finding> {
  await limiter.check()
  const shared =
    config.databaseUrl === undefined ? 'each process counts for itself' : 'counted in the database'
  return fine(config.redisUrl === undefined ? shared : 'counted in Redis')
}

async function permissions(folder: string): Promise<Finding> {
  const { mode } = await stat(folder)
  if ((mode & 0o077) === 0) return fine('only its owner may read it')
  return {
    detail: `${folder} can be entered by others (mode ${(mode & 0o777).toString(8)})`,
    isWrong: true,
    fix: () => chmod(folder, 0o700),
  }
}

async function objects({ objects: store }: Services): Promise<Finding> {
  await store.check()
  return fine('can be read and written')
}

function pictures({ pictures: upkeep }: Services, looking: Examination): Check[] {
  let looked: Promise<PictureFindings> | undefined
  const found = () => {
    looked ??= upkeep.examine(looking)
    return looked
  }
  const faulty = async (what: 'missing' | 'damaged', fine: Finding): Promise<Finding> => {
    const items = (await found())[what].map((one) => one.key)
    if (items.length === 0) return fine
    return {
      detail: `${items.length} files are ${what}; put them back from a backup, or upload the picture again`,
      isWrong: true,
      items,
    }
  }
  return [
    {
      name: 'picture files',
      async examine() {
        const { orphans } = await found()
        if (orphans.length === 0) return fine('every file has its picture')
        return {
          detail: `${orphans.length} files without a picture`,
          isWrong: true,
          items: orphans,
          fix: () => upkeep.removeOrphans(orphans),
        }
      },
    },
    { name: 'pictures', examine: () => faulty('missing', fine('every picture has its files')) },
    {
      name: 'picture contents',
      examine: () =>
        faulty(
          'damaged',
          fine(looking.isQuick ? 'every file has its size; not read' : 'every file holds what was stored'),
        ),
    },
  ]
}

async function temporary(services: Services, grace: number): Promise<Finding> {
  await services.checkUploads()
  const items = await services.leftFiles(services.clock.now() - grace)
  if (items.length === 0) return fine('nothing is left over')
  return {
    detail: `${items.length} left over from broken uploads`,
    isWrong: true,
    items,
    fix: async () => {
      for (const path of items) await rm(path, { recursive: true, force: true })
    },
  }
}

async function imports(services: Services, grace: number): Promise<Finding> {
  let unlock: () => Promise<void>
  try {
    unlock = await services.maintenance.lock('import')
  } catch (error) {
    if (error instanceof Locked) return fine('one is running')
    throw error
  }
  try {
    const items = await services.imports.dead(grace)
    if (items.length === 0) return fine('none was cut short')
    const fix = async () => {
      const release = await services.maintenance.lock('import')
      await services.imports.cleanUp(grace).finally(release)
    }
    return { detail: `${items.length} cut short; their people are invisible`, isWrong: true, items, fix }
  } finally {
    await unlock()
  }
}

/** Ended sessions are no fault: the service removes them too, in time. */
async function sessions({ sessions: service }: Services): Promise<Finding> {
  const fix = async () => {
    while ((await service.purge()) > 0);
  }
  return { ...fine('those that ended are kept for a week'), fix }
}

async function keys({ keyring }: Services): Promise<Finding> {
  const { keys: found } = await keyring.jwks()
  return fine(found.length === 0 ? 'none yet; the first sign-in makes one' : `${found.length} in use`)
}

/** Secrets that are stored as they are are no fault where no key is set; it is the operator's choice. */
async function encryption({ secrets, sealed }: Services): Promise<Finding> {
  const states = await secrets.state()
  const items = states.flatMap(({ table, plain, byKey, others }) => [
    ...Object.entries(byKey)
      .filter(([, count]) => count > 0)
      .map(([id, count]) => `${table}: ${count} with the key "${id}"`),
    ...(plain > 0 ? [`${table}: ${plain} not encrypted`] : []),
    ...(others > 0 ? [`${table}: ${others} with keys that are not set`] : []),
  ])
  const sum = (count: (state: (typeof states)[number]) => number) =>
    states.reduce((all, state) => all + count(state), 0)
  if (sum(({ others }) => others) > 0) {
    return { detail: 'secrets need a key that ENCRYPTION_KEYS lacks; add it', isWrong: true, items }
  }
  const { current } = sealed
  if (current === null)
    return { ...fine('stored secrets are not encrypted, since ENCRYPTION_KEYS is not set'), items }
  const all = sum(({ plain, byKey }) => plain + Object.values(byKey).reduce((a, b) => a + b, 0))
  const left = all - sum(({ byKey }) => byKey[current] ?? 0)
  if (left === 0)
    return { ...fine(`all ${all} stored secrets are encrypted with the key "${current}"`), items }
  return {
    detail: `${left} of ${all} stored secrets are not encrypted with the current key "${current}"; run user-profile secrets re-encrypt, then remove former keys`,
    isWrong: true,
    items,
  }
}

/** People without one are no fault: they set one up when they sign in. */
async function secondFactors({ factors }: Services): Promise<Finding> {
  const { people, enrolled, missing } = await factors.count()
  const without = missing === 0 ? 'nobody who needs one is without' : `${missing} need one and have none`
  return fine(`${enrolled} of ${people} people have one; ${without}`)
}

async function mail({ mailer, config }: Services): Promise<Finding> {
  await mailer.check()
  return fine(
    config.mailServer === undefined
      ? 'written to files, since SMTP_URL is not set'
      : 'the server accepts mail',
  )
}

async function outbox({ outbox: service }: Services): Promise<Finding> {
  const jobs = await service.failed()
  const refused = jobs.filter(({ isRefusal }) => isRefusal).reduce((sum, { count }) => sum + count, 0)
  const failed = jobs.filter(({ isRefusal }) => !isRefusal)
  if (failed.length === 0) {
    return fine(refused === 0 ? 'no job was given up' : `${refused} mails refused by their recipients`)
  }
  return {
    detail: failed.map(({ kind, count }) => `${count} × ${kind} given up`).join(', '),
    isWrong: true,
    items: failed.map(({ kind }) => kind),
  }
}

/** Every change leaves an event, so the newest one tells how far the clock has been. */
async function clock({ audit, clock: now }: Services): Promise<Finding> {
  const newest = await audit.newest()
  if (newest === null || newest <= now.now() + CLOCK_SKEW) return fine('not behind anything that happened')
  return {
    detail: `something happened at ${new Date(newest).toISOString()}, which is in the future: the clock is wrong, or ran ahead and was put back; see "Clock" in docs/operations.md`,
    isWrong: true,
  }
}

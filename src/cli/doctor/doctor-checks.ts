import { chmod, rm, stat } from 'node:fs/promises'
import type { Services } from '../../app/app.ts'
import type { Examination, PictureFindings } from '../../picture/picture-examination.service.ts'
import { CLOCK_SKEW } from '../../ports/clock.ts'
import { Locked } from '../../tables/maintenance.ts'

/** Result of a check. `fix` repairs the problem, if that is possible. */
export interface Finding {
  /** One line for people: the problem, or the current state. */
  detail: string
  isWrong: boolean
  /** What the finding concerns, such as paths or ids. */
  items?: string[]
  fix?: () => Promise<void>
}

/** A check of `doctor`. */
export interface Check {
  name: string
  examine: () => Promise<Finding>
}

type CheckedServices = Pick<
  Services,
  | 'applications'
  | 'attributes'
  | 'audit'
  | 'checkSecurityLog'
  | 'checkUploads'
  | 'clock'
  | 'config'
  | 'db'
  | 'factors'
  | 'imports'
  | 'keyring'
  | 'leftoverFiles'
  | 'limiter'
  | 'mailer'
  | 'maintenance'
  | 'objects'
  | 'outbox'
  | 'pictures'
  | 'providerKeys'
  | 'sealed'
  | 'secrets'
  | 'sessions'
  | 'webhooks'
>

const fine = (detail: string): Finding => ({ detail, isWrong: false })

/** Returns all checks, in the order in which they are reported. */
export function createChecks(services: CheckedServices, examination: Examination): Check[] {
  const { grace } = examination
  return [
    { name: 'database', examine: () => database(services) },
    { name: 'migrations', examine: () => migrations(services) },
    { name: 'abuse limits', examine: () => limits(services) },
    { name: 'data folder', examine: () => permissions(services.config.dataDir) },
    { name: 'picture store', examine: () => objects(services) },
    ...pictures(services, examination),
    { name: 'temporary files', examine: () => temporary(services, grace) },
    { name: 'imports', examine: () => imports(services, grace) },
    { name: 'attributes', examine: () => attributes(services) },
    { name: 'sessions', examine: () => sessions(services) },
    { name: 'keys', examine: () => keys(services) },
    { name: 'encryption', examine: () => encryption(services) },
    { name: 'second factors', examine: () => secondFactors(services) },
    { name: 'mail', examine: () => mail(services) },
    { name: 'security log', examine: () => securityLog(services) },
    { name: 'outbox', examine: () => outbox(services) },
    { name: 'webhooks', examine: () => webhooks(services) },
    ...providers(services),
    { name: 'clock', examine: () => clock(services) },
  ]
}

async function database({ maintenance, db }: Pick<Services, 'maintenance' | 'db'>): Promise<Finding> {
  await db.check()
  await db.checkWrites()
  const items = await maintenance.integrityProblems()
  return items.length === 0
    ? fine('intact; can be read and written')
    : { detail: `${items.length} problems; restore a backup`, isWrong: true, items }
}

async function migrations({ maintenance }: Pick<Services, 'maintenance'>): Promise<Finding> {
  const items = (await maintenance.migrations()).filter((m) => m.executedAt === null).map((m) => m.name)
  return items.length === 0
    ? fine('up to date')
    : { detail: 'not up to date; run user-profile migrate', isWrong: true, items }
}

async function limits({ limiter, config }: Pick<Services, 'limiter' | 'config'>): Promise<Finding> {
  await limiter.check()
  const shared = config.databaseUrl === undefined ? 'counted in each process' : 'counted in the database'
  return fine(config.redisUrl === undefined ? shared : 'counted in Redis')
}

async function permissions(folder: string): Promise<Finding> {
  const { mode } = await stat(folder)
  if ((mode & 0o077) === 0) return fine('only its owner can access it')
  return {
    detail: `${folder} is accessible to others (mode ${(mode & 0o777).toString(8)})`,
    isWrong: true,
    fix: () => chmod(folder, 0o700),
  }
}

async function objects({ objects: store }: Pick<Services, 'objects'>): Promise<Finding> {
  await store.check()
  return fine('can be read and written')
}

function pictures({ pictures: upkeep }: Pick<Services, 'pictures'>, examination: Examination): Check[] {
  let looked: Promise<PictureFindings> | undefined
  const found = () => {
    looked ??= upkeep.examine(examination)
    return looked
  }
  const faulty = async (what: 'missing' | 'damaged', fine: Finding): Promise<Finding> => {
    const items = (await found())[what].map((one) => one.key)
    if (items.length === 0) return fine
    return {
      detail: `${items.length} files are ${what}; restore them from a backup, or upload the picture again`,
      isWrong: true,
      items,
    }
  }
  return [
    {
      name: 'picture files',
      async examine() {
        const { orphans } = await found()
        if (orphans.length === 0) return fine('every file belongs to a picture')
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
          fine(
            examination.isQuick
              ? 'every file has the right size; contents not checked'
              : 'every file is intact',
          ),
        ),
    },
  ]
}

async function temporary(
  services: Pick<Services, 'checkUploads' | 'leftoverFiles' | 'clock'>,
  grace: number,
): Promise<Finding> {
  await services.checkUploads()
  const items = await services.leftoverFiles(services.clock.now() - grace)
  if (items.length === 0) return fine('no leftovers')
  return {
    detail: `${items.length} left over from interrupted uploads`,
    isWrong: true,
    items,
    fix: async () => {
      for (const path of items) await rm(path, { recursive: true, force: true })
    },
  }
}

/** Whether the service can verify tokens of each provider, and for which application. */
function providers({
  config,
  applications,
  providerKeys,
}: Pick<Services, 'config' | 'applications' | 'providerKeys'>): Check[] {
  return config.issuers.map((issuer) => ({
    name: `provider ${issuer.id}`,
    async examine() {
      const { keys } = await providerKeys.check(issuer)
      const detail = `discovery matches; ${keys} keys`
      if (issuer.application === null) return fine(detail)
      const application = await applications.find(issuer.application)
      const problem =
        application === null
          ? `there is no application ${issuer.application}; create it, or correct ISSUERS`
          : application.revokedAt !== null
            ? `the application ${issuer.application} is revoked`
            : application.kind === 'server'
              ? `the application ${issuer.application} is a server, through which nobody signs in`
              : null
      return problem === null ? fine(detail) : { detail: problem, isWrong: true }
    },
  }))
}

async function imports(services: Pick<Services, 'imports' | 'maintenance'>, grace: number): Promise<Finding> {
  let unlock: () => Promise<void>
  try {
    unlock = await services.maintenance.lock('import')
  } catch (error) {
    if (error instanceof Locked) return fine('an import is running')
    throw error
  }
  try {
    const items = await services.imports.dead(grace)
    if (items.length === 0) return fine('none was interrupted')
    const fix = async () => {
      const release = await services.maintenance.lock('import')
      await services.imports.cleanUp(grace).finally(release)
    }
    return { detail: `${items.length} interrupted; their people are invisible`, isWrong: true, items, fix }
  } finally {
    await unlock()
  }
}

/** Nothing is dropped when a declaration changes, so such values stay until somebody corrects them. */
async function attributes({ attributes: service }: Pick<Services, 'attributes'>): Promise<Finding> {
  const { declared, people, misfits } = await service.examine()
  if (declared === 0 && misfits.length === 0) return fine('none are declared')
  if (misfits.length === 0) return fine(`${declared} declared; the values of ${people} people fit`)
  const items = misfits.map(({ name, count, isDeclared, example }) =>
    isDeclared
      ? `${name}: ${count} values do not fit, such as that of ${example}`
      : `${name}: not declared any more; ${count} values are kept`,
  )
  // A removed declaration is the operator's choice.
  const wrong = misfits.filter(({ isDeclared }) => isDeclared)
  if (wrong.length === 0) return { ...fine(`${declared} declared; values of removed ones are kept`), items }
  return {
    detail: `values of ${wrong.map(({ name }) => name).join(', ')} do not fit their declarations; correct them, or change the declarations`,
    isWrong: true,
    items,
  }
}

/** Expired sessions are not a problem: the service also removes them in time. */
async function sessions({ sessions: service }: Pick<Services, 'sessions'>): Promise<Finding> {
  const fix = async () => {
    while ((await service.purge()) > 0);
  }
  return { ...fine('ended sessions are removed after a week'), fix }
}

async function keys({ keyring }: Pick<Services, 'keyring'>): Promise<Finding> {
  const { keys: found } = await keyring.jwks()
  return fine(found.length === 0 ? 'none yet; the first sign-in creates one' : `${found.length} in use`)
}

/** Unencrypted secrets are not a problem if no key is set; that is the operator's choice. */
async function encryption({ secrets, sealed }: Pick<Services, 'secrets' | 'sealed'>): Promise<Finding> {
  const states = await secrets.state()
  const items = states.flatMap(({ table, plain, byKey, others }) => [
    ...Object.entries(byKey)
      .filter(([, count]) => count > 0)
      .map(([id, count]) => `${table}: ${count} with the key "${id}"`),
    ...(plain > 0 ? [`${table}: ${plain} not encrypted`] : []),
    ...(others > 0 ? [`${table}: ${others} with unknown keys`] : []),
  ])
  const sum = (count: (state: (typeof states)[number]) => number) =>
    states.reduce((all, state) => all + count(state), 0)
  if (sum(({ others }) => others) > 0) {
    return {
      detail: 'secrets require a key that is missing from ENCRYPTION_KEYS; add it',
      isWrong: true,
      items,
    }
  }
  const { current } = sealed
  if (current === null)
    return { ...fine('stored secrets are not encrypted because ENCRYPTION_KEYS is not set'), items }
  const all = sum(({ plain, byKey }) => plain + Object.values(byKey).reduce((a, b) => a + b, 0))
  const left = all - sum(({ byKey }) => byKey[current] ?? 0)
  if (left === 0)
    return { ...fine(`all ${all} stored secrets are encrypted with the key "${current}"`), items }
  return {
    detail: `${left} of ${all} stored secrets are not encrypted with the current key "${current}"; run user-profile secrets re-encrypt, then remove old keys`,
    isWrong: true,
    items,
  }
}

/** People without a second factor are not a problem: they set one up when they sign in. */
async function secondFactors({ factors }: Pick<Services, 'factors'>): Promise<Finding> {
  const { people, enrolled, missing } = await factors.count()
  const without = missing === 0 ? 'everyone who needs one has one' : `${missing} need one but have none`
  return fine(`${enrolled} of ${people} people have one; ${without}`)
}

async function mail({ mailer, config }: Pick<Services, 'mailer' | 'config'>): Promise<Finding> {
  await mailer.check()
  return fine(
    config.mailServer === undefined
      ? 'written to files because SMTP_URL is not set'
      : 'the server accepts mail',
  )
}

async function securityLog({
  checkSecurityLog,
  config,
}: Pick<Services, 'checkSecurityLog' | 'config'>): Promise<Finding> {
  await checkSecurityLog()
  return fine(
    config.securityLog === undefined ? 'only the log, since SECURITY_LOG is not set' : 'can be written',
  )
}

async function outbox({ outbox: service }: Pick<Services, 'outbox'>): Promise<Finding> {
  const jobs = await service.failed()
  const refused = jobs.filter(({ isRefusal }) => isRefusal).reduce((sum, { count }) => sum + count, 0)
  const failed = jobs.filter(({ isRefusal }) => !isRefusal)
  if (failed.length === 0) {
    return fine(refused === 0 ? 'no job failed permanently' : `${refused} mails refused by their recipients`)
  }
  return {
    detail: failed.map(({ kind, count }) => `${count} × ${kind} given up`).join(', '),
    isWrong: true,
    items: failed.map(({ kind }) => kind),
  }
}

/** An endpoint that the operator has disabled is not a problem. */
async function webhooks({ webhooks: service }: Pick<Services, 'webhooks'>): Promise<Finding> {
  const all = await service.list(null)
  const lost = all.filter(({ disabledReason }) => disabledReason === 'gone' || disabledReason === 'failing')
  const failing = all.filter((one) => one.disabledAt === null && one.failingSince !== null)
  if (lost.length === 0 && failing.length === 0)
    return fine(all.length === 0 ? 'no endpoints' : `${all.length} endpoints`)
  const disabled = lost.length === 0 ? '' : `${lost.length} endpoints disabled since they failed`
  const waiting = failing.length === 0 ? '' : `${failing.length} endpoints do not take events now`
  return {
    detail: `${[disabled, waiting].filter((part) => part !== '').join('; ')}; see user-profile app webhook list`,
    isWrong: true,
    items: [...lost, ...failing].map(({ id }) => id),
  }
}

/** Every change records an event, so the newest one shows how far the clock has been. */
async function clock({ audit, clock: now }: Pick<Services, 'audit' | 'clock'>): Promise<Finding> {
  const newest = await audit.newest()
  if (newest === null || newest <= now.now() + CLOCK_SKEW) return fine('not behind any recorded event')
  return {
    detail: `an event is recorded at ${new Date(newest).toISOString()}, which is in the future: the clock is wrong, or ran ahead and was corrected; see "Clock" in docs/operations.md`,
    isWrong: true,
  }
}

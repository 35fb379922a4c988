import { type Deadlines, deadlines } from './adapters/bounded.ts'
import {
  DataFolderError,
  lockDataFolder,
  openDataFolder,
  UNFINISHED_RESTORE,
} from './adapters/data-folder.ts'
import { onFiles, tryFolder } from './adapters/file-errors.ts'
import { lockFile } from './adapters/file-lock.ts'
import { measuredLimiter, measuredMailer } from './adapters/measured.ts'
import { knownMigrations } from './adapters/migrate.ts'
import { openCopy } from './adapters/sqlite-maintenance.ts'
import { systemClock, systemRandom } from './adapters/system.ts'
import { openTemporaryNames, type TemporaryNames } from './adapters/temporary-names.ts'
import { traceDatabase, traceLimiter, traceMailer, traceObjects } from './adapters/traced.ts'
import { wireAccount } from './app-account.ts'
import { wirePictures } from './app-pictures.ts'
import { type Ground, securityUrl, wireSessions } from './app-sessions.ts'
import {
  databaseReadings,
  openBoundedStores,
  openLimiter,
  openStores,
  prepareObjects,
  type Stores,
} from './app-stores.ts'
import { upkeepTasks } from './app-upkeep.ts'
import { leftFiles, openBreachedPasswords, openMailer, openSecurityLog } from './app-world.ts'
import { createApplicationService } from './application/application.service.ts'
import { tellingEvents } from './audit/after-commit.ts'
import { createAuditService } from './audit/audit.service.ts'
import { createSecurityEventsService } from './audit/security-events.service.ts'
import type { Config } from './config.ts'
import { tagOfDocument } from './http/etag.ts'
import { createLocalInfoService } from './local-info/local-info.service.ts'
import { createLocalInfo } from './local-info/local-info.ts'
import { createMailService } from './mail/mail.service.ts'
import { createNoticeService } from './notice/notice.service.ts'
import { createOutboxService } from './outbox/outbox.service.ts'
import type { Clock } from './ports/clock.ts'
import { inBackground } from './ports/foreign-events.ts'
import type { Log } from './ports/log.ts'
import { type Metrics, noMetrics } from './ports/metrics.ts'
import type { Random } from './ports/random.ts'
import type { Tracer } from './ports/tracer.ts'
import { createProfileService } from './profile/profile.service.ts'
import { createSealedSecrets } from './sealed-secrets.ts'
import { createSecretsService } from './secrets/secrets.service.ts'
import { startUpkeep } from './upkeep.ts'
import { createUserService } from './user/user.service.ts'

export {
  DataFolderError,
  knownMigrations,
  lockDataFolder,
  lockFile,
  openCopy,
  openStores,
  UNFINISHED_RESTORE,
}

/** Everything below HTTP, wired: what the server and the command line both use. */
export type Services = Awaited<ReturnType<typeof openServices>>

interface ServiceOptions {
  clock?: Clock
  random?: Random
  tracer?: Tracer | null
  metrics?: Metrics
  /** Whether this process serves, rather than runs a command beside the service. */
  isService?: boolean
  /** For tests: puts faults around the stores. */
  around?: (stores: Stores) => Stores
  /** When the stores count as unavailable. */
  limits?: Deadlines
}

/** Opens the stores that the settings name and wires the features. The caller closes them. */
export async function openServices(
  config: Config,
  {
    clock = systemClock,
    random = systemRandom,
    tracer = null,
    metrics = noMetrics,
    isService = false,
    around = (stores) => stores,
    limits = deadlines,
  }: ServiceOptions = {},
) {
  const holdsDatabase = config.databaseUrl === undefined
  const { temporaryFolder, mark, unlock } = openDataFolder(config.dataDir, { holdsDatabase, isService })
  const opened = await openBoundedStores(config, metrics, around, limits)
  const { maintenance } = opened
  let log: Log | null = null
  metrics.readGauges(() => databaseReadings(opened.db))
  const db = tellingEvents(traceDatabase(tracer, opened.db, opened.engine), (event) =>
    securityEvents.committed(event),
  )
  const migrated = await maintenance.migrate()
  mark()
  const sealed = createSealedSecrets(config.encryptionKeys)
  const secrets = createSecretsService({ db, sealed })
  if (isService) {
    await secrets.demandKeys().catch(async (error: unknown) => {
      // Open connections would keep the process from ending.
      opened.objects.close()
      await db.close()
      throw error
    })
  }
  await prepareObjects(opened.objects, config)
  const choices = createLocalInfo(config)
  const objects = traceObjects(tracer, opened.objects)
  const limiter = traceLimiter(tracer, measuredLimiter(await openLimiter(config, db, clock), metrics))
  const audit = createAuditService({ db, clock, random, auditKept: config.auditKept })
  const securityEvents = createSecurityEventsService({
    audit,
    clock,
    metrics,
    sink: openSecurityLog(config, metrics, () => log),
    keepsAddresses: config.securityLogAddresses,
  })
  const applications = createApplicationService({ db, clock, random, audit })
  const users = createUserService({ db })
  const ground: Ground = {
    config,
    db,
    clock,
    random,
    limiter,
    metrics,
    audit,
    sealed,
    applications,
    users,
    tellOwner: (tx, userId, reason, actor) => notices.enqueue(tx, userId, reason, actor),
  }
  const signedIn = wireSessions(ground)
  const { ownSessions } = signedIn
  const outbox = createOutboxService({ db, clock, random, tracer, metrics })
  const written = (file: string) => log?.info({ file }, 'mail written to a file, since SMTP_URL is not set')
  const mailer = traceMailer(tracer, measuredMailer(openMailer(config, clock, written), metrics))
  const { defaults } = choices
  const mails = createMailService({
    outbox,
    mailer,
    clock,
    service: config.serviceName,
    defaultLanguage: config.defaults.language,
  })
  const notices = createNoticeService({
    clock,
    limiter,
    users,
    applications,
    ownSessions,
    outbox,
    mails,
    securityUrl: securityUrl(config),
    defaults,
  })
  const { pictures, pool } = wirePictures(ground, { objects, outbox, log: () => log })
  const breached = openBreachedPasswords(config, metrics, () => log)
  const account = wireAccount({ ...ground, ...signedIn, outbox, mails, pictures, choices, breached })
  const profiles = createProfileService({
    db,
    clock,
    limiter,
    users,
    audit,
    choices,
    defaults,
    addressProof: account.emailChanges.addressProof,
    pictureLinks: pictures.pictureLinks,
    tagOf: tagOfDocument,
  })
  let names: TemporaryNames | null = null
  let stopUpkeep = async () => {}
  const services = {
    ...signedIn,
    ...account,
    config,
    clock,
    random,
    tracer,
    metrics,
    db,
    audit,
    securityEvents,
    applications,
    users,
    sealed,
    secrets,
    outbox,
    mailer,
    choices,
    objects,
    limiter,
    pictures,
    profiles,
    localInfo: createLocalInfoService({ localInfo: choices }),
    temporaryFolder,
    maintenance,
  }
  return {
    ...services,
    /** Rejects if no upload can be written to the temporary folder now, with the reason. */
    checkUploads: () => onFiles('uploads', () => tryFolder(temporaryFolder, '.probe')),
    /** The paths of what broken uploads, and mails in files that were cut short, left at the instant or before. */
    leftFiles: (until: number) => leftFiles(config, temporaryFolder, until),
    /** Makes names for files in `temporaryFolder`, which are swept when this process has ended. */
    nameUploads: (): (() => string) => {
      names ??= openTemporaryNames(config.dataDir)
      const { prefix } = names
      return () => `${prefix}${random.id()}`
    },
    /** Names of the migrations that ran while opening. */
    migrated,
    /** Starts the work in the background; `close` ends it. */
    startWorkers(logger: Log): void {
      log = logger
      securityEvents.start(logger)
      outbox.start(logger)
      inBackground('password kinds', signedIn.passwordKinds.ready())
      stopUpkeep = startUpkeep(upkeepTasks(services), logger)
    },
    /** Takes a few seconds at most, whatever doesn't answer. */
    async close() {
      await Promise.all([stopUpkeep(), outbox.stop(), securityEvents.close()])
      await pool.close()
      mailer.close()
      limiter.close()
      objects.close()
      await db.close()
      names?.close()
      unlock()
    },
  }
}

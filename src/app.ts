import { join } from 'node:path'
import { createAccountService } from './account/account.service.ts'
import { createImportService } from './account/import.service.ts'
import { createPasswordService } from './account/password.service.ts'
import { registerPasswordMails } from './account/password-mails.service.ts'
import { passwordFaults } from './account/password-rules.ts'
import {
  DataFolderError,
  lockDataFolder,
  openDataFolder,
  UNFINISHED_RESTORE,
} from './adapters/data-folder.ts'
import { Locked, lockFile } from './adapters/file-lock.ts'
import { createFolderMailer } from './adapters/folder-mailer.ts'
import { createFolderObjects } from './adapters/folder-objects.ts'
import { measuredLimiter, measuredMailer } from './adapters/measured.ts'
import { createMemoryLimiter } from './adapters/memory-limiter.ts'
import { knownMigrations } from './adapters/migrate.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { openSqlite } from './adapters/sqlite.ts'
import { createSqliteMaintenance, openCopy } from './adapters/sqlite-maintenance.ts'
import { systemClock, systemRandom } from './adapters/system.ts'
import { createApplicationService } from './application/application.service.ts'
import type { Config } from './config.ts'
import { createEmailChangeService } from './email-change/email-change.service.ts'
import { UNDO_PATH } from './email-change/email-change.ts'
import { registerEmailChangeMails } from './email-change/email-change-mails.service.ts'
import { createUndoService } from './email-change/undo.service.ts'
import { tagOfDocument } from './http/etag.ts'
import { createLocalInfoService } from './local-info/local-info.service.ts'
import { createLocalInfo } from './local-info/local-info.ts'
import { createMailService } from './mail/mail.service.ts'
import { createOutboxService } from './outbox/outbox.service.ts'
import { createPictureService } from './picture/picture.service.ts'
import type { Clock } from './ports/clock.ts'
import type { Database } from './ports/database.ts'
import type { Log } from './ports/log.ts'
import type { Mailer } from './ports/mailer.ts'
import { type Metrics, noMetrics, type Reading } from './ports/metrics.ts'
import type { Random } from './ports/random.ts'
import { createProfileService } from './profile/profile.service.ts'
import { createKeyring } from './session/keyring.service.ts'
import { createSessionService } from './session/session.service.ts'
import { startUpkeep } from './upkeep.ts'
import { createUserService } from './user/user.service.ts'

export { DataFolderError, knownMigrations, Locked, lockDataFolder, openCopy, UNFINISHED_RESTORE }

/** The kind of outbox job that removes the files of pictures. */
const REMOVE_FILES = 'remove-files'

/** Everything below HTTP, wired: what the server and the command line both use. */
export type Services = Awaited<ReturnType<typeof openServices>>

/** Opens the stores that the settings name and wires the features. The caller closes them. */
export async function openServices(
  config: Config,
  {
    clock = systemClock,
    random = systemRandom,
    metrics = noMetrics,
  }: { clock?: Clock; random?: Random; metrics?: Metrics } = {},
) {
  const { temporaryFolder, unlock } = openDataFolder(config.dataDir)
  const databaseFile = join(config.dataDir, 'user-profile.sqlite')
  const db = openSqlite(databaseFile, (writes) =>
    metrics.observe('user_profile_database_commit_writes', writes, {}),
  )
  metrics.readGauges(() => databaseReadings(db))
  const maintenance = createSqliteMaintenance(databaseFile, db)
  const migrated = await maintenance.migrate()
  const choices = createLocalInfo(config)
  const objects = createFolderObjects(join(config.dataDir, 'pictures'))
  const limiter = measuredLimiter(createMemoryLimiter(config.limitScale), metrics)
  const applications = createApplicationService({ db, clock, random })
  const users = createUserService({ db })
  const keyring = createKeyring({ db, clock })
  const sessions = createSessionService({
    db,
    clock,
    random,
    limiter,
    keyring,
    applications,
    users,
    metrics,
    issuer: config.publicUrl,
    refreshTokenLifetime: config.refreshTokenLifetime,
  })
  let log: Log | null = null
  let stopUpkeep = async () => {}
  const outbox = createOutboxService({ db, clock, random, metrics })
  const onWritten = (file: string) => log?.info({ file }, 'mail written to a file, since SMTP_URL is not set')
  const mailer = measuredMailer(openMailer(config, clock, onWritten), metrics)
  const mails = createMailService({
    outbox,
    mailer,
    clock,
    service: config.serviceName,
    defaultLanguage: config.defaults.language,
  })
  const proof = config.emailProof
  const emailChanges = createEmailChangeService({ db, clock, random, limiter, users, outbox, proof })
  const undos = createUndoService({ db, clock, users, sessions })
  registerEmailChangeMails({
    db,
    clock,
    random,
    users,
    mails,
    proof,
    undoUrl: (token) => `${config.publicUrl}${UNDO_PATH}/${token}`,
    defaults: choices.defaults,
  })
  const pictures = createPictureService({
    db,
    objects,
    clock,
    random,
    limiter,
    users,
    metrics,
    settings: config,
    enqueueRemoval: (tx, payload) => outbox.enqueue(tx, REMOVE_FILES, payload),
  })
  outbox.register(REMOVE_FILES, pictures.removeFiles)
  const profiles = createProfileService({
    db,
    clock,
    limiter,
    users,
    choices,
    defaults: choices.defaults,
    addressProof: emailChanges.addressProof,
    pictureLinks: pictures.pictureLinks,
    tagOf: tagOfDocument,
  })
  const localInfo = createLocalInfoService({ localInfo: choices })
  const accounts = createAccountService({
    db,
    clock,
    random,
    users,
    sessions,
    removePictures: pictures.erase,
    passwordFaults,
  })
  const passwords = createPasswordService({ db, clock, random, limiter, users, sessions, outbox })
  registerPasswordMails({ db, random, users, mails })
  const imports = createImportService({ db, clock, random })
  return {
    config,
    clock,
    random,
    metrics,
    db,
    applications,
    users,
    keyring,
    sessions,
    outbox,
    mailer,
    emailChanges,
    undos,
    passwords,
    accounts,
    imports,
    choices,
    objects,
    pictures,
    profiles,
    localInfo,
    temporaryFolder,
    maintenance,
    /**
     * Takes a lock of the data folder that one process at a time can have; answers what gives it back.
     * @throws {Locked} where another has it
     */
    lock: (name: string) => lockFile(join(config.dataDir, `${name}.lock`), 'exclusive'),
    /** Names of the migrations that ran while opening. */
    migrated,
    /** Starts the work in the background; `close` ends it. */
    startWorkers(logger: Log): void {
      log = logger
      outbox.start(logger)
      const pictureRows = () => pictures.purgeExpired()
      stopUpkeep = startUpkeep(
        { sessions: sessions.purge, addresses: undos.purge, pictures: pictureRows },
        logger,
      )
    },
    async close() {
      await stopUpkeep()
      await outbox.stop()
      mailer.close()
      await db.close()
      unlock()
    },
  }
}

function databaseReadings(db: Database): Reading[] {
  const stats = db.stats?.()
  if (!stats) return []
  return [
    ['user_profile_database_connections', stats.open, { state: 'open' }],
    ['user_profile_database_connections', stats.idle, { state: 'idle' }],
    ['user_profile_database_waiting_writes', stats.waiting, {}],
  ]
}

function openMailer(config: Config, clock: Clock, onWritten: (file: string) => void): Mailer {
  if (config.smtpUrl !== undefined) return createSmtpMailer({ url: config.smtpUrl, from: config.mailFrom })
  return createFolderMailer({ folder: join(config.dataDir, 'mail'), from: config.mailFrom, clock, onWritten })
}

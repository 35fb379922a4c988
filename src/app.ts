import { join } from 'node:path'
import packageFile from '../package.json' with { type: 'json' }
import { createAccountService } from './account/account.service.ts'
import { createImportService } from './account/import.service.ts'
import { passwordRoutes } from './account/password.routes.ts'
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
import { createMemoryLimiter } from './adapters/memory-limiter.ts'
import { knownMigrations } from './adapters/migrate.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { openSqlite } from './adapters/sqlite.ts'
import { createSqliteMaintenance, openCopy } from './adapters/sqlite-maintenance.ts'
import { systemClock, systemRandom } from './adapters/system.ts'
import { createApplicationService } from './application/application.service.ts'
import type { Config } from './config.ts'
import { docsRoutes } from './docs/docs.routes.ts'
import { emailChangeRoutes } from './email-change/email-change.routes.ts'
import { createEmailChangeService } from './email-change/email-change.service.ts'
import { registerEmailChangeMails } from './email-change/email-change-mails.service.ts'
import { UNDO_PATH, undoRoutes } from './email-change/undo.routes.ts'
import { createUndoService } from './email-change/undo.service.ts'
import { healthRoutes } from './health/health.routes.ts'
import { describeApi } from './http/openapi.ts'
import { pageAssets } from './http/pages.ts'
import type { App } from './http/schemas.ts'
import { buildServer, type Logger } from './http/server.ts'
import { localInfoRoutes } from './local-info/local-info.routes.ts'
import { createLocalInfoService } from './local-info/local-info.service.ts'
import { createLocalInfo, readerLanguage } from './local-info/local-info.ts'
import { createMailService } from './mail/mail.service.ts'
import { createOutboxService } from './outbox/outbox.service.ts'
import { pictureFileRoutes, pictureRoutes } from './picture/picture.routes.ts'
import { createPictureService } from './picture/picture.service.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Mailer } from './ports/mailer.ts'
import type { Random } from './ports/random.ts'
import { profileRoutes, tagOfProfile } from './profile/profile.routes.ts'
import { createProfileService } from './profile/profile.service.ts'
import { createKeyring } from './session/keyring.service.ts'
import { sessionRoutes } from './session/session.routes.ts'
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
  { clock = systemClock, random = systemRandom }: { clock?: Clock; random?: Random } = {},
) {
  const { temporaryFolder, unlock } = openDataFolder(config.dataDir)
  const databaseFile = join(config.dataDir, 'user-profile.sqlite')
  const db = openSqlite(databaseFile)
  const maintenance = createSqliteMaintenance(databaseFile, db)
  const migrated = await maintenance.migrate()
  const choices = createLocalInfo(config)
  const objects = createFolderObjects(join(config.dataDir, 'pictures'))
  const limiter = createMemoryLimiter(config.limitScale)
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
    issuer: config.publicUrl,
    refreshTokenLifetime: config.refreshTokenLifetime,
  })
  let log: Log | null = null
  let stopUpkeep = async () => {}
  const outbox = createOutboxService({ db, clock, random })
  const mailer = openMailer(config, clock, (file) =>
    log?.info({ file }, 'mail written to a file, since SMTP_URL is not set'),
  )
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
    defaults: config.defaults,
  })
  const pictures = createPictureService({
    db,
    objects,
    clock,
    random,
    limiter,
    users,
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
    defaults: config.defaults,
    addressProof: emailChanges.addressProof,
    pictureLinks: pictures.pictureLinks,
    tagOf: tagOfProfile,
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
      stopUpkeep = startUpkeep({ sessions: sessions.purge, pictures: () => pictures.purgeExpired() }, logger)
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

function openMailer(config: Config, clock: Clock, onWritten: (file: string) => void): Mailer {
  if (config.smtpUrl !== undefined) return createSmtpMailer({ url: config.smtpUrl, from: config.mailFrom })
  return createFolderMailer({ folder: join(config.dataDir, 'mail'), from: config.mailFrom, clock, onWritten })
}

/** Builds the HTTP server on the services; the caller listens and closes. */
export async function buildApp(
  services: Services,
  logger: Logger,
  isStopping: () => boolean = () => false,
): Promise<App> {
  const { config, applications, sessions, keyring, random, db, pictures, profiles } = services
  const base = config.apiBase
  return buildServer(
    {
      logger,
      trustProxy: config.trustProxy,
      applications,
      sessions,
      languageOf: (accepted, stored) => readerLanguage(accepted, stored || config.defaults.language),
      temporary: { folder: services.temporaryFolder, fileName: () => random.id() },
    },
    async (app) => {
      await describeApi(app, {
        base,
        publicUrl: config.publicUrl,
        serviceName: config.serviceName,
        version: packageFile.version,
      })
      await docsRoutes(app, { base, serviceName: config.serviceName })
      healthRoutes(app, { checks: [{ name: 'database', probe: () => db.check() }], isStopping })
      sessionRoutes(app, { base, sessions, keyring })
      profileRoutes(app, { base, profiles })
      pictureRoutes(app, { base, pictures, fileBytes: config.pictureMaxBytes })
      pictureFileRoutes(app, { pictures })
      localInfoRoutes(app, {
        base,
        localInfo: services.localInfo,
        selectedBy: (user) => profiles.documentOf(user).UserLocInfo,
        clock: services.clock,
      })
      emailChangeRoutes(app, { base, emailChanges: services.emailChanges })
      passwordRoutes(app, { base, passwords: services.passwords })
      pageAssets(app)
      undoRoutes(app, {
        undos: services.undos,
        service: config.serviceName,
        defaultLanguage: config.defaults.language,
      })
    },
  )
}

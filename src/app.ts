import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import packageFile from '../package.json' with { type: 'json' }
import { Locked, lockFile } from './adapters/file-lock.ts'
import { createFolderMailer } from './adapters/folder-mailer.ts'
import { createMemoryLimiter } from './adapters/memory-limiter.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { openSqlite } from './adapters/sqlite.ts'
import { createSqliteMaintenance } from './adapters/sqlite-maintenance.ts'
import { systemClock, systemRandom } from './adapters/system.ts'
import { createApplicationService } from './application/application.service.ts'
import type { Config } from './config.ts'
import { docsRoutes } from './docs/docs.routes.ts'
import { healthRoutes } from './health/health.routes.ts'
import { describeApi } from './http/openapi.ts'
import type { App } from './http/schemas.ts'
import { buildServer } from './http/server.ts'
import { createMailService } from './mail/mail.service.ts'
import { createOutboxService } from './outbox/outbox.service.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Mailer } from './ports/mailer.ts'
import type { Random } from './ports/random.ts'
import { createKeyring } from './session/keyring.ts'
import { sessionRoutes } from './session/session.routes.ts'
import { createSessionService } from './session/session.service.ts'
import { createUserService } from './user/user.service.ts'

export { Locked, lockFile }

/** Everything below HTTP, wired: what the server and the command line both use. */
export type Services = Awaited<ReturnType<typeof openServices>>

/** Opens the stores that the settings name and wires the features. The caller closes them. */
export async function openServices(
  config: Config,
  { clock = systemClock, random = systemRandom }: { clock?: Clock; random?: Random } = {},
) {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const temporaryFolder = join(config.dataDir, 'tmp')
  mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 })
  const unlock = lockFile(join(config.dataDir, 'in-use.lock'), 'shared')
  const databaseFile = join(config.dataDir, 'user-profile.sqlite')
  const db = openSqlite(databaseFile)
  const maintenance = createSqliteMaintenance(databaseFile, db)
  const migrated = await maintenance.migrate()
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
    temporaryFolder,
    maintenance,
    /** Names of the migrations that ran while opening. */
    migrated,
    /** Starts the work in the background; `close` ends it. */
    startWorkers(logger: FastifyBaseLogger): void {
      log = logger
      outbox.start(logger)
    },
    async close() {
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
  logger: FastifyBaseLogger,
  isStopping: () => boolean = () => false,
): Promise<App> {
  const { config, applications, sessions, keyring, random, db } = services
  const base = config.apiBase
  const languageOf = (_request: FastifyRequest) => 'en'
  return buildServer(
    {
      logger,
      trustProxy: config.trustProxy,
      applications,
      sessions,
      languageOf,
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
    },
  )
}

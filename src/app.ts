import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import packageFile from '../package.json' with { type: 'json' }
import { createMemoryLimiter } from './adapters/memory-limiter.ts'
import { migrate } from './adapters/migrate.ts'
import { openSqlite } from './adapters/sqlite.ts'
import { systemClock, systemRandom } from './adapters/system.ts'
import { createApplicationService } from './application/application.service.ts'
import type { Config } from './config.ts'
import { healthRoutes } from './health/health.routes.ts'
import { describeApi } from './http/openapi.ts'
import type { App } from './http/schemas.ts'
import { buildServer } from './http/server.ts'
import type { Clock } from './ports/clock.ts'
import type { Random } from './ports/random.ts'
import { createKeyring } from './session/keyring.ts'
import { sessionRoutes } from './session/session.routes.ts'
import { createSessionService } from './session/session.service.ts'
import { createUserService } from './user/user.service.ts'

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
  const db = openSqlite(join(config.dataDir, 'user-profile.sqlite'))
  await migrate(db.tables)
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
  return {
    config,
    clock,
    random,
    db,
    applications,
    users,
    keyring,
    sessions,
    temporaryFolder,
    /** Starts the work in the background; `close` ends it. */
    startWorkers(_logger: FastifyBaseLogger): void {},
    close: () => db.close(),
  }
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
      healthRoutes(app, { checks: [{ name: 'database', probe: () => db.check() }], isStopping })
      sessionRoutes(app, { base, sessions, keyring })
    },
  )
}

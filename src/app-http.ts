import packageFile from '../package.json' with { type: 'json' }
import { ownDataRoutes } from './account/own-data.routes.ts'
import { passwordRoutes } from './account/password.routes.ts'
import type { Services } from './app.ts'
import { docsRoutes } from './docs/docs.routes.ts'
import { emailChangeRoutes } from './email-change/email-change.routes.ts'
import { undoRoutes } from './email-change/undo.routes.ts'
import { healthRoutes } from './health/health.routes.ts'
import { createReadiness, partStates, type Readiness } from './health/readiness.ts'
import { describeApi } from './http/openapi.ts'
import { pageAssets } from './http/pages.ts'
import type { App } from './http/schemas.ts'
import { buildServer, type Logger } from './http/server.ts'
import { localInfoRoutes } from './local-info/local-info.routes.ts'
import { readerLanguage } from './local-info/local-info.ts'
import { pictureFileRoutes, pictureRoutes } from './picture/picture.routes.ts'
import type { Reading } from './ports/metrics.ts'
import { profileRoutes } from './profile/profile.routes.ts'
import { chosenBy } from './profile/profile.ts'
import { ownSessionsRoutes } from './session/own-sessions.routes.ts'
import { sessionRoutes } from './session/session.routes.ts'

/** Builds the HTTP server on the services; the caller listens and closes. */
export async function buildApp(
  services: Services,
  logger: Logger,
  isStopping: () => boolean = () => false,
): Promise<App> {
  const { config, metrics, applications, sessions, keyring, random, pictures, profiles } = services
  const base = config.apiBase
  services.choices.prepare()
  return buildServer(
    {
      logger,
      metrics,
      trustProxy: config.trustProxy,
      publicUrl: config.publicUrl,
      tracer: services.tracer,
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
      healthRoutes(app, { examine: examineParts(services, logger), isStopping })
      sessionRoutes(app, { base, sessions, keyring })
      profileRoutes(app, { base, profiles })
      pictureRoutes(app, { base, pictures, fileBytes: config.pictureMaxBytes })
      pictureFileRoutes(app, { pictures })
      localInfoRoutes(app, {
        base,
        localInfo: services.localInfo,
        selectedBy: (user) => chosenBy(user, services.choices.defaults),
        clock: services.clock,
      })
      emailChangeRoutes(app, { base, emailChanges: services.emailChanges })
      passwordRoutes(app, { base, passwords: services.passwords })
      ownSessionsRoutes(app, { base, ownSessions: services.ownSessions })
      ownDataRoutes(app, {
        base,
        activity: services.activity,
        exports: services.exports,
        deletions: services.deletions,
      })
      pageAssets(app)
      undoRoutes(app, {
        undos: services.undos,
        service: config.serviceName,
        defaultLanguage: config.defaults.language,
      })
    },
  )
}

/** Looks at the parts of the world for `/readyz` and, where somebody reads them, for the metrics. */
function examineParts({ db, objects, limiter, metrics }: Services, logger: Logger): Readiness {
  const examine = createReadiness(
    {
      database: { probe: () => db.check(), isVital: true },
      pictures: { probe: () => objects.ping(), isVital: false },
      limits: { probe: () => limiter.check(), isVital: false },
    },
    (part, state, err) => {
      if (state === 'ok') logger.info({ part }, 'a part is back')
      else logger.error({ part, state, err }, 'a part is away')
    },
  )
  metrics.readGauges(async () => {
    const found = Object.entries(await examine())
    return found.flatMap(([part, now]) =>
      partStates.map((state): Reading => ['user_profile_part_state', state === now ? 1 : 0, { part, state }]),
    )
  })
  return examine
}

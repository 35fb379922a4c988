import packageFile from '../package.json' with { type: 'json' }
import { passwordRoutes } from './account/password.routes.ts'
import type { Services } from './app.ts'
import { docsRoutes } from './docs/docs.routes.ts'
import { emailChangeRoutes } from './email-change/email-change.routes.ts'
import { undoRoutes } from './email-change/undo.routes.ts'
import { healthRoutes } from './health/health.routes.ts'
import { describeApi } from './http/openapi.ts'
import { pageAssets } from './http/pages.ts'
import type { App } from './http/schemas.ts'
import { buildServer, type Logger } from './http/server.ts'
import { localInfoRoutes } from './local-info/local-info.routes.ts'
import { readerLanguage } from './local-info/local-info.ts'
import { pictureFileRoutes, pictureRoutes } from './picture/picture.routes.ts'
import { profileRoutes } from './profile/profile.routes.ts'
import { chosenBy } from './profile/profile.ts'
import { sessionRoutes } from './session/session.routes.ts'

/** Builds the HTTP server on the services; the caller listens and closes. */
export async function buildApp(
  services: Services,
  logger: Logger,
  isStopping: () => boolean = () => false,
): Promise<App> {
  const { config, metrics, applications, sessions, keyring, random, db, pictures, profiles } = services
  const base = config.apiBase
  services.choices.prepare()
  return buildServer(
    {
      logger,
      metrics,
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
        selectedBy: (user) => chosenBy(user, services.choices.defaults),
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

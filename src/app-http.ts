import { type PageConfig, pageAttributes } from '../common/page-config.ts'
import packageFile from '../package.json' with { type: 'json' }
import { ownDataRoutes } from './account/own-data.routes.ts'
import { ownPasskeysRoutes } from './account/own-passkeys.routes.ts'
import { ownSecondFactorRoutes } from './account/own-second-factor.routes.ts'
import { passwordRoutes } from './account/password.routes.ts'
import type { Services } from './app.ts'
import { ensurePageApplication } from './application/built-in.service.ts'
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
import { brandOf } from './page/brand.ts'
import { pageRoutes } from './page/page.routes.ts'
import { createPageService } from './page/page.service.ts'
import { fieldsOf, languagesOf, pagePolicy } from './page/page.ts'
import { builtPage } from './page/page-build.ts'
import { pageFileRoutes } from './page/page-files.routes.ts'
import { readLogo, readPageFiles } from './page/page-files.ts'
import { isTaken } from './page-settings.ts'
import { pictureFileRoutes, pictureRoutes } from './picture/picture.routes.ts'
import { DAY } from './ports/durations.ts'
import type { Reading } from './ports/metrics.ts'
import { profileRoutes } from './profile/profile.routes.ts'
import { chosenBy } from './profile/profile.ts'
import { ownSessionsRoutes } from './session/own-sessions.routes.ts'
import { proofRoutes } from './session/proof.routes.ts'
import { sessionRoutes } from './session/session.routes.ts'
import { signInStepsRoutes } from './session/sign-in-steps.routes.ts'

/**
 * Builds the HTTP server on the services; the caller listens and closes.
 * @throws {SettingError} if the logo cannot be read
 */
export async function buildApp(
  services: Services,
  logger: Logger,
  isStopping: () => boolean = () => false,
  pageFolder = builtPage,
): Promise<App> {
  const { config, metrics, applications, sessions, keyring, pictures, profiles } = services
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
      defaultLanguage: config.defaults.language,
      temporary: { folder: services.temporaryFolder, fileName: services.nameUploads() },
      onSecurityEvent: services.securityEvents.tell,
      isStopping,
    },
    async (app) => {
      await describeApi(app, {
        base,
        publicUrl: config.publicUrl,
        serviceName: config.serviceName,
        version: packageFile.version,
      })
      const isHome = config.page?.mount !== '/'
      await docsRoutes(app, { base, serviceName: config.serviceName, isHome })
      healthRoutes(app, { examine: examineParts(services, logger), isStopping })
      sessionRoutes(app, { base, sessions, keyring })
      proofRoutes(app, { base, proofs: services.proofs })
      profileRoutes(app, { base, profiles })
      pictureRoutes(app, { base, pictures, fileBytes: config.pictureMaxBytes })
      pictureFileRoutes(app, { pictures })
      localInfoRoutes(app, {
        base,
        localInfo: services.localInfo,
        selectedBy: (user) => chosenBy(user, services.choices.defaults),
        clock: services.clock,
      })
      emailChangeRoutes(app, { base, emailChanges: services.emailChanges, undos: services.undos })
      passwordRoutes(app, { base, passwords: services.passwords, waiting: services.waiting })
      signInStepsRoutes(app, { base, steps: services.signInSteps })
      ownSecondFactorRoutes(app, { base, secondFactors: services.ownSecondFactor })
      ownPasskeysRoutes(app, { base, passkeys: services.ownPasskeys })
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
        objections: services.objections,
        service: config.serviceName,
        defaultLanguage: config.defaults.language,
      })
      await addPage(app, services, pageFolder)
    },
  )
}

/** Adds the page that people see, where it is on, and sees to its application. */
async function addPage(app: App, services: Services, folder: string): Promise<void> {
  const { config, applications, sessions, choices, objects } = services
  const { page } = config
  const logo = page?.logo === undefined ? null : await readLogo(page.logo)
  const application = await ensurePageApplication(services, page?.origin ?? null)
  if (!page || !application) return
  const { mount, path, origin } = page
  const document: PageConfig = {
    service_name: config.serviceName,
    page_url: page.url,
    api_base: page.prefix + config.apiBase,
    apikey: application.id,
    ...languagesOf((code) => choices.language(code) !== null, choices.defaults.language),
    fields: fieldsOf(page.fields),
    attributes: pageAttributes(),
    brand: { ...brandOf(page.color), ...(logo && { logo_url: path + logo.path }) },
    links: page.links,
    application: application.name,
    deletion_grace_days: config.deletionGrace / DAY,
    sign_in_by_email: config.signInByEmail,
    passkeys: services.passkeys.isOffered(application),
  }
  const service = createPageService({
    application,
    applications,
    sessions,
    steps: services.signInSteps,
    returnOrigins: page.returnOrigins,
  })
  const { refreshTokenLifetime } = config
  await pageRoutes(app, {
    page: service,
    mount,
    path,
    origin,
    refreshTokenLifetime,
    clock: services.clock,
    document,
  })
  // Browsers hold redirects of pictures against the policy too.
  const linked = objects.link ? [new URL((await objects.link('0')).url).origin] : []
  const elsewhere = [new URL(config.publicUrl).origin].filter((other) => other !== origin)
  pageFileRoutes(app, {
    mount,
    logo,
    files: await readPageFiles(folder),
    policy: pagePolicy([...elsewhere, ...linked]),
    serviceName: config.serviceName,
    isTaken: (segment) => mount === '/' && isTaken(segment, config.apiBase.split('/')[1] ?? ''),
  })
}

/** Milliseconds between two writes of no other use. */
const WRITE_PROBE = 10_000

/** Looks at the parts of the world for `/readyz` and, where somebody reads them, for the metrics. */
function examineParts(services: Services, logger: Logger): Readiness {
  const { db, objects, limiter, mailer, metrics, checkUploads } = services
  const examine = createReadiness(
    {
      database: { probe: () => db.check(), isVital: true },
      writes: { probe: () => db.checkWrites(), isVital: false, every: WRITE_PROBE },
      pictures: { probe: () => objects.ping(), isVital: false },
      uploads: { probe: checkUploads, isVital: false },
      limits: { probe: () => limiter.check(), isVital: false },
      mail: { probe: () => mailer.ping(), isVital: false },
    },
    (part, state, err) => {
      if (state === 'ok') logger.info({ part }, 'dependency recovered')
      else logger.error({ part, state, err }, 'dependency unavailable')
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

import { type PageConfig, pageAttributes } from '../../common/page-config.ts'
import packageFile from '../../package.json' with { type: 'json' }
import type { Application } from '../application/application.ts'
import { serverKeyLimit } from '../application/application.ts'
import { ensurePageApplication } from '../application/built-in.service.ts'
import { attributeRoutes } from '../attribute/attribute.routes.ts'
import { viewerThrough } from '../attribute/attribute.ts'
import { claimsOf } from '../attribute/attribute-claims.ts'
import { DAY } from '../basics/durations.ts'
import { docsRoutes } from '../docs/docs.routes.ts'
import { emailChangeRoutes } from '../email-change/email-change.routes.ts'
import { undoRoutes } from '../email-change/undo.routes.ts'
import { feedRoutes, webhookMessages } from '../feed/feed.routes.ts'
import { healthRoutes } from '../health/health.routes.ts'
import { createReadiness, dependencyStates, type Readiness } from '../health/readiness.ts'
import type { Callers } from '../http/caller.ts'
import { type PageLook, pageAssets } from '../http/pages.ts'
import type { App } from '../http/schemas.ts'
import { buildServer, type Logger } from '../http/server.ts'
import { localInfoRoutes } from '../local-info/local-info.routes.ts'
import { describeApi } from '../openapi/openapi.ts'
import { ownDataRoutes } from '../own-data/own-data.routes.ts'
import { ownPasskeysRoutes } from '../own-factors/own-passkeys.routes.ts'
import { ownSecondFactorRoutes } from '../own-factors/own-second-factor.routes.ts'
import { brandOf } from '../page/brand.ts'
import { browserFileRoutes, robotsRoute } from '../page/browser-files.routes.ts'
import { pageRoutes } from '../page/page.routes.ts'
import { createPageService, type PageService } from '../page/page.service.ts'
import { fieldsOf, languagesOf, offeredProviders } from '../page/page.ts'
import { builtPage } from '../page/page-build.ts'
import { pageFileRoutes } from '../page/page-files.routes.ts'
import { type PageFile, readLogo, readPageFiles } from '../page/page-files.ts'
import { providerCallbackRoute, providerEntryRoutes } from '../page/provider-entry.routes.ts'
import { passwordRoutes } from '../password-change/password-change.routes.ts'
import { cardsRoutes } from '../people/cards.routes.ts'
import { peopleRoutes } from '../people/people.routes.ts'
import { peopleWritingRoutes } from '../people/people-writing.routes.ts'
import { privateDataRoutes } from '../people/private-data.routes.ts'
import { personPictureRoute, pictureFileRoutes, pictureRoutes } from '../picture/picture.routes.ts'
import { checkFonts } from '../picture/picture-fonts.ts'
import type { Reading } from '../ports/metrics.ts'
import { profileRoutes } from '../profile/profile.routes.ts'
import { chosenBy } from '../profile/profile.ts'
import { standardClaims, userinfoRoutes } from '../profile/userinfo.routes.ts'
import { issuerMetadataRoutes } from '../session/issuer-metadata.routes.ts'
import { ownSessionsRoutes } from '../session/own-sessions.routes.ts'
import { proofRoutes } from '../session/proof.routes.ts'
import { sessionRoutes } from '../session/session.routes.ts'
import type { Caller as SignedInCaller } from '../session/session.ts'
import { signInStepsRoutes } from '../session/sign-in-steps.routes.ts'
import type { Services } from './app.ts'
import { securityUrlOf } from './core-services.ts'
import { referenceFacts, referenceLimits } from './reference-facts.ts'
import { wireProviderEntry } from './wire-provider-entry.ts'

declare module '../http/caller.ts' {
  interface CallerTypes {
    caller: SignedInCaller
    application: Application
  }
}

/**
 * Creates the HTTP server for the services. The caller must listen and close it.
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
  await services.attributes.load()
  const files = readPageFiles(pageFolder)
  await checkFonts(config)
  const logo = config.brand.logo === undefined ? null : await readLogo(config.brand.logo)
  const look: PageLook = {
    service: config.serviceName,
    color: config.brand.color,
    home: config.page?.url ?? null,
    logo: logo ?? files?.find(({ path }) => path === 'icon.svg') ?? null,
  }
  return buildServer(
    {
      logger,
      metrics,
      trustProxy: config.trustProxy,
      publicUrl: config.publicUrl,
      tracer: services.tracer,
      callers: {
        applicationByKey: applications.byApiKey,
        callerByKey: applications.callerByKey,
        spend: async (keyId, cost) => ({
          ...(await services.limiter.spend(serverKeyLimit, keyId, cost)),
          window: serverKeyLimit.seconds,
        }),
        ...authenticationOf(services),
        spaOrigins: applications.spaOrigins,
      },
      defaultLanguage: config.defaults.language,
      temporary: { folder: services.temporaryFolder, fileName: services.nameUploads() },
      look,
      onSecurityEvent: services.securityEvents.report,
      turns: services.turns,
      isAlone: config.databaseUrl === undefined,
      isStopping,
    },
    async (app) => {
      await describeApi(app, {
        base,
        publicUrl: config.publicUrl,
        serviceName: config.serviceName,
        version: packageFile.version,
        webhooks: webhookMessages,
      })
      const isHome = config.page?.mount !== '/'
      await docsRoutes(app, {
        base,
        facts: referenceFacts(config),
        limits: referenceLimits(config),
        brand: config.page ? brandOf(config.brand.color) : null,
        logo,
        isHome,
      })
      healthRoutes(app, { examine: checkDependencies(services, logger), isStopping })
      sessionRoutes(app, { base, sessions, keyring })
      proofRoutes(app, { base, proofs: services.proofs })
      issuerMetadataRoutes(app, { base, issuer: config.publicUrl, claims: standardClaims })
      profileRoutes(app, { base, profiles })
      userinfoRoutes(app, {
        base,
        contextOf: ({ user, application }) => ({
          picture: pictures.pictureLinks(user).ProfileImageUrl,
          defaults: services.choices.defaults,
          declared: claimsOf(services.attributes.viewFor(viewerThrough(application.id)), user.attributes),
        }),
      })
      attributeRoutes(app, {
        base,
        attributes: services.attributes,
        defaultLanguage: config.defaults.language,
      })
      pictureRoutes(app, { base, pictures, fileBytes: config.pictureMaxBytes })
      pictureFileRoutes(app, { pictures })
      personPictureRoute(app, { base, pictures })
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
      feedRoutes(app, { base, feed: services.feed })
      app.addHook('preClose', async () => services.feed.stopWaiting())
      const linksOf = pictures.pictureLinks
      const { choices, attributes } = services
      peopleRoutes(app, { base, people: services.people, attributes, linksOf })
      peopleWritingRoutes(app, {
        base,
        writing: services.peopleWriting,
        fileBytes: config.pictureMaxBytes,
        choices,
        attributes,
        linksOf,
      })
      privateDataRoutes(app, { base, privateData: services.privateDataAccess })
      const defaultLanguage = config.defaults.language
      cardsRoutes(app, { base, cards: services.cards, linksOf, defaultLanguage })
      pageAssets(app, look)
      robotsRoute(app)
      undoRoutes(app, {
        undos: services.undos,
        objections: services.objections,
        look,
        defaultLanguage: config.defaults.language,
      })
      await addPage(app, services, { look, files, logo })
    },
  )
}

/** Returns how callers are known by their tokens. Without providers, every token is taken for one of ours. */
function authenticationOf({
  config,
  sessions,
  authenticateForeign,
  isForeignToken,
}: Services): Pick<Callers, 'authenticate' | 'needsArrival' | 'recall'> {
  const ours = { authenticate: sessions.authenticate, recall: sessions.recall }
  if (!config.issuers.some(({ audiences }) => audiences.length > 0))
    return { ...ours, needsArrival: () => false }
  return {
    ...ours,
    authenticate: async (apiKey, token, arrival) =>
      (await authenticateForeign(apiKey, token, arrival)) ?? sessions.authenticate(apiKey, token),
    needsArrival: isForeignToken,
  }
}

/** Adds the page if it is enabled, and ensures that its application exists. */
async function addPage(
  app: App,
  services: Services,
  { look, files, logo }: { look: PageLook; files: PageFile[] | null; logo: PageFile | null },
): Promise<void> {
  const { config, applications, sessions, choices, objects } = services
  const { page, brand } = config
  const application = await ensurePageApplication(services, page?.origin ?? null)
  if (!page || !application) return
  const { mount, path, origin } = page
  const offered = offeredProviders(services.providerSignIns.offered())
  const document: PageConfig = {
    service_name: config.serviceName,
    page_url: page.url,
    api_base: page.prefix + config.apiBase,
    apikey: application.id,
    ...languagesOf(choices.offersTexts, choices.defaults.language),
    fields: fieldsOf(page.fields),
    attributes: pageAttributes(),
    brand: { ...brandOf(brand.color), ...(logo && { logo_url: path + logo.path }) },
    links: page.links,
    application: application.name,
    deletion_grace_days: config.deletionGrace / DAY,
    sign_in_by_email: config.signInByEmail,
    picture_formats: config.pictureFormats,
    passkeys: offered.password && services.passkeys.isOffered(application),
    ...offered,
  }
  const service = createPageService({
    application,
    applications,
    sessions,
    steps: services.signInSteps,
    passwords: services.passwords,
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
    providers: addProviders(app, services, { page: service, application, document }),
  })
  // Browsers apply the policy to redirects of pictures as well.
  const linked = objects.link ? [new URL((await objects.link('0')).url).origin] : []
  const elsewhere = [new URL(config.publicUrl).origin].filter((other) => other !== origin)
  await pageFileRoutes(app, {
    mount,
    logo,
    files,
    pictures: [...elsewhere, ...linked],
    look,
    config: document,
  })
  browserFileRoutes(app, {
    mount,
    files,
    serviceName: config.serviceName,
    color: brand.color,
    securityUrl: securityUrlOf(page),
  })
}

/** Adds the way into the page by OpenID providers, if it offers any. */
function addProviders(
  app: App,
  services: Services,
  { page, application, document }: { page: PageService; application: Application; document: PageConfig },
) {
  const place = services.config.page
  if (!place || document.providers.length === 0) return undefined
  const entry = wireProviderEntry(services, page, application, place.url)
  const defaultLanguage = document.default_language
  providerCallbackRoute(app, place)
  const addRoutes = (own: App, cookies: Parameters<typeof providerEntryRoutes>[1]['cookies']) =>
    providerEntryRoutes(own, { ...place, entry, defaultLanguage, cookies })
  return { signOutAt: entry.signOutAt, addRoutes }
}

/** Interval of the write probe, in milliseconds. */
const WRITE_PROBE = 10_000

/** Checks the dependencies for `/readyz` and, if metrics are enabled, for their gauges. */
function checkDependencies(services: Services, logger: Logger): Readiness {
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
      dependencyStates.map(
        (state): Reading => ['user_profile_part_state', state === now ? 1 : 0, { part, state }],
      ),
    )
  })
  return examine
}

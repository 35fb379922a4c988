import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageConfig } from '../../common/page-config.ts'
import { pageHeader } from '../../common/page-header.ts'
import { Refusal } from '../errors/errors.ts'
import { arrivalOf, clientAddress } from '../http/client-address.ts'
import type { App } from '../http/schemas.ts'
import { accepted } from '../http/schemas.ts'
import type { Clock } from '../ports/clock.ts'
import { BROWSER_KNOWN } from '../session/browser-marks.ts'
import { loginBody } from '../session/session.schema.ts'
import { passkeySignInBody, secondStepBody } from '../session/sign-in-steps.schema.ts'
import { pageRefreshBody, pageResetBody, returnQuery } from './page.schema.ts'
import type { PageService, PageSignIn, PageTokens } from './page.service.ts'
import { cookieNames, countingCookie } from './page-cookie.ts'

/**
 * Identifies browsers in which people have signed in; the prefix prevents unencrypted connections from
 * setting it.
 */
const KNOWN_COOKIE = 'page_known'

interface Options {
  page: PageService
  /** Path of the page on the server, and as seen by browsers, each with leading and trailing slash. */
  mount: string
  path: string
  /** Origin of the page. */
  origin: string
  /** Milliseconds until a session that is not refreshed expires. */
  refreshTokenLifetime: number
  clock: Clock
  document: PageConfig
  /** Where people sign out besides, and more routes that read the cookies; absent if the page offers no providers. */
  providers?:
    | {
        signOutAt(held: string | undefined): Promise<object | null>
        addRoutes(own: App, cookies: EntryCookies): void
      }
    | undefined
}

const open = { access: 'open' as const }
const hide = true

/**
 * Endpoints for the page, apart from the API. Only these routes read the cookie, and they require a header
 * that pages of other sites cannot set.
 */
export async function pageRoutes(app: App, options: Options): Promise<void> {
  const { mount, origin, document, providers } = options
  app.get(`${mount}page-config.json`, { config: open, schema: { hide } }, async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
    return document
  })
  // In a separate context, so that no other route ever has cookies.
  await app.register(async (own) => {
    await own.register(cookie)
    own.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      refuseOtherSites(request, origin)
    })
    entryRoutes(own as unknown as App, options)
    providers?.addRoutes(own as unknown as App, createEntry(options))
    sessionRoutes(own as unknown as App, options)
    returnRoute(own as unknown as App, options)
  })
}

function refuseOtherSites({ headers }: FastifyRequest, origin: string): void {
  const isOwn = headers.origin === undefined || headers.origin === origin
  if (!isOwn || headers[pageHeader.name] !== pageHeader.value) throw new Refusal('cross_site_request')
}

function returnRoute(app: App, { page, mount }: Options): void {
  const schema = { hide, querystring: returnQuery }
  app.get(`${mount}return-to`, { config: open, schema }, async (request) => ({
    url: await page.returnTo(accepted(request.query).url),
  }))
}

type EntryCookies = ReturnType<typeof createEntry>

/** Reads and writes the cookies of a sign-in. */
function createEntry(options: Options) {
  const { send, held } = createCookie(options)
  const known = createKnownCookie(options)
  return {
    held,
    from: (request: CookieRequest & Parameters<typeof arrivalOf>[0]) => ({
      ...arrivalOf(request),
      browser: known.held(request),
    }),
    complete(request: CookieRequest, reply: CookieReply, signedIn: PageSignIn) {
      const answer = send(request, reply, signedIn)
      known.send(reply, signedIn.browser)
      return answer
    },
  }
}

function entryRoutes(app: App, options: Options): void {
  const { page, mount, document } = options
  const { held, from, complete } = createEntry(options)
  if (!document.password) return
  app.post(`${mount}session`, { config: open, schema: { hide, body: loginBody } }, async (request, reply) => {
    const signIn = { ...accepted(request.body), ...from(request) }
    return complete(request, reply, await page.signIn(signIn, held(request)))
  })
  const second = { config: open, schema: { hide, body: secondStepBody } }
  app.post(`${mount}session/second-factor`, second, async (request, reply) => {
    const { second_factor_ticket: ticket, ...step } = accepted(request.body)
    const done = await page.complete({ ...step, ticket, ...from(request) }, held(request))
    return complete(request, reply, done)
  })
  const passkey = { config: open, schema: { hide, body: passkeySignInBody } }
  app.post(`${mount}session/passkey`, passkey, async (request, reply) => {
    const { credential, ...rest } = accepted(request.body)
    const arrival = { ...rest, ...from(request) }
    return complete(request, reply, await page.withPasskey(credential, arrival, held(request)))
  })
  const reset = { config: open, schema: { hide, body: pageResetBody } }
  app.post(`${mount}session/reset`, reset, async (request, reply) => {
    const { email, timezone, ...body } = accepted(request.body)
    const { token_checksum_field: checksum, token_field: code, new_password: newPassword } = body
    const wanted = { email, checksum, code, newPassword, timezone, ...from(request) }
    const done = await page.reset(wanted, held(request))
    if (typeof done === 'number') return { takes_effect_at: new Date(done).toISOString() }
    return complete(request, reply, done)
  })
}

function sessionRoutes(app: App, options: Options): void {
  const { page, mount } = options
  const { send, held, forget } = createCookie(options)
  const refresh = { config: open, schema: { hide, body: pageRefreshBody } }
  app.post(`${mount}session/refresh`, refresh, async (request, reply) => {
    const from = { ...accepted(request.body), address: clientAddress(request) }
    const tokens = await page.refresh(held(request), from).catch((error: unknown) => {
      if (page.isOver(error)) forget(request, reply)
      throw error
    })
    return send(request, reply, tokens)
  })
  app.delete(`${mount}session`, { config: open, schema: { hide } }, async (request, reply) => {
    const elsewhere = await options.providers?.signOutAt(held(request))
    await page.signOut(held(request), clientAddress(request))
    forget(request, reply)
    return elsewhere ? { sign_out_at: elsewhere } : reply.code(204).send()
  })
}

/** Longer than any refresh token. */
const TOKEN_MAX = 200

/** Inaccessible to scripts, and sent only to the session routes of the page. */
const scopeOf = ({ path, origin }: Options) =>
  ({
    path: `${path}session/`,
    httpOnly: true,
    sameSite: 'strict',
    secure: origin.startsWith('https:'),
  }) as const

/** Longer than the marks of a browser. */
const MARKS_MAX = 400

/** The cookie that identifies a browser in which people have signed in. Signing out does not remove it. */
function createKnownCookie(options: Options) {
  const scope = scopeOf(options)
  const name = scope.secure ? `__Secure-${KNOWN_COOKIE}` : KNOWN_COOKIE
  return {
    held: (request: { cookies: FastifyRequest['cookies'] }) => request.cookies[name]?.slice(0, MARKS_MAX),
    send(reply: Pick<FastifyReply, 'setCookie'>, marks: string): void {
      reply.setCookie(name, marks, { ...scope, maxAge: BROWSER_KNOWN / 1000 })
    },
  }
}

/**
 * The cookie with the refresh token. A cookie of the former name is accepted until those set before startup
 * have expired, and is replaced on the next change.
 */
function createCookie(options: Options) {
  const { origin, refreshTokenLifetime, clock } = options
  const { current, former } = cookieNames(origin)
  const formerUntil = clock.now() + refreshTokenLifetime
  const scope = scopeOf(options)
  const isFormerSent = ({ cookies }: CookieRequest) => former !== null && cookies[former] !== undefined
  const forgetFormer = (request: CookieRequest, reply: CookieReply): void => {
    if (former !== null && isFormerSent(request)) reply.clearCookie(former, scope)
  }
  return {
    held(request: CookieRequest): string | undefined {
      const taken = { current, former: clock.now() < formerUntil ? former : null }
      const name = countingCookie(request.headers.cookie, taken)
      return name === null ? undefined : request.cookies[name]?.slice(0, TOKEN_MAX)
    },
    send(request: CookieRequest, reply: CookieReply, { answer, refresh }: PageTokens) {
      reply.setCookie(current, refresh, { ...scope, maxAge: Math.floor(refreshTokenLifetime / 1000) })
      forgetFormer(request, reply)
      return answer
    },
    forget(request: CookieRequest, reply: CookieReply): void {
      reply.clearCookie(current, scope)
      forgetFormer(request, reply)
    },
  }
}

type CookieRequest = Pick<FastifyRequest, 'cookies'> & { headers: { cookie?: string | undefined } }
type CookieReply = Pick<FastifyReply, 'setCookie' | 'clearCookie'>

import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageConfig } from '../../common/page-config.ts'
import { pageHeader } from '../../common/page-header.ts'
import { Refusal } from '../errors.ts'
import { arrivalOf, clientAddress } from '../http/client-address.ts'
import type { App } from '../http/schemas.ts'
import { accepted } from '../http/schemas.ts'
import type { Clock } from '../ports/clock.ts'
import { BROWSER_KNOWN } from '../session/browser-marks.ts'
import { loginBody } from '../session/session.schema.ts'
import { passkeySignInBody, secondStepBody } from '../session/sign-in-steps.schema.ts'
import { pageRefreshBody, returnQuery } from './page.schema.ts'
import type { PageService, PageSignIn, PageTokens } from './page.service.ts'
import { cookieNames, countingCookie } from './page-cookie.ts'

/** Says in which browsers people have signed in; the prefix keeps plain connections from setting it. */
const KNOWN_COOKIE = 'page_known'

interface Options {
  page: PageService
  /** Path of the page on the server, and as browsers see it, with slashes around it. */
  mount: string
  path: string
  /** Origin of the page. */
  origin: string
  /** Milliseconds until a session that is not refreshed ends. */
  refreshTokenLifetime: number
  clock: Clock
  document: PageConfig
}

const open = { access: 'open' as const }
const hide = true

/**
 * What the page asks of its own server, apart from the API. These routes alone read the cookie, and they demand a header
 * that a page of another site cannot set.
 */
export async function pageRoutes(app: App, options: Options): Promise<void> {
  const { mount, origin, document } = options
  app.get(`${mount}page-config.json`, { config: open, schema: { hide } }, async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
    return document
  })
  // In a context of its own, so that no other route ever has cookies.
  await app.register(async (own) => {
    await own.register(cookie)
    own.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      refuseOtherSites(request, origin)
    })
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

function sessionRoutes(app: App, options: Options): void {
  const { page, mount } = options
  const { send, held, forget } = createCookie(options)
  const known = createKnownCookie(options)
  const from = (request: CookieRequest & Parameters<typeof arrivalOf>[0]) => ({
    ...arrivalOf(request),
    browser: known.held(request),
  })
  const enter = (request: CookieRequest, reply: CookieReply, signedIn: PageSignIn) => {
    const answer = send(request, reply, signedIn)
    known.send(reply, signedIn.browser)
    return answer
  }
  app.post(`${mount}session`, { config: open, schema: { hide, body: loginBody } }, async (request, reply) => {
    return enter(
      request,
      reply,
      await page.signIn({ ...accepted(request.body), ...from(request) }, held(request)),
    )
  })
  const second = { config: open, schema: { hide, body: secondStepBody } }
  app.post(`${mount}session/second-factor`, second, async (request, reply) => {
    const { second_factor_ticket: ticket, ...step } = accepted(request.body)
    return enter(request, reply, await page.complete({ ...step, ticket, ...from(request) }, held(request)))
  })
  const passkey = { config: open, schema: { hide, body: passkeySignInBody } }
  app.post(`${mount}session/passkey`, passkey, async (request, reply) => {
    const { credential, ...rest } = accepted(request.body)
    const arrival = { ...rest, ...from(request) }
    return enter(request, reply, await page.withPasskey(credential, arrival, held(request)))
  })
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
    await page.signOut(held(request), clientAddress(request))
    forget(request, reply)
    return reply.code(204).send()
  })
}

/** Longer than any refresh token. */
const TOKEN_MAX = 200

/** Out of reach of scripts, sent to the page's own session routes alone. */
const scopeOf = ({ path, origin }: Options) =>
  ({
    path: `${path}session/`,
    httpOnly: true,
    sameSite: 'strict',
    secure: origin.startsWith('https:'),
  }) as const

/** Longer than the marks of a browser. */
const MARKS_MAX = 400

/** The cookie by which a browser is known as one in which people have signed in. Signing out leaves it. */
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
 * The cookie with the refresh token. One of the former name is taken until those that were set before the start are over, and
 * is replaced by what is set.
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

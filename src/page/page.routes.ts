import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.ts'
import { clientAddress } from '../http/client-address.ts'
import type { App } from '../http/schemas.ts'
import { accepted } from '../http/schemas.ts'
import { loginBody } from '../session/session.schema.ts'
import { pageRefreshBody, returnQuery } from './page.schema.ts'
import type { PageService, PageTokens } from './page.service.ts'
import type { PageDocument } from './page.ts'

const COOKIE = 'page_refresh'

interface Options {
  page: PageService
  /** Path of the page on the server, and as browsers see it, with slashes around it. */
  mount: string
  path: string
  /** Origin of the page. */
  origin: string
  /** Milliseconds until a session that is not refreshed ends. */
  refreshTokenLifetime: number
  document: PageDocument
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
  if (!isOwn || headers['x-requested-with'] !== 'page') throw new Refusal('cross_site_request')
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
  app.post(`${mount}session`, { config: open, schema: { hide, body: loginBody } }, async (request, reply) => {
    const from = { address: clientAddress(request), userAgent: request.headers['user-agent'] ?? '' }
    return send(reply, await page.signIn({ ...accepted(request.body), ...from }, held(request)))
  })
  const refresh = { config: open, schema: { hide, body: pageRefreshBody } }
  app.post(`${mount}session/refresh`, refresh, async (request, reply) => {
    const from = { ...accepted(request.body), address: clientAddress(request) }
    const tokens = await page.refresh(held(request), from).catch((error: unknown) => {
      if (page.isOver(error)) forget(reply)
      throw error
    })
    return send(reply, tokens)
  })
  app.delete(`${mount}session`, { config: open, schema: { hide } }, async (request, reply) => {
    await page.signOut(held(request), clientAddress(request))
    forget(reply)
    return reply.code(204).send()
  })
}

/** Longer than any refresh token. */
const TOKEN_MAX = 200

/** The one cookie: out of reach of scripts, sent to the page's own session routes alone. */
function createCookie({ path, origin, refreshTokenLifetime }: Options) {
  const scope = {
    path: `${path}session/`,
    httpOnly: true,
    sameSite: 'strict',
    secure: origin.startsWith('https:'),
  } as const
  return {
    held: (request: { cookies: FastifyRequest['cookies'] }) => request.cookies[COOKIE]?.slice(0, TOKEN_MAX),
    send(reply: Pick<FastifyReply, 'setCookie'>, { answer, refresh }: PageTokens) {
      reply.setCookie(COOKIE, refresh, { ...scope, maxAge: Math.floor(refreshTokenLifetime / 1000) })
      return answer
    },
    forget(reply: Pick<FastifyReply, 'clearCookie'>): void {
      reply.clearCookie(COOKIE, scope)
    },
  }
}

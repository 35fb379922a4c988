import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientAddress } from '../http/client-address.ts'
import { type App, accepted } from '../http/schemas.ts'
import { messageLanguage } from '../messages/language.ts'
import type { PageSignIn } from './page.service.ts'
import { beginBody, callbackBody } from './provider-entry.schema.ts'
import type { ProviderEntry } from './provider-entry.service.ts'
import { ATTEMPT_TIME, responseParameters } from './sign-in-attempt.ts'

const open = { access: 'open' as const }
const hide = true

/** View of the page that completes a sign-in. */
const VIEW = 'signed-in'
/** Longest value of a parameter that is passed on, in characters. */
const PARAMETER_MAX = 4000

/**
 * Where providers send browsers back to. Cookies of this request prove nothing, since a provider may have been asked by
 * anybody, so it only leads to the page, which completes the sign-in. The response is in the fragment, which browsers send
 * to nobody.
 */
export function providerCallbackRoute(app: App, { mount }: { mount: string }): void {
  app.get(`${mount}session/callback/:provider`, { config: open, schema: { hide } }, (request, reply) => {
    const { provider } = request.params as { provider: string }
    const sent = new URL(request.url, 'http://localhost').searchParams
    const passed = new URLSearchParams({ provider })
    for (const name of responseParameters) {
      const [value, ...others] = sent.getAll(name)
      // RFC 6749, 3.1: a parameter that is sent twice is no parameter.
      if (value !== undefined && others.length === 0 && value.length <= PARAMETER_MAX) passed.set(name, value)
    }
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    return reply.redirect(`../../${VIEW}#${passed}`, 302)
  })
}

interface Options {
  entry: ProviderEntry
  mount: string
  /** Path of the page as seen by browsers, with leading and trailing slash. */
  path: string
  /** Origin of the page. */
  origin: string
  defaultLanguage: string
  /** Reads the cookies of the page, and completes a sign-in with them. */
  cookies: {
    held(request: Cookied): string | undefined
    from(request: Cookied & Parameters<typeof clientAddress>[0]): Parameters<ProviderEntry['complete']>[3]
    complete(request: Cookied, reply: CookieReply, signedIn: PageSignIn): object
  }
}

type Cookied = Pick<FastifyRequest, 'cookies' | 'headers'>
type CookieReply = Pick<FastifyReply, 'setCookie' | 'clearCookie'>

/** Begins and completes a sign-in at a provider, for the page. */
export function providerEntryRoutes(app: App, options: Options): void {
  const { entry, mount, cookies } = options
  const attempt = createAttemptCookie(options)
  const begin = { config: open, schema: { hide, body: beginBody } }
  app.post(`${mount}session/provider`, begin, async (request, reply) => {
    const { provider, fresh = false } = accepted(request.body)
    const language = messageLanguage(request.headers['accept-language'], options.defaultLanguage)
    const from = { address: clientAddress(request), language }
    const begun = await entry.begin(provider, fresh, from, cookies.held(request))
    attempt.send(reply, begun.attempt)
    return { url: begun.url }
  })
  const callback = { config: open, schema: { hide, body: callbackBody } }
  app.post(`${mount}session/provider/callback`, callback, async (request, reply) => {
    const { provider, timezone, ...response } = accepted(request.body)
    const arrival = { ...cookies.from(request), timezone }
    const sealed = attempt.held(request)
    // Once, whatever comes of it.
    attempt.forget(reply)
    const done = await entry.complete(provider, response, sealed, arrival, cookies.held(request))
    return cookies.complete(request, reply, done)
  })
}

/** Longer than a sealed attempt. */
const SEALED_MAX = 1000

/** The cookie of a sign-in that has begun: only for the session routes, and not sent with requests of other sites. */
function createAttemptCookie({ path, origin }: Pick<Options, 'path' | 'origin'>) {
  const secure = origin.startsWith('https:')
  const name = secure ? '__Secure-page_attempt' : 'page_attempt'
  const scope = { path: `${path}session/`, httpOnly: true, sameSite: 'lax', secure } as const
  return {
    held: ({ cookies }: Cookied) => cookies[name]?.slice(0, SEALED_MAX + 1),
    send(reply: CookieReply, sealed: string): void {
      reply.setCookie(name, sealed, { ...scope, maxAge: ATTEMPT_TIME / 1000 })
    },
    forget(reply: CookieReply): void {
      reply.clearCookie(name, scope)
    },
  }
}

import type { FastifyInstance, HTTPMethods } from 'fastify'
import { Refusal } from '../errors/errors.ts'
import { ok } from '../protocol/envelope.ts'
import type { Scope } from '../protocol/scopes.ts'
import type { Access } from './caller.ts'

/** In the order in which the framework behind the published API lists them in `Allow`. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const satisfies HTTPMethods[]

/** Response to `OPTIONS`, as in that framework. */
const description = {
  renders: ['application/json'],
  parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
}

/**
 * Handles the methods that a path does not support: 405 with `Allow` (RFC 9110, 15.5.6), after the same
 * access checks as for its other methods; `OPTIONS` returns 200 with `Allow`. Call before any route is added,
 * and `close` after the last one.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const present = new Map<
    string,
    { methods: Set<string>; access: Access | undefined; scope: Scope | undefined }
  >()
  app.addHook('onRoute', (route) => {
    const entry = present.get(route.url) ?? { methods: new Set(), access: undefined, scope: undefined }
    for (const method of [route.method].flat()) entry.methods.add(method)
    entry.access ??= route.config?.access
    entry.scope ??= route.config?.scope
    present.set(route.url, entry)
  })
  return () => {
    for (const [url, { methods: allowed, access, scope }] of [...present]) {
      // A pattern matches paths that do not exist.
      if (/[*(]/.test(url)) continue
      const allow = methods.filter((method) => method === 'OPTIONS' || allowed.has(method)).join(', ')
      const missing = app.supportedMethods.filter((method) => !allowed.has(method))
      app.route({
        url,
        method: missing,
        ...(access && { config: { access, ...(scope && { scope }) } }),
        schema: { hide: true },
        // Before the framework checks the body: it rejects a `QUERY` without a media type itself.
        onRequest: async (request, reply) => {
          reply.header('allow', allow)
          if (request.method === 'OPTIONS') return
          throw new Refusal('method_not_allowed', { params: { method: request.method } })
        },
        handler: async () => ok(description),
      })
    }
  }
}

import type { FastifyInstance, HTTPMethods } from 'fastify'
import { Refusal } from '../errors.ts'
import { ok } from './answer.ts'

/** In the order in which the framework behind the published API lists them in `Allow`. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const satisfies HTTPMethods[]

/** What `OPTIONS` tells of a path, as that framework does. */
const description = {
  renders: ['application/json'],
  parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
}

/**
 * Answers the methods that a path does not have: 405 with `Allow` (RFC 9110, 15.5.6), after the same checks of who
 * calls as on its other methods; `OPTIONS` answers 200 with `Allow`. Call before any route is added, and `close` after the last one.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const present = new Map<string, { methods: Set<string>; access: 'open' | 'key' | 'user' | undefined }>()
  app.addHook('onRoute', (route) => {
    const entry = present.get(route.url) ?? { methods: new Set(), access: undefined }
    for (const method of [route.method].flat()) entry.methods.add(method)
    entry.access ??= route.config?.access
    present.set(route.url, entry)
  })
  return () => {
    for (const [url, { methods: allowed, access }] of [...present]) {
      // A pattern fits paths that are not there.
      if (/[*(]/.test(url)) continue
      const allow = methods.filter((method) => method === 'OPTIONS' || allowed.has(method)).join(', ')
      const missing = app.supportedMethods.filter((method) => !allowed.has(method))
      app.route({
        url,
        method: missing,
        ...(access && { config: { access } }),
        schema: { hide: true },
        // Before the framework looks at the body: it refuses a `QUERY` without a media type on its own.
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

import type { FastifyInstance } from 'fastify'
import { listen } from '../basics/foreign-events.ts'
import type { Tracer } from '../ports/tracer.ts'

/** The methods known to the semantic conventions; a client may send any other text. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']

/**
 * Creates one span per request, following the stable HTTP semantic conventions. Path, query, client address
 * and user agent are omitted: they contain secrets or personal data. Everything that the request logs
 * includes its ids. Call before other hooks are added.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer, publicUrl: string): void {
  const { hostname, port, protocol } = new URL(publicUrl)
  const server = {
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    'url.scheme': protocol.slice(0, -1),
  }
  app.addHook('onRequest', (request, reply, done) => {
    const method = METHODS.includes(request.method) ? request.method : '_OTHER'
    const route = request.is404 ? undefined : request.routeOptions.url
    const span = tracer.request(
      route ? `${method} ${route}` : method,
      {
        'http.request.method': method,
        ...(route && { 'http.route': route }),
        'network.protocol.version': request.raw.httpVersion,
        ...server,
      },
      request.headers,
    )
    request.log = request.log.child({ trace_id: span.traceId, span_id: span.spanId })
    reply.log = request.log
    listen('trace', reply.raw, 'close', () => {
      const status = reply.raw.statusCode
      if (!reply.raw.headersSent) span.end({}, 'connection_closed')
      else span.end({ 'http.response.status_code': status }, status >= 500 ? String(status) : undefined)
    })
    span.run(done)
  })
}

import type { FastifyInstance } from 'fastify'
import { listen } from '../basics/foreign-events.ts'
import type { Metrics } from '../ports/metrics.ts'

/** Methods of the routes; clients cannot create labels by sending others. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts and times every request, even if its client disconnects before the response. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  let inFlight = 0
  metrics.readGauges(() => [['user_profile_http_requests_in_flight', inFlight, {}]])
  app.addHook('onRequest', (request, reply, done) => {
    const start = performance.now()
    inFlight++
    listen('measure', reply.raw, 'close', () => {
      inFlight--
      const labels = {
        method: methods.has(request.method) ? request.method : 'other',
        // The pattern, never the path as sent, which has unlimited values and may contain secrets.
        route: (request.is404 ? undefined : request.routeOptions.url) ?? 'unmatched',
        status: reply.raw.writableFinished ? String(reply.statusCode) : 'aborted',
      }
      metrics.count('user_profile_http_requests_total', labels)
      const seconds = (performance.now() - start) / 1000
      metrics.observe('user_profile_http_request_duration_seconds', seconds, labels)
    })
    done()
  })
}

import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { listen } from '../basics/foreign-events.ts'
import type { Metrics } from '../ports/metrics.ts'

/** Methods of the routes; clients cannot create labels by sending others. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts and times requests, even if their clients disconnect before the response. */
export function createMeasure(metrics: Metrics) {
  let inFlight = 0
  metrics.readGauges(() => [['user_profile_http_requests_in_flight', inFlight, {}]])
  /** `labelsOf` is called at the end. The route is the pattern, never the path as sent, which has unlimited values and may contain secrets. */
  return (response: ServerResponse, labelsOf: () => { method: string; route: string | undefined }): void => {
    const start = performance.now()
    inFlight++
    listen('measure', response, 'close', () => {
      inFlight--
      const { method, route = 'unmatched' } = labelsOf()
      const labels = {
        method: methods.has(method) ? method : 'other',
        route,
        status: response.writableFinished ? String(response.statusCode) : 'aborted',
      }
      metrics.count('user_profile_http_requests_total', labels)
      const seconds = (performance.now() - start) / 1000
      metrics.observe('user_profile_http_request_duration_seconds', seconds, labels)
    })
  }
}

export type Measure = ReturnType<typeof createMeasure>

/** Measures every request that the framework answers. */
export function measureRequests(app: FastifyInstance, measure: Measure): void {
  app.addHook('onRequest', (request, reply, done) => {
    measure(reply.raw, () => ({
      method: request.method,
      route: request.is404 ? undefined : request.routeOptions.url,
    }))
    done()
  })
}

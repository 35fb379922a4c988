import type { FastifyInstance } from 'fastify'
import type { Log } from '../ports/log.ts'

/** What the log says about a request: no address, headers, body or path as sent, which may contain secrets. */
interface LoggedRequest {
  method: string
  /** The pattern of the route, or null. */
  route: string | null | undefined
  status: number
  /** Milliseconds from its start to the end of the response. */
  took: number
  applicationId: string | undefined
  userId: string | undefined
}

/** Logs one line for a request. */
export function logRequest(
  log: Pick<Log, 'info'>,
  { method, route, status, took, applicationId, userId }: LoggedRequest,
  id: { reqId?: string } = {},
): void {
  const ms = Math.round(took * 10) / 10
  log.info({ ...id, method, route, status, ms, application: applicationId, user: userId }, 'request')
}

/** Logs one line for each request that the framework answers, and sends its id. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, is404, routeOptions, knownCaller, knownServer, knownApplication } = request
    logRequest(request.log, {
      method,
      route: is404 ? null : routeOptions.url,
      status: reply.statusCode,
      took: reply.elapsedTime,
      applicationId: knownCaller?.application.id ?? knownServer?.application.id ?? knownApplication?.id,
      userId: knownCaller?.user.id,
    })
    done()
  })
}

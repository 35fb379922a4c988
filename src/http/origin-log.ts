import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { HOUR } from '../basics/durations.ts'
import { normalizeOrigin } from '../basics/origin.ts'

/** Maximum number of lines in an hour: the caller chooses the origin in them. */
const LINES = 100

interface UsedApplication {
  id: string
  kind: string
}

export type OriginLog = ReturnType<typeof createOriginLog>

/**
 * Tells the operator why a browser hides a response from a page, and which command changes that. Each reason is
 * logged once an hour for each origin.
 */
export function createOriginLog() {
  const told = new LRUCache<string, true>({ max: LINES, ttl: HOUR })
  const tell = (request: FastifyRequest, message: string, application?: UsedApplication) => {
    const origin = normalizeOrigin(request.headers.origin ?? '')
    const key = `${application?.id} ${origin}`
    if (origin === null || told.has(key)) return
    told.purgeStale()
    if (told.size === LINES) return
    told.set(key, true)
    const remedy = `user-profile app create --name NAME --kind spa --origin ${origin}`
    request.log.warn({ origin, application: application?.id, kind: application?.kind, remedy }, message)
  }
  return {
    /** Logs a preflight from an origin that no application has. */
    unregistered(request: FastifyRequest): void {
      tell(request, 'a page called whose origin no application has')
    },
    /** Logs that a page used a key of another kind of application. A request forwarded by a gateway may look the same. */
    wrongKind(request: FastifyRequest, application: UsedApplication): void {
      tell(request, 'a page called with a key whose answers no page can read', application)
    },
  }
}

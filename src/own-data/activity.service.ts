import type { ApplicationService } from '../application/application.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { OwnSessionsService } from '../session/own-sessions.service.ts'
import { ACTIVITY_DEFAULT, type Activity, type ActivityCursor } from './activity.ts'

export type ActivityService = ReturnType<typeof createActivityService>

/** Returns what happened to a person's account, from the audit trail: only events about that person. */
export function createActivityService(deps: {
  audit: AuditService
  applications: ApplicationService
  ownSessions: OwnSessionsService
}) {
  const { audit, applications, ownSessions } = deps
  return {
    /**
     * Returns events before the cursor, newest first, and the cursor of the next batch, or null if there is
     * none. What applications do for themselves is only in a copy of everything.
     */
    async page(
      userId: string,
      before: ActivityCursor | null,
      limit = ACTIVITY_DEFAULT,
      { isCopy = false }: { isCopy?: boolean } = {},
    ): Promise<{ activity: Activity[]; next: ActivityCursor | null }> {
      const found = await audit.ofPerson(userId, before, limit + 1, !isCopy)
      const events = found.slice(0, limit)
      const idsOf = (key: 'applicationId' | 'sessionId') => [
        ...new Set(events.map((event) => event[key]).filter((id) => id !== null)),
      ]
      const [names, clients] = await Promise.all([
        applications.names(idsOf('applicationId')),
        ownSessions.clients(userId, idsOf('sessionId')),
      ])
      const activity = events.map((event) => ({
        event,
        application: names.get(event.applicationId ?? '') ?? '',
        client: clients.get(event.sessionId ?? '') ?? null,
      }))
      return { activity, next: found.length > limit ? (events.at(-1) ?? null) : null }
    },
  }
}

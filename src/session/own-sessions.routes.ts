import { callerOf } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { idParameter } from '../protocol/path-parameters.ts'
import { responses } from '../protocol/responses.ts'
import { sessionEnded, sessionOf, sessionsAnswer, sessionsEnded } from './own-sessions.schema.ts'
import type { OwnSessionsService } from './own-sessions.service.ts'

const tags = ['Sessions']

/** Contract: Sessions and own data. */
export function ownSessionsRoutes(
  app: App,
  options: { base: string; ownSessions: OwnSessionsService },
): void {
  const { base, ownSessions } = options
  app.get(
    `${base}/user/sessions`,
    {
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'List sessions',
        description:
          'Where the person is signed in, up to a hundred sessions. The most recently used one comes first.',
        response: responses(sessionsAnswer, 'user'),
      },
    },
    async (request) => {
      const { user, sessionId } = callerOf(request)
      const sessions = await ownSessions.list(user.id)
      return ok({ sessions: sessions.map((session) => sessionOf(session, sessionId)) })
    },
  )
  app.delete(
    `${base}/user/sessions/:id`,
    {
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'End a session',
        description:
          'It may be the session that asks. Returns 404 if the person has no such session, or if it has ended.',
        params: idParameter('`id` of the list of sessions.'),
        response: responses(sessionEnded, 'user', ['not_found']),
      },
    },
    async (request) => {
      await ownSessions.end(callerOf(request), (request.params as { id: string }).id)
      return ok({ success: true as const })
    },
  )
  app.delete(
    `${base}/user/sessions`,
    {
      schema: {
        tags,
        operationId: 'endOtherSessions',
        summary: 'End all other sessions',
        description: 'Signs the person out everywhere else. The session that asks goes on.',
        response: responses(sessionsEnded, 'user'),
      },
    },
    async (request) => ok({ success: true as const, ended: await ownSessions.endOthers(callerOf(request)) }),
  )
}

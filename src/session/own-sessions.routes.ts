import { ok } from '../http/answer.ts'
import { callerOf } from '../http/caller.ts'
import { idParameter } from '../http/path-parameters.ts'
import { responses } from '../http/responses.ts'
import type { App } from '../http/schemas.ts'
import { sessionEnded, sessionOf, sessionsAnswer, sessionsEnded } from './own-sessions.schema.ts'
import type { OwnSessionsService } from './own-sessions.service.ts'

const tags = ['Account']

/** Contract: What the page of the person needs besides. */
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
        summary: 'List the sessions',
        description: 'Where the person is signed in, the last seen first, at most a hundred.',
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
        description: 'The one that asks may be ended too. 404 where it is not one of the person, or over.',
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
        description: 'The one that asks goes on.',
        response: responses(sessionsEnded, 'user'),
      },
    },
    async (request) => ok({ success: true as const, ended: await ownSessions.endOthers(callerOf(request)) }),
  )
}

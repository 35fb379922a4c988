import { SECOND } from '../basics/durations.ts'
import { serverOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import { feedAnswer, feedOf, feedQuery } from './feed.schema.ts'
import type { FeedService } from './feed.service.ts'
import { LIMIT_DEFAULT } from './feed-query.ts'

export { webhookMessages } from './feed.schema.ts'

/** Events for applications of kind `server`. */
export function feedRoutes(app: App, { base, feed }: { base: string; feed: FeedService }): void {
  app.get(
    `${base}/events`,
    {
      config: { access: 'server', scope: 'events:read' },
      schema: {
        tags: ['Events'],
        operationId: 'listEvents',
        summary: 'List events',
        description:
          'What happened to people, in order. Store `next` together with what you make of the events, and send it as `after`: then nothing is lost, and after a crash you get some events again. A later response may have an event that happened before the last one you saw, if its change took longer, but never between events that you have.\n\nWith `wait`, the response is held until something happens. A key may hold ten at a time; beyond that, the answer is 429. A cursor that is too old, or unknown after a restore, is refused with 410 `cursor_expired` or 400 `cursor_unknown`: read the people again that you need, from a cursor that you took before.',
        querystring: feedQuery,
        response: responses(
          feedAnswer,
          'server',
          ['validation', 'cursor_unknown', 'cursor_expired', 'throttled'],
          {
            faults: {
              after: ['cursor_invalid'],
              limit: ['not_an_integer', 'min_value'],
              wait: ['not_an_integer', 'min_value'],
            },
          },
        ),
      },
    },
    async (request, reply) => {
      const { after = null, limit = LIMIT_DEFAULT, wait = 0 } = accepted(request.query)
      const { application } = serverOf(request)
      const query = { after, limit, wait: wait * SECOND }
      return ok(feedOf(await feed.read(application.id, query, reply.raw)))
    },
  )
}

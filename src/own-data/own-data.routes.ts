import { callerOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { failureResponses, responses } from '../protocol/responses.ts'
import { proofBody } from '../session/proof.schema.ts'
import { activityAnswer, activityOf, activityQuery } from './activity.schema.ts'
import type { ActivityService } from './activity.service.ts'
import { formatCursor } from './activity.ts'
import { deletionAnswer, deletionCancelled } from './deletion.schema.ts'
import type { DeletionService } from './deletion.service.ts'
import type { ExportService } from './export.service.ts'

const tags = ['Account']

interface Options {
  base: string
  activity: ActivityService
  exports: ExportService
  deletions: DeletionService
}

/** Contract: Sessions and own data. */
export function ownDataRoutes(app: App, options: Options): void {
  activityRoute(app, options)
  exportRoute(app, options)
  deletionRoutes(app, options)
}

function activityRoute(app: App, { base, activity }: Options): void {
  app.get(
    `${base}/user/activity`,
    {
      schema: {
        tags,
        operationId: 'listActivity',
        summary: 'List activity',
        description: 'What happened to the account, newest first, for as long as the operator keeps it.',
        querystring: activityQuery,
        response: responses(activityAnswer, 'user', ['validation'], {
          faults: { before: ['cursor_invalid'], limit: ['not_an_integer', 'min_value'] },
        }),
      },
    },
    async (request) => {
      const { before, limit } = accepted(request.query)
      const page = await activity.page(callerOf(request).user.id, before ?? null, limit)
      return ok({
        activity: page.activity.map(activityOf),
        next: page.next && formatCursor(page.next),
      })
    },
  )
}

function exportRoute(app: App, { base, exports }: Options): void {
  app.get(
    `${base}/user/export`,
    {
      schema: {
        tags,
        operationId: 'exportAccount',
        summary: 'Download all data',
        description:
          'Everything stored about the person, as a ZIP file: `profile.json`, the picture as uploaded and as shown, and an explanation in their language.',
        produces: ['application/zip'],
        response: failureResponses('user', ['throttled']),
      },
    },
    async (request, reply) => {
      const { stream, name } = await exports.create(callerOf(request))
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type('application/zip').send(stream as never)
    },
  )
}

function deletionRoutes(app: App, { base, deletions }: Options): void {
  app.post(
    `${base}/user/delete`,
    {
      schema: {
        tags,
        operationId: 'deleteAccount',
        summary: 'Delete the account',
        description:
          'Needs the password or a recent proof. The account works until the days of grace are over, and `user/delete/cancel/` keeps it. All other sessions end, and the person is told by mail. Asking again returns the same date.',
        body: proofBody,
        response: responses(
          deletionAnswer,
          'user',
          ['validation', 'act_at_provider', 'recent_sign_in_required', 'account_frozen', 'throttled'],
          {
            faults: { password: ['own_password_wrong'] },
          },
        ),
      },
    },
    async (request) => {
      const deleteAt = await deletions.request(callerOf(request), accepted(request.body))
      return ok({ delete_at: new Date(deleteAt).toISOString() })
    },
  )
  app.post(
    `${base}/user/delete/cancel`,
    {
      schema: {
        tags,
        operationId: 'cancelAccountDeletion',
        summary: 'Keep the account',
        description: 'Cancels the deletion. If none was requested, nothing happens.',
        response: responses(deletionCancelled, 'user'),
      },
    },
    async (request) => {
      await deletions.cancel(callerOf(request))
      return ok({ success: true as const })
    },
  )
}

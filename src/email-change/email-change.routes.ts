import type { FastifyRequest } from 'fastify'
import { CODE_LENGTH } from '../../common/limits.ts'
import { MINUTE } from '../basics/durations.ts'
import { callerOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { CODE_LIFETIME } from '../one-time-code/one-time-code.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import { proofBody } from '../session/proof.schema.ts'
import {
  cancelledAnswer,
  codeAnswer,
  emailBody,
  pendingAnswer,
  pendingMessage,
  resentAnswer,
  undoMessage,
} from './email-change.schema.ts'
import type { EmailChangeService } from './email-change.service.ts'
import type { UndoService } from './undo.service.ts'

const tags = ['Email address']

interface Options {
  base: string
  emailChanges: EmailChangeService
  undos: UndoService
}

export function emailChangeRoutes(app: App, options: Options): void {
  codeRoutes(app, options)
  pendingRoutes(app, options)
  undoEndRoute(app, options)
}

function codeRoutes(app: App, { base, emailChanges }: Options): void {
  const schemaOf = (operationId: string) => ({
    tags,
    operationId,
    summary: 'Request a code for a new address',
    description: `Mails a code of ${CODE_LENGTH} digits that is valid for ${CODE_LIFETIME / MINUTE} minutes. Send it with the checksum to \`POST user/update/profile/\`. A second request replaces the first.\n\nFor the current address, the code verifies that address. The operator may require a recent proof. \`POST\` with \`X-METHODOVERRIDE: PUT\` works too.`,
    body: emailBody,
    response: responses(codeAnswer, 'user', [
      'validation',
      'act_at_provider',
      'recent_sign_in_required',
      'account_frozen',
      'throttled',
    ]),
  })
  const requestCode = async (request: FastifyRequest, email: string) => {
    const answer = {
      success: true as const,
      token_checksum: await emailChanges.request(callerOf(request), email),
    }
    return { ...ok(answer), ...answer }
  }
  app.post(`${base}/user/token-generator`, { schema: schemaOf('requestEmailCode') }, async (request) =>
    requestCode(request as FastifyRequest, accepted(request.body).email),
  )
  app.put(
    `${base}/user/token-generator`,
    { schema: { ...schemaOf('requestEmailCodeByPut'), 'x-same-as': 'requestEmailCode' } },
    async (request) => requestCode(request as FastifyRequest, accepted(request.body).email),
  )
}

function pendingRoutes(app: App, { base, emailChanges, undos }: Options): void {
  app.get(
    `${base}/user/email-change`,
    {
      schema: {
        tags,
        operationId: 'getEmailChange',
        summary: 'Get the pending change',
        description:
          'The change that waits for its code, the addresses that get codes, and the changes that can still be undone.',
        response: responses(pendingAnswer, 'user'),
      },
    },
    async (request) => {
      const { user } = callerOf(request)
      const change = await emailChanges.pending(user)
      const open = await undos.listOpen(user.id)
      return ok({
        pending: change && pendingMessage(change),
        mailboxes: [...emailChanges.mailboxes(user)],
        can_be_undone: open.map(undoMessage),
      })
    },
  )
  app.delete(
    `${base}/user/email-change`,
    {
      schema: {
        tags,
        operationId: 'cancelEmailChange',
        summary: 'Cancel the pending change',
        description: 'Its code stops working. If no change is pending, nothing happens.',
        response: responses(cancelledAnswer, 'user'),
      },
    },
    async (request) => {
      await emailChanges.cancel(callerOf(request))
      return ok({ success: true as const })
    },
  )
  app.post(
    `${base}/user/email-change/resend`,
    {
      schema: {
        tags,
        operationId: 'resendEmailCode',
        summary: 'Send the code again',
        description:
          'Mails a new code; earlier ones stop working. The checksum stays the same. Returns 404 if no change is pending. Counts as a request for a code.',
        response: responses(resentAnswer, 'user', ['act_at_provider', 'not_found', 'throttled']),
      },
    },
    async (request) =>
      ok({
        success: true as const,
        pending: pendingMessage(await emailChanges.resend(callerOf(request))),
      }),
  )
}

function undoEndRoute(app: App, { base, undos }: Options): void {
  app.post(
    `${base}/user/email-change/undo/end`,
    {
      schema: {
        tags,
        operationId: 'endEmailUndo',
        summary: 'End the time to undo changes',
        description:
          "For people who leave a mailbox that somebody else reads. The request itself must have a proof; a recent sign-in isn't enough. Former addresses become free and are told by mail, and codes for a new password stop working. If there is nothing to undo, nothing happens.",
        body: proofBody,
        response: responses(
          cancelledAnswer,
          'user',
          ['validation', 'recent_sign_in_required', 'account_frozen', 'throttled'],
          { faults: { password: ['required', 'own_password_wrong'] } },
        ),
      },
    },
    async (request) => {
      await undos.end(callerOf(request), accepted(request.body))
      return ok({ success: true as const })
    },
  )
}

import type { FastifyRequest } from 'fastify'
import { ok } from '../http/answer.ts'
import { callerOf } from '../http/caller.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
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

const tags = ['E-mail']

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
    summary: 'Ask for the code for another e-mail address',
    description:
      'Mails a 6-digit code, good for 10 minutes. A second request replaces the first. For the address that the person has already the code goes to it alone, and an update with this address, checksum and code verifies it. Where the operator wants it, needs a recent proof. `POST`, `PUT`, and `POST` with `X-METHODOVERRIDE: PUT` do the same.',
    body: emailBody,
    response: responses(codeAnswer, 'user', [
      'validation',
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
  app.put(`${base}/user/token-generator`, { schema: schemaOf('requestEmailCodeByPut') }, async (request) =>
    requestCode(request as FastifyRequest, accepted(request.body).email),
  )
}

function pendingRoutes(app: App, { base, emailChanges, undos }: Options): void {
  app.get(
    `${base}/user/email-change`,
    {
      schema: {
        tags,
        operationId: 'getEmailChange',
        summary: 'Show the change of address that waits for its code, who gets codes, and what can be undone',
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
        summary: 'Cancel the change of address',
        description: 'Its code ends. Where none waits, nothing happens.',
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
        summary: 'Mail a new code for the change of address',
        description:
          'Codes mailed before end; the checksum stays. 404 where no change waits. Counts as a code asked for.',
        response: responses(resentAnswer, 'user', ['not_found', 'throttled']),
      },
    },
    async (request) =>
      ok({
        success: true as const,
        pending: pendingMessage(await emailChanges.resend(callerOf(request).user)),
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
        summary: 'End the time in which changes of address can be undone',
        description:
          'For a person who leaves a mailbox that somebody else reads. The request itself must prove who asks; a recent sign-in does not count. Addresses that were kept are free, codes for a new password end, and a mail tells each address before. Where nothing can be undone, nothing happens.',
        body: proofBody,
        response: responses(cancelledAnswer, 'user', ['validation', 'account_frozen', 'throttled'], {
          faults: { password: ['required', 'own_password_wrong'] },
        }),
      },
    },
    async (request) => {
      await undos.end(callerOf(request), accepted(request.body))
      return ok({ success: true as const })
    },
  )
}

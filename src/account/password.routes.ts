import { ok } from '../http/answer.ts'
import { applicationOf, callerOf } from '../http/caller.ts'
import { clientAddress } from '../http/client-address.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
import { proofBody } from '../session/proof.schema.ts'
import {
  changeBody,
  doneAnswer,
  forgotAnswer,
  forgotBody,
  resetAnswer,
  resetBody,
  waitingAnswer,
} from './password.schema.ts'
import type { PasswordService } from './password.service.ts'
import type { WaitingPasswordService } from './waiting-password.service.ts'

const tags = ['Password']
const passwordFaultKeys = [
  'password_too_short',
  'password_too_common',
  'password_predictable',
  'password_too_similar',
  'password_breached',
  'max_length',
] as const

interface Options {
  base: string
  passwords: PasswordService
  waiting: WaitingPasswordService
}

export function passwordRoutes(app: App, options: Options): void {
  changeRoute(app, options)
  recoveryRoutes(app, options)
  waitingRoutes(app, options)
}

function changeRoute(app: App, { base, passwords }: Options): void {
  app.post(
    `${base}/user/password/change`,
    {
      schema: {
        tags,
        operationId: 'changePassword',
        summary: 'Change the password',
        description: 'Ends all other sessions of the person; this one goes on.',
        body: changeBody,
        response: responses(doneAnswer, 'user', ['validation', 'throttled'], {
          faults: { old_password: ['password_wrong'], new_password: passwordFaultKeys },
        }),
      },
    },
    async (request) => {
      const { old_password, new_password } = accepted(request.body)
      await passwords.change(callerOf(request), old_password, new_password)
      return ok({ success: true as const })
    },
  )
}

function recoveryRoutes(app: App, { base, passwords }: Options): void {
  app.post(
    `${base}/user/password/forgot`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'requestPasswordReset',
        summary: 'Ask for a code for a new password',
        description: 'The same answer for known and unknown addresses.',
        body: forgotBody,
        response: responses(forgotAnswer, 'key', ['validation', 'throttled']),
      },
    },
    async (request) => {
      const token_checksum = await passwords.forgot(accepted(request.body).email, clientAddress(request))
      const answer = { success: true as const, token_checksum }
      return { ...ok(answer), ...answer }
    },
  )
  app.post(
    `${base}/user/password/reset`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'resetPassword',
        summary: 'Choose a new password by a mailed code',
        description:
          'Ends all sessions of the person. If the address of the account is less than 72 hours old, the code goes to the address before; then the password waits until `takes_effect_at`, and nothing else changes yet.',
        body: resetBody,
        response: responses(resetAnswer, 'key', ['validation', 'account_frozen', 'throttled'], {
          faults: { token_field: ['token_mismatch'], new_password: passwordFaultKeys },
        }),
      },
    },
    async (request) => {
      const body = accepted(request.body)
      const takesEffectAt = await passwords.reset({
        email: body.email,
        checksum: body.token_checksum_field,
        code: body.token_field,
        newPassword: body.new_password,
        applicationId: applicationOf(request).id,
        address: clientAddress(request),
      })
      return ok({
        success: true as const,
        ...(takesEffectAt !== null && { takes_effect_at: new Date(takesEffectAt).toISOString() }),
      })
    },
  )
}

function waitingRoutes(app: App, { base, waiting }: Options): void {
  app.get(
    `${base}/user/password/reset`,
    {
      schema: {
        tags,
        operationId: 'getPasswordReset',
        summary: 'Show the new password that waits before it takes effect',
        response: responses(waitingAnswer, 'user'),
      },
    },
    async (request) => {
      const pending = await waiting.pending(callerOf(request).user.id)
      return ok({
        waiting: pending && {
          created_at: new Date(pending.createdAt).toISOString(),
          takes_effect_at: new Date(pending.takesEffectAt).toISOString(),
        },
      })
    },
  )
  app.post(
    `${base}/user/password/reset/cancel`,
    {
      schema: {
        tags,
        operationId: 'cancelPasswordReset',
        summary: 'Stop the new password that waits',
        description:
          'Ends codes for a new password too. The request itself must prove who asks: a session may be a stolen one, so a recent sign-in does not count. Where none waits, nothing else happens.',
        body: proofBody,
        response: responses(doneAnswer, 'user', ['validation', 'throttled'], {
          faults: { password: ['required', 'own_password_wrong'] },
        }),
      },
    },
    async (request) => {
      await waiting.stop(callerOf(request), accepted(request.body))
      return ok({ success: true as const })
    },
  )
}

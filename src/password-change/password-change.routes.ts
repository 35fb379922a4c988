import { applicationOf, callerOf } from '../http/caller.ts'
import { clientAddress } from '../http/client-address.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import { proofBody } from '../session/proof.schema.ts'
import {
  changeBody,
  doneAnswer,
  forgotAnswer,
  forgotBody,
  passwordAnswer,
  resetAnswer,
  resetBody,
} from './password-change.schema.ts'
import type { PasswordService } from './password-change.service.ts'
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
        description: 'Ends all other sessions of the person. The session that asks stays signed in.',
        body: changeBody,
        response: responses(doneAnswer, 'user', ['validation', 'act_at_provider', 'throttled'], {
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
        summary: 'Request a code for a new password',
        description:
          "Mails a code. The response is the same for known and unknown addresses, so it doesn't tell who has an account.",
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
        summary: 'Set a new password with the code',
        description:
          'Ends all sessions of the person. If the address of the account is less than 72 hours old, the code goes to the previous address. Then the password takes effect at `takes_effect_at`, and nothing changes until then.',
        body: resetBody,
        response: responses(resetAnswer, 'key', ['validation', 'account_frozen', 'throttled'], {
          faults: { token_field: ['token_mismatch'], new_password: passwordFaultKeys },
        }),
      },
    },
    async (request) => {
      const body = accepted(request.body)
      const { takesEffectAt } = await passwords.reset({
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

function waitingRoutes(app: App, { base, passwords, waiting }: Options): void {
  app.get(
    `${base}/user/password/reset`,
    {
      schema: {
        tags,
        operationId: 'getPasswordReset',
        summary: 'Get the state of the password',
        description:
          'When it was last changed, and the new one that waits: one whose code went to a former address takes effect later.',
        response: responses(passwordAnswer, 'user'),
      },
    },
    async (request) => {
      const { user } = callerOf(request)
      const [pending, changedAt] = await Promise.all([waiting.pending(user.id), passwords.changedAt(user.id)])
      return ok({
        changed_at: changedAt === null ? null : new Date(changedAt).toISOString(),
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
        summary: 'Stop the pending new password',
        description:
          "Codes for a new password stop working too. The request itself must have a proof: the session may be stolen, so a recent sign-in isn't enough. If none is pending, only the codes stop working.",
        body: proofBody,
        response: responses(doneAnswer, 'user', ['validation', 'recent_sign_in_required', 'throttled'], {
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

import { ok } from '../http/answer.ts'
import { applicationOf, callerOf } from '../http/caller.ts'
import { clientAddress } from '../http/client-address.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
import { changeBody, doneAnswer, forgotAnswer, forgotBody, resetBody } from './password.schema.ts'
import type { PasswordService } from './password.service.ts'

const tags = ['Password']
const passwordFaultKeys = [
  'password_too_short',
  'password_too_common',
  'password_entirely_numeric',
  'password_too_similar',
] as const

export function passwordRoutes(app: App, options: { base: string; passwords: PasswordService }): void {
  const { base, passwords } = options
  app.post(
    `${base}/user/password/change`,
    {
      schema: {
        tags,
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
  app.post(
    `${base}/user/password/forgot`,
    {
      config: { access: 'key' },
      schema: {
        tags,
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
        summary: 'Choose a new password by a mailed code',
        description: 'Ends all sessions of the person.',
        body: resetBody,
        response: responses(doneAnswer, 'key', ['validation', 'throttled'], {
          faults: { token_field: ['token_mismatch'], new_password: passwordFaultKeys },
        }),
      },
    },
    async (request) => {
      const body = accepted(request.body)
      await passwords.reset({
        email: body.email,
        checksum: body.token_checksum_field,
        code: body.token_field,
        newPassword: body.new_password,
        applicationId: applicationOf(request).id,
        address: clientAddress(request),
      })
      return ok({ success: true as const })
    },
  )
}

import { ok } from '../http/answer.ts'
import { applicationOf } from '../http/caller.ts'
import { arrivalOf, clientAddress } from '../http/client-address.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
import { requestOptionsAnswer } from './proof.schema.ts'
import { tokenPair } from './session.schema.ts'
import {
  completedSignIn,
  enrollmentAnswer,
  enrollmentBody,
  enrollmentOf,
  passkeySignInBody,
  secondStepBody,
} from './sign-in-steps.schema.ts'
import type { SignInSteps } from './sign-in-steps.service.ts'

const tags = ['Session']
const closed = ['inactive_account', 'password_reset_required'] as const

interface Options {
  base: string
  steps: SignInSteps
}

/** What follows a sign-in that asks for a second factor, and the sign-in with a passkey. */
export function signInStepsRoutes(app: App, options: Options): void {
  secondFactorRoutes(app, options)
  passkeyRoutes(app, options)
}

function secondFactorRoutes(app: App, { base, steps }: Options): void {
  app.post(
    `${base}/user/login/second-factor`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'completeSignIn',
        summary: 'Complete a sign-in with a second factor',
        description:
          'Where `user/login/` answers `second_factor_required`, with its ticket: good once, for five minutes and five codes, through the same application and from the same network.',
        body: secondStepBody,
        response: responses(completedSignIn, 'key', ['validation', ...closed, 'throttled'], {
          faults: { second_factor_ticket: ['ticket_not_valid'], code: ['second_factor_code_wrong'] },
        }),
      },
    },
    async (request) => {
      const { second_factor_ticket: ticket, ...step } = accepted(request.body)
      return steps.complete(applicationOf(request), { ...step, ticket, ...arrivalOf(request) })
    },
  )
  app.post(
    `${base}/user/login/second-factor/enroll`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'enrollSecondFactorAtSignIn',
        summary: 'Set up a second factor while signing in',
        description:
          'Where `user/login/` answers `second_factor_enrollment_required`, with its ticket. The first code of the app completes the sign-in by `user/login/second-factor/`, which then answers recovery codes too.',
        body: enrollmentBody,
        response: responses(enrollmentAnswer, 'key', ['validation', ...closed], {
          faults: { second_factor_ticket: ['ticket_not_valid'] },
        }),
      },
    },
    async (request) => {
      const { second_factor_ticket: ticket } = accepted(request.body)
      const made = await steps.beginEnrollment(applicationOf(request), ticket, clientAddress(request))
      return ok(enrollmentOf(made))
    },
  )
}

function passkeyRoutes(app: App, { base, steps }: Options): void {
  app.post(
    `${base}/user/login/passkey/options`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'createSignInOptions',
        summary: 'Options for a sign-in with a passkey',
        description:
          'For `navigator.credentials.get()`, by applications that have a registered origin on the domain of the passkeys. They can be answered once, within five minutes.',
        response: responses(requestOptionsAnswer, 'key', ['passkeys_unavailable', 'throttled']),
      },
    },
    async (request) => {
      const options = await steps.passkeyOptions(applicationOf(request), clientAddress(request))
      return ok({ public_key: { ...options } })
    },
  )
  app.post(
    `${base}/user/login/passkey`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'signInWithPasskey',
        summary: 'Sign in with a passkey',
        description: 'It counts as password and second factor.',
        body: passkeySignInBody,
        response: responses(tokenPair, 'key', ['validation', ...closed, 'passkeys_unavailable'], {
          faults: { credential: ['passkey_invalid', 'passkey_unknown'] },
        }),
      },
    },
    async (request) => {
      const { credential, ...rest } = accepted(request.body)
      return steps.withPasskey(applicationOf(request), credential, { ...rest, ...arrivalOf(request) })
    },
  )
}

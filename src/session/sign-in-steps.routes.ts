import { applicationOf } from '../http/caller.ts'
import { arrivalOf, clientAddress } from '../http/client-address.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
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

const tags = ['Sign-in']
const closed = ['inactive_account', 'password_reset_required'] as const

interface Options {
  base: string
  steps: SignInSteps
}

/** The steps after a sign-in that requires a second factor, and the sign-in with a passkey. */
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
        summary: 'Complete a sign-in with a code',
        description:
          'Takes the ticket of `second_factor_required` and a code. A ticket is good for one sign-in, five minutes and five attempts, through the same application and from the same network.',
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
          'Takes the ticket of `second_factor_enrollment_required`. Send the first code of the authenticator app to `user/login/second-factor/` with the same ticket. That completes the sign-in and also returns recovery codes.',
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
        summary: 'Start a sign-in with a passkey',
        description:
          'Returns options for `navigator.credentials.get()`. They work once, within five minutes, in applications with a registered origin on the domain of the passkeys.',
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
        description:
          'Takes the result of `navigator.credentials.get()`. A passkey counts as password and second factor.',
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

import { callerOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import { proofBody } from '../session/proof.schema.ts'
import { enrollmentAnswer, enrollmentOf } from '../session/sign-in-steps.schema.ts'
import {
  confirmBody,
  factorDone,
  recoveryCodesAnswer,
  stateAnswer,
  stateOf,
} from './own-second-factor.schema.ts'
import type { OwnSecondFactorService } from './own-second-factor.service.ts'
import { proofFailures, proofFaults } from './proof-answers.ts'

const tags = ['Second factor']
interface Options {
  base: string
  secondFactors: OwnSecondFactorService
}

/** The second factor of the calling person. */
export function ownSecondFactorRoutes(app: App, options: Options): void {
  enrollmentRoutes(app, options)
  removalRoutes(app, options)
}

function enrollmentRoutes(app: App, { base, secondFactors }: Options): void {
  app.get(
    `${base}/user/second-factor`,
    {
      schema: {
        tags,
        operationId: 'getSecondFactor',
        summary: 'Get the second factor',
        description:
          'Whether the person has one, whether they need one, and how many recovery codes are left.',
        response: responses(stateAnswer, 'user'),
      },
    },
    async (request) => ok(stateOf(await secondFactors.state(callerOf(request).user.id))),
  )
  app.post(
    `${base}/user/second-factor`,
    {
      schema: {
        tags,
        operationId: 'enrollSecondFactor',
        summary: 'Set up a second factor',
        description:
          'Returns a seed for an authenticator app (TOTP, RFC 6238). It takes effect, and replaces an existing one, when `user/second-factor/confirm/` gets a code of it within fifteen minutes.',
        body: proofBody,
        response: responses(enrollmentAnswer, 'user', proofFailures, { faults: proofFaults }),
      },
    },
    async (request) => ok(enrollmentOf(await secondFactors.begin(callerOf(request), accepted(request.body)))),
  )
  app.post(
    `${base}/user/second-factor/confirm`,
    {
      schema: {
        tags,
        operationId: 'confirmSecondFactor',
        summary: 'Confirm the second factor',
        description:
          'Takes the first code of the authenticator app. From then on, a sign-in with the password needs a code. Returns ten recovery codes, which are not shown again.',
        body: confirmBody,
        response: responses(recoveryCodesAnswer, 'user', ['validation'], {
          faults: { code: ['second_factor_code_wrong'] },
        }),
      },
    },
    async (request) =>
      ok({ recovery_codes: await secondFactors.confirm(callerOf(request), accepted(request.body).code) }),
  )
}

function removalRoutes(app: App, { base, secondFactors }: Options): void {
  app.post(
    `${base}/user/second-factor/recovery-codes`,
    {
      schema: {
        tags,
        operationId: 'createRecoveryCodes',
        summary: 'Create new recovery codes',
        description: 'The previous ones stop working.',
        body: proofBody,
        response: responses(recoveryCodesAnswer, 'user', [...proofFailures, 'not_found'], {
          faults: proofFaults,
        }),
      },
    },
    async (request) =>
      ok({ recovery_codes: await secondFactors.renewCodes(callerOf(request), accepted(request.body)) }),
  )
  app.post(
    `${base}/user/second-factor/remove`,
    {
      schema: {
        tags,
        operationId: 'removeSecondFactor',
        summary: 'Remove the second factor',
        description:
          'Its recovery codes stop working too. If the person needs a second factor, it can only be replaced.',
        body: proofBody,
        response: responses(factorDone, 'user', [...proofFailures, 'second_factor_kept', 'not_found'], {
          faults: proofFaults,
        }),
      },
    },
    async (request) => {
      await secondFactors.remove(callerOf(request), accepted(request.body))
      return ok({ success: true as const })
    },
  )
}

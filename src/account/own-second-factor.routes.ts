import { ok } from '../http/answer.ts'
import { callerOf } from '../http/caller.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
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

const tags = ['Account']
interface Options {
  base: string
  secondFactors: OwnSecondFactorService
}

/** The second factor of the person who calls. */
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
        summary: 'Show the second factor',
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
          'Returns a seed for an authenticator app (TOTP, RFC 6238). It counts, in the place of the one before, once `user/second-factor/confirm/` has a code of it, within fifteen minutes.',
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
        summary: 'Confirm the second factor by a first code',
        description: 'From then on a sign-in with the password asks for a code. Returns ten recovery codes.',
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
        summary: 'Make new recovery codes',
        description: 'Those before are void.',
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
        description: 'With its recovery codes. Where the operator asks for one, it can only be replaced.',
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

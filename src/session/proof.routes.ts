import { callerOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import { proofAnswer, proofBody, requestOptionsAnswer } from './proof.schema.ts'
import type { ProofService } from './proof.service.ts'

/** How a client proceeds after `recent_sign_in_required`. */
export function proofRoutes(app: App, { base, proofs }: { base: string; proofs: ProofService }): void {
  app.post(
    `${base}/user/proof`,
    {
      schema: {
        tags: ['Sign-in'],
        operationId: 'proveIdentity',
        summary: 'Prove who is signed in',
        description:
          'Some calls need more than an access token: a sign-in or a proof from the last five minutes, or as long as the operator has set. They return 403 `recent_sign_in_required`. Send the password, a code or a passkey here, then repeat the call.',
        body: proofBody,
        response: responses(proofAnswer, 'user', ['validation', 'throttled'], {
          faults: {
            password: ['required', 'own_password_wrong'],
            second_factor_code: ['second_factor_code_wrong'],
            passkey: ['passkey_invalid', 'passkey_unknown'],
          },
        }),
      },
    },
    async (request) => {
      const until = await proofs.renew(callerOf(request), accepted(request.body))
      return ok({ success: true as const, recent_until: new Date(until).toISOString() })
    },
  )
  app.post(
    `${base}/user/proof/passkey`,
    {
      schema: {
        tags: ['Sign-in'],
        operationId: 'createProofOptions',
        summary: 'Start a proof by passkey',
        description:
          'Returns options for `navigator.credentials.get()`. Send its result as `passkey` to `user/proof/`, or with the call itself, within five minutes.',
        response: responses(requestOptionsAnswer, 'user', ['passkeys_unavailable', 'throttled']),
      },
    },
    async (request) => ok({ public_key: { ...(await proofs.passkeyOptions(callerOf(request))) } }),
  )
}

import { ok } from '../http/answer.ts'
import { callerOf } from '../http/caller.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
import { proofAnswer, proofBody, requestOptionsAnswer } from './proof.schema.ts'
import type { ProofService } from './proof.service.ts'

/** How a client gets on where a call answers `recent_sign_in_required`. */
export function proofRoutes(app: App, { base, proofs }: { base: string; proofs: ProofService }): void {
  app.post(
    `${base}/user/proof`,
    {
      schema: {
        tags: ['Session'],
        operationId: 'proveIdentity',
        summary: 'Prove anew who is signed in',
        description:
          'Some calls need more than an access token: a sign-in or a proof that is at most five minutes old, or what the operator has set. Those answer 403 `recent_sign_in_required`; after this call, repeat them.',
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
        tags: ['Session'],
        operationId: 'createProofOptions',
        summary: 'Options for a proof by passkey',
        description:
          'For `navigator.credentials.get()`; its answer goes as `passkey` to `user/proof/`, or to the call itself, within five minutes.',
        response: responses(requestOptionsAnswer, 'user', ['passkeys_unavailable', 'throttled']),
      },
    },
    async (request) => ok({ public_key: { ...(await proofs.passkeyOptions(callerOf(request))) } }),
  )
}

import type { Actor } from '../audit/audit.ts'
import { consumeOrRefuse } from '../ports/limiter.ts'
import type { Assertion, AssertionOptions } from './passkey.ts'
import type { PasskeyAssertion } from './passkey-assertion.service.ts'
import { challengesPerPerson, type PasskeyChallenges, type Purpose } from './passkey-challenges.service.ts'
import type { PasskeyDependencies, Through } from './passkey-dependencies.service.ts'

const purposeOf = (userId: string, application: Through): Purpose => ({
  purpose: 'proof',
  user_id: userId,
  application_id: application.id,
})

/** The recent proof with a passkey. */
export function createPasskeyProof(
  { limiter }: Pick<PasskeyDependencies, 'limiter'>,
  challenges: PasskeyChallenges,
  assertion: PasskeyAssertion,
) {
  return {
    /**
     * Returns what a browser needs for a proof by the person.
     * @throws {Refusal} `passkeys_unavailable`, `throttled`
     */
    async proofOptions(userId: string, application: Through): Promise<AssertionOptions> {
      const { domain } = challenges.placeOf(application)
      await consumeOrRefuse(limiter, challengesPerPerson, userId)
      return assertion.options(domain, purposeOf(userId, application))
    },

    /**
     * Verifies a proof by the person. Returns since when they have had the passkey.
     * @throws {Refusal} `validation` on `passkey`, `passkeys_unavailable`
     */
    async prove(userId: string, response: Assertion, application: Through, actor: Actor): Promise<number> {
      const place = { application, actor, field: 'passkey' }
      return (await assertion.verify(response, purposeOf(userId, application), place)).created_at
    },
  }
}

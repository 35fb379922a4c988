import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../basics/client-network.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import type { Assertion, AssertionOptions } from './passkey.ts'
import type { PasskeyAssertion } from './passkey-assertion.service.ts'
import type { PasskeyChallenges, Purpose } from './passkey-challenges.service.ts'
import type { PasskeyDependencies, Through } from './passkey-dependencies.service.ts'

/** Challenges per network; each is a row that expires after five minutes. */
const challengesPerPlace: Limit = { name: 'passkey-challenges-place', points: 300, seconds: 900 }

/** A passkey used for a sign-in. */
export interface UsedPasskey {
  userId: string
  /** Since when the person has had it, in milliseconds since the Unix epoch. */
  since: number
}

const purposeOf = (application: Through): Purpose => ({
  purpose: 'sign-in',
  user_id: null,
  application_id: application.id,
})

/** The sign-in with a passkey only. */
export function createPasskeySignIn(
  { limiter }: Pick<PasskeyDependencies, 'limiter'>,
  challenges: PasskeyChallenges,
  assertion: PasskeyAssertion,
) {
  return {
    /**
     * Returns what a browser needs to sign anybody in.
     * @throws {Refusal} `passkeys_unavailable`, `throttled`
     */
    async signInOptions(application: Through, address: string): Promise<AssertionOptions> {
      const { domain } = challenges.placeOf(application)
      await consumeOrRefuse(limiter, challengesPerPlace, networkOf(address))
      return assertion.options(domain, purposeOf(application))
    },

    /**
     * Returns whose passkey responds to the challenge of a sign-in.
     * @throws {Refusal} `validation` on `credential`, `passkeys_unavailable`
     */
    async signIn(application: Through, response: Assertion, address: string): Promise<UsedPasskey> {
      const actor: Actor = { kind: 'person', applicationId: application.id, address }
      const place = { application, actor, field: 'credential' }
      const row = await assertion.verify(response, purposeOf(application), place)
      return { userId: row.user_id, since: row.created_at }
    },
  }
}

import { secretHash } from '../basics/hash.ts'
import { Refusal } from '../errors/errors.ts'
import type { Limit } from '../ports/limiter.ts'
import type { PasskeyChallengeRow } from '../tables/tables.ts'
import * as store from './passkey.store.ts'
import { CHALLENGE_TIME, challengeOf, passkeyOrigins } from './passkey.ts'
import type { PasskeyDependencies, Through } from './passkey-dependencies.service.ts'
import type { Expected } from './passkey-verification.ts'

/** Challenges per person; each is a row that expires after five minutes. */
export const challengesPerPerson: Limit = { name: 'passkey-challenges-person', points: 60, seconds: 900 }

/** What a challenge is for. A response to one is valid for no other purpose. */
export type Purpose = Pick<PasskeyChallengeRow, 'purpose' | 'user_id' | 'application_id'>

export type PasskeyChallenges = ReturnType<typeof createPasskeyChallenges>

/** The challenges that passkeys respond to, each usable once. */
export function createPasskeyChallenges({
  db,
  clock,
  random,
  domain,
}: Pick<PasskeyDependencies, 'db' | 'clock' | 'random' | 'domain'>) {
  return {
    /** Returns the domain and the origins for the application. @throws {Refusal} `passkeys_unavailable` */
    placeOf(application: Through): Omit<Expected, 'challenge'> {
      const origins = passkeyOrigins(domain, application)
      if (domain === null || origins.length === 0) throw new Refusal('passkeys_unavailable')
      return { origins, domain }
    },

    /** Creates a challenge. Returns its bytes. */
    async issue(purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
      const challenge = random.secret()
      const row = {
        ...purpose,
        challenge_hash: secretHash(challenge),
        expires_at: clock.now() + CHALLENGE_TIME,
      }
      await db.write((tx) => store.insertChallenge(tx, row))
      return Uint8Array.from(Buffer.from(challenge, 'base64url'))
    },

    /** Uses up the challenge of a response. Returns null if it is unknown, used or expired. */
    async take(clientDataJSON: string, purpose: Purpose): Promise<string | null> {
      const challenge = challengeOf(clientDataJSON)
      if (challenge === null) return null
      const row = { ...purpose, challenge_hash: secretHash(challenge) }
      const isTaken = await db.write((tx) => store.takeChallenge(tx, row, clock.now()), { isGuarded: true })
      return isTaken ? challenge : null
    },

    /** Removes expired challenges, a few at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.purgeChallenges(tx, clock.now())),
  }
}

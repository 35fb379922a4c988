import type { Actor } from '../audit/audit.ts'
import { invalid } from '../errors/errors.ts'
import { type Transaction, UniqueViolation } from '../ports/database.ts'
import { consumeOrRefuse } from '../ports/limiter.ts'
import type { PasskeyRow } from '../tables/tables.ts'
import type { User } from '../user/user.ts'
import { authenticatorName } from './authenticators.ts'
import { webAuthn } from './library.ts'
import { toDescriptor, toPasskey } from './passkey.row.ts'
import * as store from './passkey.store.ts'
import {
  type Attestation,
  type AttestationOptions,
  CHALLENGE_TIME,
  PASSKEYS_MAX,
  type Passkey,
} from './passkey.ts'
import { challengesPerPerson, type PasskeyChallenges, type Purpose } from './passkey-challenges.service.ts'
import type { PasskeyDependencies, Through } from './passkey-dependencies.service.ts'
import { algorithms, type NewPasskey, verifyAttestation } from './passkey-verification.ts'

/** A new passkey, as submitted by a browser. */
interface Registration {
  response: Attestation
  /** Its name; if it is `""`, the name of a well-known authenticator, otherwise `nameOf`. */
  name: string
  nameOf: () => string
}

/** Returns the bytes of a user handle (WebAuthn Level 3, 5.4.3). The id reveals nothing about the person. */
const handleOf = (userId: string) => Uint8Array.from(Buffer.from(userId, 'utf8'))

const purposeOf = (userId: string, application: Through): Purpose => ({
  purpose: 'register',
  user_id: userId,
  application_id: application.id,
})

/** The registration of a passkey (WebAuthn Level 3, 7.1). */
export function createPasskeyRegistration(
  deps: Pick<PasskeyDependencies, 'db' | 'clock' | 'random' | 'limiter' | 'audit' | 'serviceName'>,
  challenges: PasskeyChallenges,
) {
  const { db, clock, random, limiter, audit, serviceName } = deps

  const rowOf = (userId: string, sent: Registration, made: NewPasskey): PasskeyRow => ({
    id: random.id(),
    user_id: userId,
    credential_id: made.credentialId,
    public_key: made.publicKey,
    counter: made.counter,
    transports: JSON.stringify(sent.response.response.transports ?? []),
    aaguid: made.aaguid,
    is_backed_up: made.isBackedUp ? 1 : 0,
    name: sent.name || authenticatorName(made.aaguid) || sent.nameOf(),
    created_at: clock.now(),
    last_used_at: null,
  })

  return {
    /**
     * Returns what a browser needs to create a passkey for the person.
     * @throws {Refusal} `passkeys_unavailable`, `throttled`
     */
    async registrationOptions(
      user: Pick<User, 'id' | 'username' | 'firstName' | 'lastName'>,
      application: Through,
    ): Promise<AttestationOptions> {
      const place = challenges.placeOf(application)
      await consumeOrRefuse(limiter, challengesPerPerson, user.id)
      const challenge = await challenges.issue(purposeOf(user.id, application))
      const { generateRegistrationOptions } = await webAuthn()
      return generateRegistrationOptions({
        rpName: serviceName,
        rpID: place.domain,
        userName: user.username,
        userDisplayName: `${user.firstName} ${user.lastName}`.trim() || user.username,
        userID: handleOf(user.id),
        challenge,
        timeout: CHALLENGE_TIME,
        attestationType: 'none',
        excludeCredentials: (await store.listPasskeys(db.read, user.id)).map(toDescriptor),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: algorithms,
      })
    },

    /**
     * Stores a new passkey of the person. `settle` runs in the same transaction.
     * @throws {Refusal} `validation` on `credential`, `passkeys_unavailable`
     */
    async register(
      userId: string,
      sent: Registration,
      place: { application: Through; actor: Actor; settle: (tx: Transaction) => Promise<void> },
    ): Promise<Passkey> {
      const { application, actor, settle } = place
      const expected = challenges.placeOf(application)
      const { clientDataJSON } = sent.response.response
      const challenge = await challenges.take(clientDataJSON, purposeOf(userId, application))
      const made = challenge && (await verifyAttestation(sent.response, { ...expected, challenge }))
      if (!made) throw invalid({ credential: [{ key: 'passkey_invalid' }] })
      const row = rowOf(userId, sent, made)
      const isAdded = await db
        .write(async (tx) => {
          if ((await store.listPasskeys(tx, userId)).length >= PASSKEYS_MAX) return false
          await store.insertPasskey(tx, row)
          await audit.record(tx, 'passkey.added', actor, { userId })
          await settle(tx)
          return true
        })
        .catch((error: unknown) => {
          if (!(error instanceof UniqueViolation)) throw error
          throw invalid({ credential: [{ key: 'passkey_registered' }] })
        })
      if (isAdded) return toPasskey(row)
      throw invalid({ credential: [{ key: 'too_many_passkeys', params: { max: PASSKEYS_MAX } }] })
    },
  }
}

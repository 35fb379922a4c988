import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Application } from '../application/application.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../client-network.ts'
import type { FieldMessageKey } from '../error-catalogue.ts'
import { invalid, Refusal, throttled } from '../errors.ts'
import { secretHash } from '../hash.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Transaction, UniqueViolation } from '../ports/database.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import type { PasskeyChallengeRow, PasskeyRow } from '../ports/tables.ts'
import type { User } from '../user/user.ts'
import { authenticatorName } from './authenticators.ts'
import { webAuthn } from './library.ts'
import * as store from './passkey.store.ts'
import {
  type Assertion,
  type Attestation,
  CHALLENGE_TIME,
  challengeOf,
  PASSKEYS_MAX,
  type Passkey,
  passkeyOrigins,
} from './passkey.ts'
import { algorithms, type Expected, verifyAssertion, verifyAttestation } from './passkey-verification.ts'

/** Challenges that one network and one person can ask for; each is a row that lives five minutes. */
const challengesPerPlace: Limit = { name: 'passkey-challenges-place', points: 300, seconds: 900 }
const challengesPerPerson: Limit = { name: 'passkey-challenges-person', points: 60, seconds: 900 }

export type PasskeyService = ReturnType<typeof createPasskeyService>

type Through = Pick<Application, 'id' | 'origins'>

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  audit: AuditService
  /** RP ID; null: there are no passkeys. */
  domain: string | null
  /** Name of the service, which authenticators show. */
  serviceName: string
}

/** A passkey that was used. */
export interface UsedPasskey {
  userId: string
  /** Since when it is theirs, in milliseconds since the Unix epoch. */
  since: number
}

const toPasskey = (row: PasskeyRow): Passkey => ({
  id: row.id,
  name: row.name,
  authenticator: authenticatorName(row.aaguid),
  isBackedUp: row.is_backed_up === 1,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})

const faultOf = (field: string, key: FieldMessageKey, params: Record<string, number> = {}) =>
  invalid({ [field]: [{ key, params }] })

/** The bytes of a user handle (WebAuthn Level 3, 5.4.3): the id says nothing about the person. */
const handleOf = (userId: string) => Uint8Array.from(Buffer.from(userId, 'utf8'))

/** Passkeys (WebAuthn Level 3): discoverable, and used with a check of who uses them. */
export function createPasskeyService(deps: Dependencies) {
  const { db, clock, random, limiter, audit, domain, serviceName } = deps

  /** The domain and the origins for the application. @throws {Refusal} `passkeys_unavailable` */
  const placeOf = (application: Through): Omit<Expected, 'challenge'> => {
    const origins = passkeyOrigins(domain, application)
    if (domain === null || origins.length === 0) throw new Refusal('passkeys_unavailable')
    return { origins, domain }
  }
  const count = async (limit: Limit, key: string) => {
    const wait = await limiter.consume(limit, key)
    if (wait > 0) throw throttled(wait)
  }
  type Purpose = Pick<PasskeyChallengeRow, 'purpose' | 'user_id' | 'application_id'>
  const newChallenge = async (purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> => {
    const challenge = random.secret()
    const row = {
      ...purpose,
      challenge_hash: secretHash(challenge),
      expires_at: clock.now() + CHALLENGE_TIME,
    }
    await db.write((tx) => store.insertChallenge(tx, row))
    return Uint8Array.from(Buffer.from(challenge, 'base64url'))
  }
  /** Uses up the challenge that the response answers; null where it is none that can be answered. */
  const takeChallenge = async (clientDataJSON: string, purpose: Purpose): Promise<string | null> => {
    const challenge = challengeOf(clientDataJSON)
    if (challenge === null) return null
    const row = { ...purpose, challenge_hash: secretHash(challenge) }
    const isTaken = await db.write((tx) => store.takeChallenge(tx, row, clock.now()), { isGuarded: true })
    return isTaken ? challenge : null
  }
  const idsOf = async (userId: string) =>
    (await store.listPasskeys(db.read, userId)).map((row) => ({
      id: row.credential_id,
      transports: JSON.parse(row.transports) as NonNullable<Attestation['response']['transports']>,
    }))

  /** The passkey behind a right answer, whose use is noted. @throws {Refusal} `validation` on `field` */
  const verify = async (
    response: Assertion,
    purpose: Purpose,
    { application, actor, field }: { application: Through; actor: Actor; field: string },
  ): Promise<PasskeyRow> => {
    const place = placeOf(application)
    const challenge = await takeChallenge(response.response.clientDataJSON, purpose)
    if (challenge === null) throw faultOf(field, 'passkey_invalid')
    const row = await store.findByCredential(db.read, response.id)
    if (!row) throw faultOf(field, 'passkey_unknown')
    const handle = Buffer.from(response.response.userHandle ?? '', 'base64url').toString('utf8')
    const isTheirs = handle === row.user_id && (purpose.user_id === null || purpose.user_id === row.user_id)
    const verified = isTheirs ? await verifyAssertion(response, row, { ...place, challenge }) : null
    if (!verified) throw faultOf(field, 'passkey_invalid')
    const isGood = await db.write((tx) => store.noteUse(tx, row.id, { ...verified, now: clock.now() }), {
      isGuarded: true,
    })
    if (isGood) return row
    if (!(await store.findByCredential(db.read, response.id))) throw faultOf(field, 'passkey_unknown')
    // WebAuthn Level 3, 6.1.1: the private key may exist twice.
    await db.write((tx) => audit.record(tx, 'passkey.refused', actor, { userId: row.user_id }))
    throw faultOf(field, 'passkey_invalid')
  }

  return {
    /** Whether passkeys can be used through the application. */
    isOffered: (application: Through): boolean => passkeyOrigins(domain, application).length > 0,

    /** The passkeys of the person, the oldest first. */
    list: async (userId: string): Promise<Passkey[]> =>
      (await store.listPasskeys(db.read, userId)).map(toPasskey),

    /**
     * What a browser needs to make a passkey for the person.
     * @throws {Refusal} `passkeys_unavailable`, `throttled`
     */
    async registrationOptions(
      user: Pick<User, 'id' | 'username' | 'firstName' | 'lastName'>,
      application: Through,
    ): Promise<PublicKeyCredentialCreationOptionsJSON> {
      const place = placeOf(application)
      await count(challengesPerPerson, user.id)
      const challenge = await newChallenge({
        purpose: 'register',
        user_id: user.id,
        application_id: application.id,
      })
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
        excludeCredentials: await idsOf(user.id),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: algorithms,
      })
    },

    /**
     * Keeps a new passkey of the person.
     * @param name what it is called; `nameOf` is asked where that is `""` and its authenticator is not well known
     * @throws {Refusal} `validation` on `credential`, `passkeys_unavailable`
     */
    async register(
      userId: string,
      sent: { response: Attestation; name: string; nameOf: () => string },
      {
        application,
        actor,
        settle,
      }: {
        application: Through
        actor: Actor
        settle: (tx: Transaction) => Promise<void>
      },
    ): Promise<Passkey> {
      const place = placeOf(application)
      const purpose: Purpose = { purpose: 'register', user_id: userId, application_id: application.id }
      const challenge = await takeChallenge(sent.response.response.clientDataJSON, purpose)
      const made = challenge && (await verifyAttestation(sent.response, { ...place, challenge }))
      if (!made) throw faultOf('credential', 'passkey_invalid')
      const row: PasskeyRow = {
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
      }
      const isAdded = await db
        .write(async (tx) => {
          if ((await store.listPasskeys(tx, userId)).length >= PASSKEYS_MAX) return false
          await store.insertPasskey(tx, row)
          await audit.record(tx, 'passkey.added', actor, { userId })
          await settle(tx)
          return true
        })
        .catch((error: unknown) => {
          throw error instanceof UniqueViolation ? faultOf('credential', 'passkey_registered') : error
        })
      if (!isAdded) throw faultOf('credential', 'too_many_passkeys', { max: PASSKEYS_MAX })
      return toPasskey(row)
    },

    /**
     * What a browser needs to sign somebody in, whoever that will be.
     * @throws {Refusal} `passkeys_unavailable`, `throttled`
     */
    async signInOptions(
      application: Through,
      address: string,
    ): Promise<PublicKeyCredentialRequestOptionsJSON> {
      const place = placeOf(application)
      await count(challengesPerPlace, networkOf(address))
      const { generateAuthenticationOptions } = await webAuthn()
      return generateAuthenticationOptions({
        rpID: place.domain,
        challenge: await newChallenge({ purpose: 'sign-in', user_id: null, application_id: application.id }),
        timeout: CHALLENGE_TIME,
        userVerification: 'required',
      })
    },

    /**
     * Who answers the challenge of a sign-in.
     * @throws {Refusal} `validation` on `credential`, `passkeys_unavailable`
     */
    async signIn(application: Through, response: Assertion, address: string): Promise<UsedPasskey> {
      const purpose: Purpose = { purpose: 'sign-in', user_id: null, application_id: application.id }
      const actor: Actor = { kind: 'person', applicationId: application.id, address }
      const row = await verify(response, purpose, { application, actor, field: 'credential' })
      return { userId: row.user_id, since: row.created_at }
    },

    /**
     * What a browser needs to have the person prove who they are.
     * @throws {Refusal} `passkeys_unavailable`, `throttled`
     */
    async proofOptions(userId: string, application: Through): Promise<PublicKeyCredentialRequestOptionsJSON> {
      const place = placeOf(application)
      await count(challengesPerPerson, userId)
      const { generateAuthenticationOptions } = await webAuthn()
      return generateAuthenticationOptions({
        rpID: place.domain,
        challenge: await newChallenge({ purpose: 'proof', user_id: userId, application_id: application.id }),
        timeout: CHALLENGE_TIME,
        userVerification: 'required',
        allowCredentials: await idsOf(userId),
      })
    },

    /**
     * Has the person prove who they are. Returns since when the passkey is theirs.
     * @throws {Refusal} `validation` on `passkey`, `passkeys_unavailable`
     */
    async prove(userId: string, response: Assertion, application: Through, actor: Actor): Promise<number> {
      const purpose: Purpose = { purpose: 'proof', user_id: userId, application_id: application.id }
      return (await verify(response, purpose, { application, actor, field: 'passkey' })).created_at
    },

    /** Gives a passkey of the person another name. Returns whether it is theirs. */
    rename: store.renamePasskey,
    /** Removes a passkey of the person. Returns whether it was theirs. */
    remove: store.deletePasskey,
    /** Removes those that are the person's since the instant or later. Returns how many. */
    removeSince: store.deletePasskeysSince,

    /** Removes challenges that are over, a few at a time. Returns how many went. */
    purge: (): Promise<number> => db.write((tx) => store.purgeChallenges(tx, clock.now())),
  }
}

import type { Actor } from '../audit/audit.ts'
import type { FieldMessageKey } from '../errors/error-catalogue.ts'
import { invalid } from '../errors/errors.ts'
import type { PasskeyRow } from '../tables/tables.ts'
import { webAuthn } from './library.ts'
import { toDescriptor } from './passkey.row.ts'
import * as store from './passkey.store.ts'
import { type Assertion, type AssertionOptions, CHALLENGE_TIME } from './passkey.ts'
import type { PasskeyChallenges, Purpose } from './passkey-challenges.service.ts'
import type { PasskeyDependencies, Through } from './passkey-dependencies.service.ts'
import { verifyAssertion } from './passkey-verification.ts'

/** Where an assertion comes from. */
interface Place {
  application: Through
  actor: Actor
  /** The field that faults are reported on. */
  field: string
}

export type PasskeyAssertion = ReturnType<typeof createPasskeyAssertion>

/** Assertions, the responses of passkeys to a challenge (WebAuthn Level 3, 7.2), whatever their purpose. */
export function createPasskeyAssertion(
  { db, clock, audit }: Pick<PasskeyDependencies, 'db' | 'clock' | 'audit'>,
  challenges: PasskeyChallenges,
) {
  return {
    /** Returns what a browser needs to respond, with any passkey or, if the purpose names a person, with theirs. */
    async options(domain: string, purpose: Purpose): Promise<AssertionOptions> {
      const { generateAuthenticationOptions } = await webAuthn()
      const userId = purpose.user_id
      return generateAuthenticationOptions({
        rpID: domain,
        challenge: await challenges.issue(purpose),
        timeout: CHALLENGE_TIME,
        userVerification: 'required',
        ...(userId !== null && {
          allowCredentials: (await store.listPasskeys(db.read, userId)).map(toDescriptor),
        }),
      })
    },

    /** Returns the passkey of a valid response, and records its use. @throws {Refusal} `validation` on `field` */
    async verify(
      response: Assertion,
      purpose: Purpose,
      { application, actor, field }: Place,
    ): Promise<PasskeyRow> {
      const fault = (key: FieldMessageKey) => invalid({ [field]: [{ key }] })
      const place = challenges.placeOf(application)
      const challenge = await challenges.take(response.response.clientDataJSON, purpose)
      if (challenge === null) throw fault('passkey_invalid')
      const row = await store.findByCredential(db.read, response.id)
      if (!row) throw fault('passkey_unknown')
      const isTheirs = ownerOf(response) === row.user_id && [null, row.user_id].includes(purpose.user_id)
      const verified = isTheirs ? await verifyAssertion(response, row, { ...place, challenge }) : null
      if (!verified) throw fault('passkey_invalid')
      const isGood = await db.write((tx) => store.recordUse(tx, row.id, { ...verified, now: clock.now() }), {
        isGuarded: true,
      })
      if (isGood) return row
      if (!(await store.findByCredential(db.read, response.id))) throw fault('passkey_unknown')
      // WebAuthn Level 3, 6.1.1: the private key may have been cloned.
      await db.write((tx) => audit.record(tx, 'passkey.refused', actor, { userId: row.user_id }))
      throw fault('passkey_invalid')
    },
  }
}

/** Returns the id of the person in the user handle. */
const ownerOf = ({ response }: Assertion) =>
  Buffer.from(response.userHandle ?? '', 'base64url').toString('utf8')

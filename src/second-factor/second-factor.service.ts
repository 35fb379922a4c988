import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { SealedSecrets } from '../basics/sealed-secrets.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { User } from '../user/user.ts'
import * as store from './second-factor.store.ts'
import {
  ENROLLMENT_TIME,
  type Enrollment,
  isRequired,
  type Need,
  needOf,
  requiredFrom,
  type SecondFactorPolicy,
  type SecondFactorState,
} from './second-factor.ts'
import {
  RECOVERY_BYTES,
  RECOVERY_CODES,
  readTypedCode,
  recoveryCodeHash,
  recoveryCodeOf,
  type TypedCode,
} from './second-factor-code.ts'
import { otpauthUri, SEED_BYTES, seedOf, stepOf } from './totp.ts'

export type SecondFactorService = ReturnType<typeof createSecondFactorService>

/** Where the seeds of a person are stored. */
const placeOf = (column: 'secret' | 'pending_secret', userId: string) => ({
  table: 'second_factors',
  column,
  id: userId,
})

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  audit: AuditService
  sealed: SealedSecrets
  /** Name of the service, shown by authenticator apps. */
  issuer: string
  policy: SecondFactorPolicy
}

/**
 * Time-based one-time codes (RFC 6238) as a second factor, with recovery codes for people who have lost the
 * app.
 */
export function createSecondFactorService(deps: Dependencies) {
  const { db, clock, random, audit, sealed, issuer, policy } = deps

  const state = async (userId: string, reader: Reader = db.read): Promise<SecondFactorState> => {
    const row = await store.findFactor(reader, userId)
    const confirmedAt = row?.confirmed_at ?? null
    return {
      confirmedAt,
      codesLeft: confirmedAt === null ? 0 : await store.countCodes(reader, userId),
      isRequiredOfPerson: row?.is_required === 1,
    }
  }
  const newCodes = async (tx: Transaction, userId: string): Promise<string[]> => {
    const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(random.secret(RECOVERY_BYTES)))
    const rows = codes.map((code) => ({ id: random.id(), hash: recoveryCodeHash(userId, code) }))
    await store.replaceCodes(tx, userId, rows, clock.now())
    return codes
  }

  return {
    policy,
    state,
    /** Whether the person must have a second factor. */
    isRequired: (of: SecondFactorState) => isRequired(of, policy),
    /**
     * Returns when the person can no longer sign in without one (milliseconds); null if it is not required.
     */
    requiredFrom: (of: SecondFactorState) => requiredFrom(of, policy),

    /** Returns what a sign-in needs in addition to the right password. */
    async need(userId: string): Promise<Need> {
      const row = await store.findFactor(db.read, userId)
      const known = { confirmedAt: row?.confirmed_at ?? null, isRequiredOfPerson: row?.is_required === 1 }
      return needOf(known, policy, clock.now())
    },

    /**
     * Creates a seed, which becomes active when its first code is confirmed. An existing one remains active
     * meanwhile.
     */
    async begin(user: Pick<User, 'id' | 'username'>): Promise<Enrollment> {
      const secret = seedOf(random.secret(SEED_BYTES))
      const expiresAt = clock.now() + ENROLLMENT_TIME
      const stored = sealed.seal(secret, placeOf('pending_secret', user.id))
      await db.write((tx) => store.setPending(tx, user.id, stored, expiresAt))
      return { secret, uri: otpauthUri(secret, issuer, user.username), expiresAt }
    },

    /**
     * Activates the pending seed with one of its codes, in the caller's transaction. Returns ten recovery
     * codes, which replace the previous ones; null if the code is wrong or no seed is pending.
     */
    async confirm(tx: Transaction, userId: string, typed: string): Promise<string[] | null> {
      const now = clock.now()
      const { pending_secret: pending = null, pending_until: until = null } =
        (await store.findFactor(tx, userId)) ?? {}
      const code = readTypedCode(typed)
      if (pending === null || until === null || code?.kind !== 'totp') return null
      const seed = sealed.open(pending, placeOf('pending_secret', userId))
      const step = stepOf(seed, code.code, now)
      if (step === null) return null
      const secret = sealed.seal(seed, placeOf('secret', userId))
      const isConfirmed = await store.confirmPending(tx, userId, { until, secret, step, now })
      return isConfirmed ? newCodes(tx, userId) : null
    },

    /**
     * Returns since when the person has had the factor or recovery code behind this code; null if the code is
     * wrong. A right one is consumed: each time step and each recovery code works once. The use of a recovery
     * code is recorded as an event.
     */
    async use(userId: string, typed: TypedCode, actor: Actor): Promise<number | null> {
      const now = clock.now()
      const { secret = null, confirmed_at: since = null } = (await store.findFactor(db.read, userId)) ?? {}
      if (secret === null || since === null) return null
      if (typed.kind === 'recovery') {
        const hash = recoveryCodeHash(userId, typed.code)
        return db.write(async (tx) => {
          const madeAt = await store.useRecoveryCode(tx, userId, hash, now)
          if (madeAt !== null) await audit.record(tx, 'second_factor.code_used', actor, { userId })
          return madeAt
        })
      }
      const step = stepOf(sealed.open(secret, placeOf('secret', userId)), typed.code, now)
      if (step === null) return null
      const isUsed = await db.write((tx) => store.useStep(tx, userId, since, step), { isGuarded: true })
      return isUsed ? since : null
    },

    /** Creates ten new recovery codes that replace all existing ones; returns null if there is no factor. */
    async renewCodes(tx: Transaction, userId: string): Promise<string[] | null> {
      const row = await store.findFactor(tx, userId)
      return (row?.secret ?? null) === null ? null : newCodes(tx, userId)
    },

    /** Removes the factor with its codes. Returns whether there was one. */
    remove: store.removeFactor,
    /**
     * Removes a factor, and recovery codes, that the person has had since the instant or later. Returns
     * whether there was one.
     */
    removeSince: store.removeFactorSince,
    /** Sets whether the operator requires one of the person. Returns whether that changed. */
    setRequired: store.setRequired,

    /**
     * Counts people who can sign in, those with a factor, and those who are required to have one but do not.
     */
    async count(): Promise<{ people: number; enrolled: number; missing: number }> {
      const { people, enrolled, namedWithout } = await store.countPeople(db.read)
      return { people, enrolled, missing: policy.isRequired ? people - enrolled : namedWithout }
    },
  }
}

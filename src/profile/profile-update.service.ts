import type { Parsed } from '../basics/fields.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import { actorOf, type Caller } from '../session/session.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import type { UpdateFields } from './profile.schema.ts'
import { changedFields, changedUser, type ProfileChange, planUpdate, provenBy } from './profile.ts'
import { createAddressCheck } from './profile-address.service.ts'
import type { ProfileDependencies } from './profile-dependencies.service.ts'

/** Updates of one person. */
export const updates: Limit = { name: 'profile-update', points: 300, seconds: 60 }

/** Whether the tag of a document satisfies `If-Match`; null if it was not sent. */
type Matches = ((tag: string) => boolean) | null

/** An update whose values and codes are right. */
interface Plan {
  change: ReturnType<typeof planUpdate>['change']
  /** The address to move to; null if it stays. */
  newEmail: string | null
  newChecksum: string
  /** Checksum of the request that verifies the current address; null if there is none. */
  ownChecksum: string | null
  matches: Matches
}

/** The update of the profile. */
export function createProfileUpdate(
  deps: Pick<
    ProfileDependencies,
    'db' | 'clock' | 'limiter' | 'users' | 'audit' | 'choices' | 'addressProof'
  >,
  tagOf: (user: User) => string,
) {
  const { db, clock, limiter, users, audit, choices, addressProof } = deps
  const codes = createAddressCheck(deps)

  /** Records one event per update, whatever it changed. */
  const recordUpdate = async (tx: Transaction, caller: Caller, before: User, after: User): Promise<void> => {
    const fields = changedFields(before, after)
    const isProven = before.emailVerifiedAt === null && after.emailVerifiedAt !== null
    if (fields.length === 0 && !isProven) return
    const about = { userId: after.id, fields }
    const [oldEmailKey, newEmailKey] = [emailKey(before.email), emailKey(after.email)]
    if (oldEmailKey === newEmailKey)
      return audit.record(tx, isProven ? 'email.verified' : 'profile.updated', actorOf(caller), about)
    await audit.record(tx, 'email.changed', actorOf(caller), { ...about, oldEmailKey, newEmailKey })
  }

  /** Changes a person who is still as the caller read them, without reading again. Returns null if they are not. */
  const applyToRead = async (caller: Caller, change: ProfileChange): Promise<User | null> => {
    const { user } = caller
    const now = clock.now()
    const columns = { ...change, ...provenBy(change, { isMoved: false, isMailboxProven: false, now }) }
    const after = changedUser(user, columns, now)
    const about = { userId: user.id, fields: changedFields(user, after) }
    const ready = users.changeOfVersion(user.id, columns, now, user.version)
    return (await audit.recordChange(ready, 'profile.updated', actorOf(caller), about)) ? after : null
  }

  const apply = async (
    tx: Transaction,
    caller: Caller,
    { change, newEmail, newChecksum, ownChecksum, matches }: Plan,
  ): Promise<User | null> => {
    const current = await users.byId(caller.user.id, tx)
    if (!current) throw new Refusal('token_not_valid')
    if (matches && !matches(tagOf(current))) throw new Refusal('precondition_failed')
    const columns = { ...change }
    // Another request moved the address meanwhile: then its new spelling belongs to a former address.
    if (newEmail === null && current.email !== caller.user.email) delete columns.email
    if (newEmail !== null) {
      if (!(await addressProof.apply(tx, current, newEmail, newChecksum, actorOf(caller))))
        throw invalid({ token_field: [{ key: 'token_mismatch' }] })
      columns.email = newEmail
    }
    const isProven = ownChecksum !== null && (await addressProof.applyOwn(tx, current, ownChecksum))
    const proofs = provenBy(columns, {
      isMoved: newEmail !== null,
      isMailboxProven: newEmail === null ? isProven : addressProof.provesNew(current),
      now: clock.now(),
    })
    const version = matches ? current.version : undefined
    if (!(await users.update(tx, current.id, { ...columns, ...proofs }, clock.now(), version)))
      throw new Refusal('precondition_failed')
    const after = await users.byId(current.id, tx)
    if (after) await recordUpdate(tx, caller, current, after)
    return after
  }

  const update = async (caller: Caller, sent: Parsed<UpdateFields>, matches: Matches): Promise<User> => {
    const { user } = caller
    if (matches && !matches(tagOf(user))) throw new Refusal('precondition_failed')
    const { change, newEmail, faults } = planUpdate(sent, user, choices)
    if (newEmail !== null) Object.assign(faults, await codes.proveNew(user, newEmail, sent))
    if (Object.keys(faults).length > 0) throw invalid(faults)
    const ownChecksum = newEmail === null ? await codes.proveOwn(user, sent) : null
    if (newEmail === null && ownChecksum === null && Object.keys(change).length === 0) return user
    if (newEmail === null && ownChecksum === null && change.email === undefined) {
      const after = await applyToRead(caller, change)
      if (after) return after
    }
    const newChecksum = sent.values.token_checksum_field ?? ''
    const plan = { change, newEmail, newChecksum, ownChecksum, matches }
    const changed = await db.write((tx) => apply(tx, caller, plan))
    if (!changed) throw new Refusal('token_not_valid')
    return changed
  }

  /**
   * Returns the person if another request has meanwhile confirmed the address that this one was to confirm.
   */
  const confirmedMeanwhile = async (before: User, sent: Parsed<UpdateFields>): Promise<User | null> => {
    const { email } = sent.values
    const user = email ? await users.byId(before.id) : null
    if (!user || !email || emailKey(user.email) === emailKey(before.email)) return null
    return emailKey(user.email) === emailKey(email) ? user : null
  }

  /**
   * Changes what was sent and differs (contract: POST user/update/profile/). Returns the person. `matches` is the result of
   * `If-Match`: whether the document's tag satisfies it, or `null` if it was not sent. If an address is
   * confirmed twice at once, the later call finds that it is already the person's.
   * @throws {Refusal} `validation` with every faulty field, `precondition_failed`, `throttled`
   */
  return async (caller: Caller, sent: Parsed<UpdateFields>, matches: Matches): Promise<User> => {
    await consumeOrRefuse(limiter, updates, caller.user.id)
    try {
      return await update(caller, sent, matches)
    } catch (error) {
      if (!(error instanceof Refusal) || error.key !== 'validation') throw error
      const user = await confirmedMeanwhile(caller.user, sent)
      if (!user) throw error
      return update({ ...caller, user }, sent, matches)
    }
  }
}

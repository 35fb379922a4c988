import { viewerThrough } from '../attribute/attribute.ts'
import {
  type AttributeChanges,
  type AttributePlan,
  type AttributeView,
  isTooLarge,
  NO_PLAN,
  namesIn,
  planAttributes,
  tooLarge,
  withChanges,
} from '../attribute/attribute-set.ts'
import { type Parsed, unknownFields } from '../basics/fields.ts'
import { type Faults, invalid, Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import { actorOf, type Caller } from '../session/session.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import type { UpdateFields } from './profile.schema.ts'
import {
  changedFields,
  changedUser,
  type DeclaredChange,
  type ProfileChange,
  planUpdate,
  provenBy,
} from './profile.ts'
import { createAddressCheck } from './profile-address.service.ts'
import type { ProfileDependencies } from './profile-dependencies.service.ts'

/** Updates of one person. */
export const updates: Limit = { name: 'profile-update', points: 300, seconds: 60 }

/** Whether the tag of a document satisfies `If-Match`; null if it was not sent. */
type Matches = ((tag: string) => boolean) | null

/** An update as it was sent. */
export interface SentUpdate extends Parsed<UpdateFields> {
  /** Names of all fields but declared attributes, if others are refused instead of ignored. */
  known?: readonly string[]
}

/** An update whose values and codes are right. */
interface Plan {
  change: ProfileChange
  /** Declared attributes, and the version of the declarations under which their values are right. */
  declared: AttributeChanges
  view: AttributeView | null
  /** The address to move to; null if it stays. */
  newEmail: string | null
  newChecksum: string
  /** Checksum of the request that verifies the current address; null if there is none. */
  ownChecksum: string | null
  matches: Matches
}

const hasAny = (object: object): boolean => Object.keys(object).length > 0

/** The update of the profile. */
export function createProfileUpdate(
  deps: Pick<
    ProfileDependencies,
    'db' | 'clock' | 'limiter' | 'users' | 'audit' | 'attributes' | 'choices' | 'addressProof'
  >,
  tagOf: (user: User, view: AttributeView | null) => string,
) {
  const { db, clock, limiter, users, audit, attributes, choices, addressProof } = deps
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
  const applyToRead = async (
    caller: Caller,
    { change, declared, view }: Pick<Plan, 'change' | 'declared' | 'view'>,
  ): Promise<User | null> => {
    const { user } = caller
    const now = clock.now()
    const values = declaredChange(user, declared)
    const columns = {
      ...change,
      ...values,
      ...provenBy(change, { isMoved: false, isMailboxProven: false, now }),
    }
    const after = changedUser(user, columns, now)
    const about = { userId: user.id, fields: changedFields(user, after) }
    const declarations = hasAny(values) ? view?.version : undefined
    const ready = users.changeIfUnchanged(user.id, columns, now, { version: user.version, declarations })
    const noteChange = () => db.callerChanges?.expect(user.id, { before: user, after })
    const isChanged = await audit.recordChange(ready, 'profile.updated', actorOf(caller), about, noteChange)
    return isChanged ? after : null
  }

  const apply = async (tx: Transaction, caller: Caller, plan: Plan): Promise<User | null> => {
    const { newEmail, newChecksum, ownChecksum, matches, declared, view } = plan
    const current = await users.byId(caller.user.id, tx)
    if (!current) throw new Refusal('token_not_valid')
    if (matches && !matches(tagOf(current, view))) throw new Refusal('precondition_failed')
    const columns = { ...plan.change, ...declaredChange(current, declared) }
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
    const unchanged = matches ? { version: current.version } : undefined
    if (!(await users.update(tx, current.id, { ...columns, ...proofs }, clock.now(), unchanged)))
      throw new Refusal('precondition_failed')
    await attributes.index(tx, [{ userId: current.id, changes: declared }], view?.version ?? 0)
    const after = await users.byId(current.id, tx)
    if (after) await recordUpdate(tx, caller, current, after)
    return after
  }

  const update = async (caller: Caller, sent: SentUpdate, matches: Matches): Promise<User> => {
    const { user } = caller
    const view = attributes.viewFor(viewerThrough(caller.application.id))
    if (matches && !matches(tagOf(user, view))) throw new Refusal('precondition_failed')
    const { change, newEmail, faults } = planUpdate(sent, user, choices)
    const planned = planDeclared(view, user, sent)
    const declared = planned.changes
    Object.assign(faults, planned.faults)
    if (newEmail !== null) Object.assign(faults, await codes.proveNew(user, newEmail, sent))
    if (hasAny(faults)) throw invalid(faults)
    const ownChecksum = newEmail === null ? await codes.proveOwn(user, sent) : null
    const staysPut = newEmail === null && ownChecksum === null
    if (staysPut && !hasAny(change) && !hasAny(declared)) return user
    if (staysPut && change.email === undefined && !attributes.isIndexed(declared)) {
      const after = await applyToRead(caller, { change, declared, view })
      if (after) return after
    }
    const newChecksum = sent.values.token_checksum_field ?? ''
    const plan = { change, declared, view, newEmail, newChecksum, ownChecksum, matches }
    const changed = await db.write((tx) => apply(tx, caller, plan))
    if (!changed) throw new Refusal('token_not_valid')
    return changed
  }

  /** The same, by the declarations that are in force when it takes effect. */
  const updateByDeclared = (caller: Caller, sent: SentUpdate, matches: Matches): Promise<User> =>
    attributes.underCurrent(() => update(caller, sent, matches))

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
  return async (caller: Caller, sent: SentUpdate, matches: Matches): Promise<User> => {
    await consumeOrRefuse(limiter, updates, caller.user.id)
    try {
      return await updateByDeclared(caller, sent, matches)
    } catch (error) {
      if (!(error instanceof Refusal) || error.key !== 'validation') throw error
      const user = await confirmedMeanwhile(caller.user, sent)
      if (!user) throw error
      return updateByDeclared({ ...caller, user }, sent, matches)
    }
  }
}

/** Determines what an update changes of declared attributes; with `known`, other names are faults. */
function planDeclared(view: AttributeView | null, user: User, { others, known }: SentUpdate): AttributePlan {
  if (!others) return NO_PLAN
  const { changes, faults } = view ? planAttributes(view, user.attributes, others) : NO_PLAN
  if (!known) return { changes, faults }
  const unknown: Faults = unknownFields([...known, ...namesIn(view)], others)
  return { changes, faults: { ...faults, ...unknown } }
}

/** @throws {Refusal} `validation` if the values have grown too large meanwhile */
function declaredChange(user: User, changes: AttributeChanges): DeclaredChange {
  if (!hasAny(changes)) return {}
  const attributes = withChanges(user.attributes, changes)
  if (isTooLarge(attributes)) throw invalid(tooLarge(changes))
  return attributes === user.attributes ? {} : { attributes }
}

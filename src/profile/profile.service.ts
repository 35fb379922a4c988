import type { AuditService } from '../audit/audit.service.ts'
import { type Faults, invalid, Refusal, throttled } from '../errors.ts'
import type { Parsed } from '../fields.ts'
import type { PictureLinks } from '../picture-links.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { emailKey } from './email-address.ts'
import type { ProfileDocument, UpdateFields } from './profile.schema.ts'
import {
  type Choices,
  changedFields,
  type Defaults,
  missingCodes,
  planUpdate,
  profileDocumentOf,
  provenBy,
} from './profile.ts'

/** Updates of one person. */
const updates: Limit = { name: 'profile-update', points: 300, seconds: 60 }

/** How a change of the e-mail address is proven; given by the room of the e-mail change. */
export interface AddressProof {
  /** Whether `current_token_field` is needed too. A person without an address has no mailbox to prove it with. */
  needsCurrentCode(user: User): boolean
  /** Counts the try durably, then compares the codes. Returns what is at fault, or `null` if they fit. */
  check(
    user: User,
    newEmail: string,
    proof: { checksum: string; code: string; currentCode?: string },
  ): Promise<Faults | null>
  /**
   * Uses up the proven change and moves the address, inside the update's transaction. Returns `false` if another
   * request was first or the address is taken meanwhile; nothing is written then.
   */
  apply(tx: Transaction, user: User, newEmail: string, checksum: string): Promise<boolean>
  /** Whether the codes of a change prove that the person reads the new mailbox, or the current one alone. */
  provesNew(user: User): boolean
  /**
   * Whether the code proves that the person reads the mailbox that they have. Counts the try, where a request for that
   * address waits; else nothing happens.
   */
  checkOwn(user: User, proof: { checksum: string; code: string }): Promise<boolean>
  /** Uses that request up. Returns whether this call was the one that did. */
  applyOwn(tx: Transaction, user: User, checksum: string): Promise<boolean>
}

interface Dependencies {
  db: Database
  clock: Clock
  limiter: Limiter
  users: UserService
  audit: AuditService
  choices: Choices
  defaults: Defaults
  addressProof: AddressProof
  pictureLinks: (user: User) => PictureLinks
  /** The entity tag of a document. */
  tagOf: (document: ProfileDocument) => string
}

export type ProfileService = ReturnType<typeof createProfileService>

/** The profile document, and its change. */
export function createProfileService(deps: Dependencies) {
  const { db, clock, limiter, users, audit, choices, addressProof } = deps
  const documentOf = (user: User) => profileDocumentOf(user, deps.pictureLinks(user), deps.defaults)

  const proveAddress = async (user: User, newEmail: string, sent: Parsed<UpdateFields>): Promise<Faults> => {
    const {
      token_checksum_field: checksum,
      token_field: code,
      current_token_field: currentCode,
    } = sent.values
    const needsCurrent = addressProof.needsCurrentCode(user)
    const missing = missingCodes(sent, needsCurrent)
    const needsMore = needsCurrent && currentCode === undefined
    if (checksum === undefined || code === undefined || needsMore) return missing
    const proof = { checksum, code, ...(currentCode !== undefined && { currentCode }) }
    return (await addressProof.check(user, newEmail, proof)) ?? {}
  }

  /** The checksum of the request whose code came along and proves the address that the person has; else `null`. */
  const proveOwnAddress = async (user: User, { values }: Parsed<UpdateFields>): Promise<string | null> => {
    const { email, token_checksum_field: checksum, token_field: code } = values
    if (user.emailVerifiedAt !== null || !email || checksum === undefined || code === undefined) return null
    return (await addressProof.checkOwn(user, { checksum, code })) ? checksum : null
  }

  /** One event for one update, whatever it changed. */
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

  const update = async (
    caller: Caller,
    sent: Parsed<UpdateFields>,
    matches: ((tag: string) => boolean) | null,
  ): Promise<ProfileDocument> => {
    const { user } = caller
    if (matches && !matches(deps.tagOf(documentOf(user)))) throw new Refusal('precondition_failed')
    const { change, newEmail, faults } = planUpdate(sent, user, choices)
    if (newEmail !== null) Object.assign(faults, await proveAddress(user, newEmail, sent))
    if (Object.keys(faults).length > 0) throw invalid(faults)
    const ownChecksum = newEmail === null ? await proveOwnAddress(user, sent) : null
    if (newEmail === null && ownChecksum === null && Object.keys(change).length === 0) return documentOf(user)

    const changed = await db.write(async (tx) => {
      const current = await users.byId(user.id, tx)
      if (!current) throw new Refusal('token_not_valid')
      if (matches && !matches(deps.tagOf(documentOf(current)))) throw new Refusal('precondition_failed')
      // Another request moved the address meanwhile: then its new spelling is of an address that is not theirs now.
      if (newEmail === null && current.email !== user.email) delete change.email
      if (newEmail !== null) {
        const isApplied = await addressProof.apply(
          tx,
          current,
          newEmail,
          sent.values.token_checksum_field ?? '',
        )
        if (!isApplied) throw invalid({ token_field: [{ key: 'token_mismatch' }] })
        change.email = newEmail
      }
      const isProven = ownChecksum !== null && (await addressProof.applyOwn(tx, current, ownChecksum))
      const proofs = provenBy(change, {
        isMoved: newEmail !== null,
        isMailboxProven: newEmail === null ? isProven : addressProof.provesNew(current),
        now: clock.now(),
      })
      const isChanged = await users.update(
        tx,
        user.id,
        { ...change, ...proofs },
        clock.now(),
        matches ? current.version : undefined,
      )
      if (!isChanged) throw new Refusal('precondition_failed')
      const after = await users.byId(user.id, tx)
      if (after) await recordUpdate(tx, caller, current, after)
      return after
    })
    if (!changed) throw new Refusal('token_not_valid')
    return documentOf(changed)
  }

  /** The person, where another request has confirmed the address meanwhile that this one was to confirm. */
  const confirmedMeanwhile = async (before: User, sent: Parsed<UpdateFields>): Promise<User | null> => {
    const { email } = sent.values
    const user = email ? await users.byId(before.id) : null
    if (!user || !email || emailKey(user.email) === emailKey(before.email)) return null
    return emailKey(user.email) === emailKey(email) ? user : null
  }

  return {
    documentOf,

    /**
     * Changes what was sent and differs (contract: POST user/update/profile/). `matches` is `If-Match`: whether the
     * document's tag satisfies it, or `null` where it was not sent. Of two confirmations of an address at once the later
     * one finds it to be the person's already.
     * @throws {Refusal} `validation` with every faulty field, `precondition_failed`, `throttled`
     */
    async update(
      caller: Caller,
      sent: Parsed<UpdateFields>,
      matches: ((tag: string) => boolean) | null,
    ): Promise<ProfileDocument> {
      const wait = await limiter.consume(updates, caller.user.id)
      if (wait > 0) throw throttled(wait)
      try {
        return await update(caller, sent, matches)
      } catch (error) {
        if (!(error instanceof Refusal) || error.key !== 'validation') throw error
        const user = await confirmedMeanwhile(caller.user, sent)
        if (!user) throw error
        return update({ ...caller, user }, sent, matches)
      }
    },
  }
}

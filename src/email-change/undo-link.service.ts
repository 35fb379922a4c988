import type { Actor } from '../audit/audit.ts'
import { DAY } from '../basics/durations.ts'
import { secretHash } from '../basics/hash.ts'
import { actOf } from '../mail/act.ts'
import type { Transaction } from '../ports/database.ts'
import { emailKey } from '../user/email-address.ts'
import { deleteChange } from './email-change.store.ts'
import { judgeLink, UNDO_TIME, type Undo } from './email-change.ts'
import type { UndoneJob } from './email-change-mails.service.ts'
import * as store from './undo.store.ts'
import type { UndoDependencies } from './undo-dependencies.service.ts'

/**
 * Passkeys and second factors added in this time before an undone change, in milliseconds, are attributed to
 * whoever made it.
 */
const DOUBTED = DAY

/** What a link leads to. `email` and `language` are those of the person, if the link is known. */
export interface UndoView {
  state: 'open' | 'done' | 'over' | 'frozen' | 'unknown'
  /** The address that the link restores. */
  email: string
  /** `""` means the operator's default. */
  language: string
  /** Whether the undo also canceled a removal of the account. */
  isRemovalCancelled: boolean
}

/** The link that is mailed to the old address, and undoes a change of the address. */
export function createUndoLink(
  deps: Pick<
    UndoDependencies,
    'db' | 'clock' | 'users' | 'sessions' | 'audit' | 'outbox' | 'endFactors' | 'cancelRemoval'
  >,
) {
  const { db, clock, users, sessions, audit, outbox, endFactors, cancelRemoval } = deps

  const view = async (
    state: UndoView['state'],
    undo: Undo | null,
    isRemovalCancelled = false,
  ): Promise<UndoView> => {
    const user = undo && (await users.byId(undo.userId))
    if (!undo || !user) return { state: 'unknown', email: '', language: '', isRemovalCancelled }
    return { state, email: undo.oldEmail, language: user.language, isRemovalCancelled }
  }

  /** Undoes the change, and cancels a requested removal. Returns `null` if another call did. */
  const restore = async (tx: Transaction, undo: Undo, address: string) => {
    const now = clock.now()
    const user = await users.byId(undo.userId, tx)
    if (!user || user.frozenAt !== null || judgeLink(undo, now) !== 'open') return null
    const ended = await store.endUndos(tx, undo, now)
    if (!ended.some(({ id }) => id === undo.id)) return null
    // Later changes may be the intruder's: their links are invalidated and their addresses released.
    for (const later of ended) {
      if (later.oldEmailKey !== undo.oldEmailKey) await users.releaseAddress(tx, user.id, later.oldEmailKey)
    }
    await deleteChange(tx, user.id)
    const currentKey = emailKey(user.email)
    if (currentKey !== undo.oldEmailKey) await users.releaseAddress(tx, user.id, currentKey)
    await users.claimAddress(tx, user.id, undo.oldEmailKey, now)
    // Whoever pressed the button of the link reads the mailbox of the restored address.
    const change = { email: undo.oldEmail, email_verified_at: now, password_reset_required: 1 }
    await users.update(tx, user.id, change, now)
    await sessions.endAll(tx, user.id)
    const about = { userId: user.id, oldEmailKey: currentKey, newEmailKey: undo.oldEmailKey }
    const actor: Actor = { kind: 'link', address }
    await audit.record(tx, 'email.undone', actor, about)
    // These allow sign-in without the password, and whoever changed the address may have added them, even
    // just before.
    await endFactors(tx, user.id, undo.createdAt - DOUBTED, actor)
    if (user.email !== '' && currentKey !== undo.oldEmailKey) {
      const job: UndoneJob = {
        userId: user.id,
        lostEmail: user.email,
        undoneAt: now,
        ...actOf(actor, now),
        expiresAt: now + UNDO_TIME,
      }
      await outbox.enqueue(tx, 'mail.address-undone', job)
    }
    return { isRemovalCancelled: await cancelRemoval(tx, user.id, actor) }
  }

  /** An open link cannot undo anything if an objection has frozen the account. */
  const stateOf = async (undo: Undo | null): Promise<UndoView['state']> => {
    const state = judgeLink(undo, clock.now())
    if (!undo || state !== 'open') return state
    return (await users.byId(undo.userId))?.frozenAt == null ? 'open' : 'frozen'
  }

  return {
    /** Returns what the link would do. Changes nothing, since mail scanners open links. */
    async preview(token: string): Promise<UndoView> {
      const undo = await store.findUndoByToken(db.read, secretHash(token))
      return view(await stateOf(undo), undo)
    },

    /**
     * Restores the old address, releases later ones, ends all sessions, requires a new password, removes
     * passkeys and a second factor added since the day before the change, and cancels a removal of the
     * account. Exactly one of several parallel calls returns `done`.
     */
    async undo(token: string, address: string): Promise<UndoView> {
      const undo = await store.findUndoByToken(db.read, secretHash(token))
      const state = await stateOf(undo)
      if (!undo || state !== 'open') return view(state, undo)
      const done = await db.write((tx) => restore(tx, undo, address))
      return view(done ? 'done' : 'over', undo, done?.isRemovalCancelled)
    },
  }
}

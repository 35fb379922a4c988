import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { secretHash } from '../hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import { emailKey } from '../profile/email-address.ts'
import type { SessionService } from '../session/session.service.ts'
import type { UserService } from '../user/user.service.ts'
import * as changeStore from './email-change.store.ts'
import { judgeUndo, type Undo } from './email-change.ts'
import * as store from './undo.store.ts'

/** How long a link that is over is known, in milliseconds. */
const LINKS_KEPT = 30 * 86_400_000
/** Rows of a kind removed in one transaction. */
const PURGE_BATCH = 200

export type UndoService = ReturnType<typeof createUndoService>

/** What a link leads to. `email` and `language` are of the person, and there where the link is known. */
export interface UndoView {
  state: 'open' | 'done' | 'over' | 'unknown'
  /** The address that the link restores. */
  email: string
  /** `""`: the operator's default. */
  language: string
  /** Whether the undo took back a removal of the account as well. */
  isRemovalCancelled: boolean
}

interface Dependencies {
  db: Database
  clock: Clock
  users: UserService
  sessions: SessionService
  audit: AuditService
  /** Takes back a removal of the account that was asked for. Returns whether there was one. */
  cancelRemoval: (tx: Transaction, userId: string, actor: Actor) => Promise<boolean>
}

/** Undoing a change of address by the link that the old address got (contract: The e-mail code). */
export function createUndoService({ db, clock, users, sessions, audit, cancelRemoval }: Dependencies) {
  const view = async (
    state: UndoView['state'],
    undo: Undo | null,
    isRemovalCancelled = false,
  ): Promise<UndoView> => {
    const user = undo && (await users.byId(undo.userId))
    if (!undo || !user) return { state: 'unknown', email: '', language: '', isRemovalCancelled }
    return { state, email: undo.oldEmail, language: user.language, isRemovalCancelled }
  }

  /** Undoes the change, and with it a removal that was asked for; `null` where this call was not the one that did. */
  const restore = async (tx: Transaction, undo: Undo, address: string) => {
    const now = clock.now()
    const user = await users.byId(undo.userId, tx)
    if (!user || judgeUndo(undo, now) !== 'open') return null
    const ended = await store.endUndos(tx, undo, now)
    if (!ended.some(({ id }) => id === undo.id)) return null
    // Changes made after this one may be the intruder's: their links end and their addresses are let go.
    for (const later of ended) {
      if (later.oldEmailKey !== undo.oldEmailKey) await users.releaseAddress(tx, user.id, later.oldEmailKey)
    }
    await changeStore.deleteChange(tx, user.id)
    const currentKey = emailKey(user.email)
    if (currentKey !== undo.oldEmailKey) await users.releaseAddress(tx, user.id, currentKey)
    await users.claimAddress(tx, user.id, undo.oldEmailKey, now)
    await users.update(tx, user.id, { email: undo.oldEmail, password_reset_required: 1 }, now)
    await sessions.endAll(tx, user.id)
    const about = { userId: user.id, oldEmailKey: currentKey, newEmailKey: undo.oldEmailKey }
    const actor: Actor = { kind: 'link', address }
    await audit.record(tx, 'email.undone', actor, about)
    return { isRemovalCancelled: await cancelRemoval(tx, user.id, actor) }
  }

  return {
    /** What the link would do; changes nothing, since mail scanners open links. */
    async look(token: string): Promise<UndoView> {
      const undo = await store.findUndoByToken(db.read, secretHash(token))
      const state = judgeUndo(undo, clock.now())
      return view(state, undo)
    },

    /** Every undo of the person that is stored, the newest first. */
    listStored: (userId: string): Promise<Undo[]> => store.listUndos(db.read, userId),

    /** The person's changes that can still be undone, the newest first. */
    async listOpen(userId: string, reader: Reader = db.read): Promise<Undo[]> {
      const now = clock.now()
      return (await store.listUndos(reader, userId)).filter((undo) => judgeUndo(undo, now) === 'open')
    },

    /**
     * Puts the link's address back, lets later ones go, ends all sessions, asks for a new password, and takes back a
     * removal of the account that was asked for. Of parallel calls exactly one answers `done`.
     */
    async undo(token: string, address: string): Promise<UndoView> {
      const undo = await store.findUndoByToken(db.read, secretHash(token))
      const state = judgeUndo(undo, clock.now())
      if (!undo || state !== 'open') return view(state, undo)
      const done = await db.write((tx) => restore(tx, undo, address))
      return view(done ? 'done' : 'over', undo, done?.isRemovalCancelled)
    },

    /**
     * Removes what changes of address left behind once it is over, a little at a time: requests and reservations at
     * once, links a month later, so that until then they can say that they came too late. Answers how many rows went.
     */
    purge: (): Promise<number> =>
      db.write(async (tx) => {
        const now = clock.now()
        const links = await store.deleteUndosBefore(tx, now - LINKS_KEPT, PURGE_BATCH)
        const requests = await changeStore.deleteEndedChanges(tx, now, PURGE_BATCH)
        return links + requests + (await users.releaseReservations(tx, now, PURGE_BATCH))
      }),
  }
}

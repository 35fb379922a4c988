import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors.ts'
import { secretHash } from '../hash.ts'
import { NOTICE_LIFETIME } from '../mail/mail.service.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import { DAY } from '../ports/durations.ts'
import { emailKey } from '../profile/email-address.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { GivenProof } from '../session/proof.ts'
import type { SessionService } from '../session/session.service.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import * as changeStore from './email-change.store.ts'
import { judgeLink, UNDO_TIME, type Undo } from './email-change.ts'
import type { UndoEndedJob, UndoneJob } from './email-change-mails.service.ts'
import * as objectionStore from './objection.store.ts'
import * as store from './undo.store.ts'

/** How long a link that is over is known, in milliseconds. */
const LINKS_KEPT = 30 * DAY
/** So long before a change that is undone, a new passkey or second factor counts as the work of who made it, in milliseconds. */
const DOUBTED = DAY

export type UndoService = ReturnType<typeof createUndoService>

/** What a link leads to. `email` and `language` are of the person, and there where the link is known. */
export interface UndoView {
  state: 'open' | 'done' | 'over' | 'frozen' | 'unknown'
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
  outbox: OutboxService
  proofs: Pick<ProofService, 'demand'>
  /** Ends codes for a new password, and one that waits. */
  endRecovery: (tx: Transaction, userId: string, actor: Actor) => Promise<void>
  /** Removes passkeys and a second factor that are the person's since the instant or later. */
  endFactors: (tx: Transaction, userId: string, since: number, actor: Actor) => Promise<void>
  /** Takes back a removal of the account that was asked for. Returns whether there was one. */
  cancelRemoval: (tx: Transaction, userId: string, actor: Actor) => Promise<boolean>
}

/** Undoing a change of address by the link that the old address got (contract: The e-mail code). */
export function createUndoService(deps: Dependencies) {
  const { db, clock, users, sessions, audit, outbox, proofs, endRecovery, endFactors, cancelRemoval } = deps
  const view = async (
    state: UndoView['state'],
    undo: Undo | null,
    isRemovalCancelled = false,
  ): Promise<UndoView> => {
    const user = undo && (await users.byId(undo.userId))
    if (!undo || !user) return { state: 'unknown', email: '', language: '', isRemovalCancelled }
    return { state, email: undo.oldEmail, language: user.language, isRemovalCancelled }
  }

  /** Undoes the change, and with it a removal that was asked for; `null` if this call was not the one that did. */
  const restore = async (tx: Transaction, undo: Undo, address: string) => {
    const now = clock.now()
    const user = await users.byId(undo.userId, tx)
    if (!user || user.frozenAt !== null || judgeLink(undo, now) !== 'open') return null
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
    // Whoever pressed the button of the link reads the mailbox of the address that comes back.
    const change = { email: undo.oldEmail, email_verified_at: now, password_reset_required: 1 }
    await users.update(tx, user.id, change, now)
    await sessions.endAll(tx, user.id)
    const about = { userId: user.id, oldEmailKey: currentKey, newEmailKey: undo.oldEmailKey }
    const actor: Actor = { kind: 'link', address }
    await audit.record(tx, 'email.undone', actor, about)
    // They sign in without the password, and whoever changed the address may have added them, also just before.
    await endFactors(tx, user.id, undo.createdAt - DOUBTED, actor)
    if (user.email !== '' && currentKey !== undo.oldEmailKey) {
      const job: UndoneJob = {
        userId: user.id,
        lostEmail: user.email,
        undoneAt: now,
        expiresAt: now + UNDO_TIME,
      }
      await outbox.enqueue(tx, 'mail.address-undone', job)
    }
    return { isRemovalCancelled: await cancelRemoval(tx, user.id, actor) }
  }

  /** An open link of an account that an objection freezes undoes nothing. */
  const stateOf = async (undo: Undo | null): Promise<UndoView['state']> => {
    const state = judgeLink(undo, clock.now())
    if (!undo || state !== 'open') return state
    return (await users.byId(undo.userId))?.frozenAt == null ? 'open' : 'frozen'
  }

  return {
    /** What the link would do; changes nothing, since mail scanners open links. */
    async look(token: string): Promise<UndoView> {
      const undo = await store.findUndoByToken(db.read, secretHash(token))
      return view(await stateOf(undo), undo)
    },

    /** Every undo of the person that is stored, the newest first. */
    listStored: (userId: string): Promise<Undo[]> => store.listUndos(db.read, userId),

    /** The person's changes that can still be undone, the newest first. */
    async listOpen(userId: string, reader: Reader = db.read): Promise<Undo[]> {
      const now = clock.now()
      return (await store.listUndos(reader, userId)).filter((undo) => judgeLink(undo, now) === 'open')
    },

    /**
     * Puts the link's address back, lets later ones go, ends all sessions, asks for a new password, removes passkeys and a
     * second factor that were added since the day before the change, and takes back a removal of the account. Of parallel calls exactly one answers `done`.
     */
    async undo(token: string, address: string): Promise<UndoView> {
      const undo = await store.findUndoByToken(db.read, secretHash(token))
      const state = await stateOf(undo)
      if (!undo || state !== 'open') return view(state, undo)
      const done = await db.write((tx) => restore(tx, undo, address))
      return view(done ? 'done' : 'over', undo, done?.isRemovalCancelled)
    },

    /**
     * Ends the time in which the person's changes can be undone: who leaves a mailbox because somebody else reads it must
     * be able to shut it out. What the request brings along must prove it; a session, be it ever so recent, does not.
     * @throws {Refusal} `validation` on `password`, `account_frozen`, `throttled`, `unavailable`
     */
    async end(caller: Caller, given: GivenProof): Promise<void> {
      const proven = await proofs.demand(caller, given)
      const now = clock.now()
      await db.write(async (tx) => {
        await proven.confirm(tx)
        const user = await users.byId(caller.user.id, tx)
        if (!user) throw new Refusal('token_not_valid')
        if (user.frozenAt !== null) throw new Refusal('account_frozen')
        const open = await this.listOpen(user.id, tx)
        if (open.length === 0) return
        await endRecovery(tx, user.id, actorOf(caller))
        const ended = await store.endAllUndos(tx, user.id, now)
        await users.trustAddress(tx, user.id)
        for (const [oldEmailKey, { id }] of new Map(ended.map((undo) => [undo.oldEmailKey, undo]))) {
          if (oldEmailKey === emailKey(user.email)) continue
          await users.releaseAddress(tx, user.id, oldEmailKey)
          const job: UndoEndedJob = { undoId: id, expiresAt: now + NOTICE_LIFETIME }
          await outbox.enqueue(tx, 'mail.undo-ended', job)
        }
        const oldEmailKey = open.at(-1)!.oldEmailKey
        const about = { userId: user.id, oldEmailKey, newEmailKey: emailKey(user.email) }
        await audit.record(tx, 'email.undo_ended', actorOf(caller), about)
      })
    },

    /**
     * Removes what changes of address left behind once it is over, a little at a time: requests and reservations at
     * once, links a month later, so that until then they can say that they came too late. Returns how many rows went.
     */
    purge: (): Promise<number> =>
      db.write(async (tx) => {
        const now = clock.now()
        const links = await store.deleteUndosUntil(tx, now - LINKS_KEPT)
        const objections = await objectionStore.deleteObjectionsUntil(tx, now - LINKS_KEPT)
        const requests = await changeStore.deleteEndedChanges(tx, now)
        return links + objections + requests + (await users.releaseReservations(tx, now))
      }),
  }
}

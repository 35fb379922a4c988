import type { AuditAction } from '../../common/audit-actions.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { noteEvent } from './after-commit.ts'
import * as store from './audit.store.ts'
import {
  type Actor,
  type AuditEvent,
  type AuditQuery,
  type AuditSubject,
  type ChangeEvent,
  countId,
  emailHash,
  eventOf,
  NO_ADDRESS,
} from './audit.ts'
import type { SecurityCount } from './security-counts.ts'

/** Events read at a time by a list. */
const PAGE = 500
/** Counts written in one transaction. */
const COUNTS_BATCH = 100

export type AuditService = ReturnType<typeof createAuditService>

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  /** Milliseconds that events are kept. 0: none is. */
  auditKept: number
}

/** The audit trail: who changed what, when and from where, in the transaction of the change itself. */
export function createAuditService({ db, clock, random, auditKept }: Dependencies) {
  let secret: string | null = null
  const readSecret = async (reader: Reader): Promise<string> => {
    secret ??= await store.findEmailSecret(reader)
    return secret
  }

  const hashOf = async (reader: Reader, emailKey: string | undefined): Promise<string | null> =>
    emailKey === undefined || emailKey === NO_ADDRESS ? null : emailHash(await readSecret(reader), emailKey)

  return {
    /**
     * Adds the event of an action inside the caller's transaction: the change and its trace are one commit, and an
     * undone change leaves none.
     */
    async record(
      tx: Transaction,
      action: AuditAction,
      actor: Actor,
      about: AuditSubject = {},
    ): Promise<void> {
      if (auditKept === 0) return
      const made = {
        id: random.orderedId(),
        createdAt: clock.now(),
        oldEmailHash: await hashOf(tx, about.oldEmailKey),
        newEmailHash: await hashOf(tx, about.newEmailKey),
      }
      const event = eventOf(made, action, actor, about)
      await store.insertEvent(tx, event)
      noteEvent(event)
    },

    /** Adds counts of attempts: one row for each key, whichever nodes count, and however often it comes. */
    async recordCounts(counts: readonly SecurityCount[]): Promise<void> {
      if (auditKept === 0) return
      const secret = await readSecret(db.read)
      // In one order, so that nodes that add to the same rows do not wait for each other in a circle.
      const rows = counts
        .map((count) => countEvent(countId(secret, count.key), count))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      for (let from = 0; from < rows.length; from += COUNTS_BATCH)
        await db.write((tx) => store.addCounts(tx, rows.slice(from, from + COUNTS_BATCH)), {
          isGuarded: true,
        })
    },

    /**
     * Takes from the events of a person who is removed, in that transaction, where they acted from and what they
     * changed. Ids, actions and hashes of addresses stay until their time is over.
     */
    strip: store.stripEvents,

    /** What the trail keeps of an address, by its `emailKey`; for `AuditQuery`. */
    emailHash: async (emailKey: string) => emailHash(await readSecret(db.read), emailKey),

    /** Changes about one person, newest first, those after `last` in that order. */
    ofPerson: async (
      userId: string,
      last: Pick<AuditEvent, 'id' | 'createdAt'> | null,
      limit: number,
    ): Promise<ChangeEvent[]> => {
      const events = await store.listEvents(db.read, { userId, isChange: true }, last, limit)
      return events as ChangeEvent[]
    },

    /** Events newest first, some at a time, at most `limit`. */
    async *pages(query: AuditQuery, limit = Number.POSITIVE_INFINITY): AsyncGenerator<AuditEvent[]> {
      let last: AuditEvent | null = null
      for (let left = limit; left > 0; ) {
        const wanted = Math.min(PAGE, left)
        const page: AuditEvent[] = await store.listEvents(db.read, query, last, wanted)
        if (page.length > 0) yield page
        last = page.at(-1) ?? null
        if (page.length < wanted) return
        left -= page.length
      }
    },

    /** The instant of the newest event, or null. */
    newest: (): Promise<number | null> => store.newestInstant(db.read),

    /** Removes events whose time is over, a few at a time. Returns how many went. */
    purge: (): Promise<number> => db.write((tx) => store.deleteEventsUntil(tx, clock.now() - auditKept)),
  }
}

/** The row of a count. Who acts is nobody who is known. */
function countEvent(id: string, { kind, userId, address, applicationId, firstAt, count }: SecurityCount) {
  const made = { id, createdAt: firstAt, oldEmailHash: null, newEmailHash: null }
  const actor: Actor = {
    kind: 'system',
    ...(address !== null && { address }),
    ...(applicationId !== null && { applicationId }),
  }
  return { ...eventOf(made, kind, actor, userId === null ? {} : { userId }), count }
}

import type { AuditAction } from '../../common/audit-actions.ts'
import type { FeedWriter } from '../feed/feed-writer.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { changeThenInsert } from '../tables/change-then-insert.ts'
import type { ReadyChange } from '../tables/prepared-query.ts'
import { collectEvent } from './after-commit.ts'
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
/** Counts written per transaction. */
const COUNTS_BATCH = 100

export type AuditService = ReturnType<typeof createAuditService>

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  /** What applications are told: every recorded action goes there too, whatever the retention of the trail. */
  feed: FeedWriter
  /** How long events are retained, in milliseconds. 0: not at all. */
  auditRetention: number
}

/**
 * The audit trail: who changed what, when and from where, written in the transaction of the change itself.
 */
export function createAuditService({ db, clock, random, feed, auditRetention }: Dependencies) {
  let secret: string | null = null
  const readSecret = async (reader: Reader): Promise<string> => {
    secret ??= await store.findEmailSecret(reader)
    return secret
  }

  const hashOf = async (reader: Reader, emailKey: string | undefined): Promise<string | null> =>
    emailKey === undefined || emailKey === NO_ADDRESS ? null : emailHash(await readSecret(reader), emailKey)

  return {
    /**
     * Records the event of an action in the caller's transaction: the change and its event share one commit,
     * and a rolled-back change leaves no event.
     */
    async record(
      tx: Transaction,
      action: AuditAction,
      actor: Actor,
      about: AuditSubject = {},
    ): Promise<void> {
      const made = {
        id: random.orderedId(),
        createdAt: clock.now(),
        oldEmailHash: auditRetention === 0 ? null : await hashOf(tx, about.oldEmailKey),
        newEmailHash: auditRetention === 0 ? null : await hashOf(tx, about.newEmailKey),
      }
      const event = eventOf(made, action, actor, about)
      await feed.add(tx, event)
      if (auditRetention === 0) return
      await store.insertEvent(tx, event)
      collectEvent(event)
    },

    /**
     * Changes a row and, if that changes it, records the event; both or neither, in one round trip to a database server.
     * The change must be guarded by what it changes, such as a version. Returns whether the row was changed. `onChange` is
     * called in the transaction if it was, unless the connection was lost.
     */
    async recordChange(
      change: ReadyChange,
      action: AuditAction,
      actor: Actor,
      about: Omit<AuditSubject, 'oldEmailKey' | 'newEmailKey'>,
      onChange: () => void,
    ): Promise<boolean> {
      const made = { id: random.orderedId(), createdAt: clock.now(), oldEmailHash: null, newEmailHash: null }
      const event = eventOf(made, action, actor, about)
      const told = feed.insertionsOf(event)
      const rows = auditRetention === 0 ? told : [...told, store.insertionOf(event)]
      const write = async (tx: Transaction) => {
        const isChanged = await changeThenInsert(tx, change, rows)
        if (isChanged && auditRetention !== 0) collectEvent(event)
        if (isChanged) onChange()
        return isChanged
      }
      if (auditRetention === 0) return db.write(write)
      // A lost connection may hide that the first run of the statement has changed the row.
      return (await db.write(write, { isSingle: true })) || store.hasEvent(db.read, event.id)
    },

    /**
     * Adds counts of attempts to the trail: one row per key, however many nodes count it and however often it
     * occurs.
     */
    async recordCounts(counts: readonly SecurityCount[]): Promise<void> {
      if (auditRetention === 0) return
      const secret = await readSecret(db.read)
      // In a fixed order, so that nodes that update the same rows do not deadlock.
      const rows = counts
        .map((count) => countEvent(countId(secret, count.key), count))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      for (let from = 0; from < rows.length; from += COUNTS_BATCH)
        await db.write((tx) => store.addCounts(tx, rows.slice(from, from + COUNTS_BATCH)), {
          isGuarded: true,
        })
    },

    /**
     * Removes, from the events of a person who is being removed, where they acted from and what they changed.
     * Ids, actions and hashes of addresses remain until they expire.
     */
    strip: store.stripEvents,

    /** Returns the hash under which the trail stores an address, given its `emailKey`; for `AuditQuery`. */
    emailHash: async (emailKey: string) => emailHash(await readSecret(db.read), emailKey),

    /** Returns changes about one person, newest first, starting after `last`; with `isVisible`, those that they may see. */
    ofPerson: async (
      userId: string,
      last: Pick<AuditEvent, 'id' | 'createdAt'> | null,
      limit: number,
      isVisible = false,
    ): Promise<ChangeEvent[]> => {
      const events = await store.listEvents(db.read, { userId, isChange: true, isVisible }, last, limit)
      return events as ChangeEvent[]
    },

    /** Returns when one of the actions last happened to the person, in milliseconds; null if that is not known. */
    lastOf: async (userId: string, actions: readonly AuditAction[]): Promise<number | null> => {
      const [event] = await store.listEvents(db.read, { userId, actions }, null, 1)
      return event?.createdAt ?? null
    },

    /** Iterates over events in batches, newest first, at most `limit` in total. */
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

    /** Returns the instant of the newest event, or null. */
    newest: (): Promise<number | null> => store.newestInstant(db.read),

    /** Removes expired events, a few at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.deleteEventsUntil(tx, clock.now() - auditRetention)),
  }
}

/** Converts a count to a row. The actor is unknown. */
function countEvent(id: string, { kind, userId, address, applicationId, firstAt, count }: SecurityCount) {
  const made = { id, createdAt: firstAt, oldEmailHash: null, newEmailHash: null }
  const actor: Actor = {
    kind: 'system',
    ...(address !== null && { address }),
    ...(applicationId !== null && { applicationId }),
  }
  return { ...eventOf(made, kind, actor, userId === null ? {} : { userId }), count }
}

import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import * as store from './audit.store.ts'
import {
  type Actor,
  type AuditAction,
  type AuditEvent,
  type AuditQuery,
  type AuditSubject,
  emailHash,
  eventOf,
  NO_ADDRESS,
} from './audit.ts'

/** Events read at a time by a list. */
const PAGE = 500
/** Events removed in one transaction. */
const PURGE_BATCH = 500

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
      await store.insertEvent(tx, eventOf(made, action, actor, about))
    },

    /**
     * Takes from the events of a person who is removed, in that transaction, where they acted from and what they
     * changed. Ids, actions and hashes of addresses stay until their time is over.
     */
    strip: store.stripEvents,

    /** What the trail keeps of an address, by its `emailKey`; for `AuditQuery`. */
    emailHash: async (emailKey: string) => emailHash(await readSecret(db.read), emailKey),

    /** Events about one person, newest first, those after `last` in that order. */
    ofPerson: (
      userId: string,
      last: Pick<AuditEvent, 'id' | 'createdAt'> | null,
      limit: number,
    ): Promise<AuditEvent[]> => store.listEvents(db.read, { userId }, last, limit),

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

    /** Removes events whose time is over, a few at a time. Answers how many went. */
    purge: (): Promise<number> =>
      db.write((tx) => store.deleteEventsBefore(tx, clock.now() - auditKept, PURGE_BATCH)),
  }
}

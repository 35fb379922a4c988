import type { Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { Insertion } from '../tables/change-then-insert.ts'
import * as store from './feed.store.ts'
import { type EndedSession, endsOf, eventsOf, type NewFeedEvent, type RecordedAction } from './feed.ts'

/** A recorded action with its id. */
type Identified = RecordedAction & { id: string }

export type FeedWriter = ReturnType<typeof createFeedWriter>

/** Writes what applications are told, in the transaction of the change itself. */
export function createFeedWriter({ random }: { random: Pick<Random, 'orderedId'> }) {
  const made = (recorded: Identified): NewFeedEvent[] =>
    eventsOf(recorded).map((event, index) => ({
      ...event,
      // The id of the action, so that trail and feed can be compared. Few actions mean several events.
      id: index === 0 ? recorded.id : random.orderedId(),
    }))
  return {
    /** Adds the events of a recorded action. */
    async add(tx: Transaction, recorded: Identified): Promise<void> {
      for (const event of made(recorded)) await store.insertEvent(tx, event)
    },
    /** Adds an event for each of the people whom an import has added. */
    async addCreated(tx: Transaction, userIds: readonly string[], createdAt: number): Promise<void> {
      const details = { action: 'user.created', fields: [], applicationId: null, sessionId: null }
      const events = userIds.flatMap((userId) =>
        made({ ...details, id: random.orderedId(), userId, createdAt }),
      )
      if (events.length > 0) await store.insertEvents(tx, events)
    },
    /** Adds the events of sessions of a person that ended together; there may be none. */
    async addEnded(
      tx: Transaction,
      userId: string,
      sessions: readonly EndedSession[],
      createdAt: number,
    ): Promise<void> {
      const events = endsOf(userId, sessions, createdAt).map((event) => ({
        ...event,
        id: random.orderedId(),
      }))
      if (events.length > 0) await store.insertEvents(tx, events)
    },
    /** Returns the same as rows, for a statement that also makes the change. */
    insertionsOf: (recorded: Identified): Insertion[] => made(recorded).map(store.insertionOf),
  }
}

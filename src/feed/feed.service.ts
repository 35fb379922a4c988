import { Refusal, throttled } from '../errors/errors.ts'
import { CLOCK_SKEW, type Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Metrics } from '../ports/metrics.ts'
import * as store from './feed.store.ts'
import {
  cursorOf,
  FEED_KEPT,
  FEED_START,
  type FeedEvent,
  type FeedPage,
  type FeedPosition,
  instantOfId,
  isFeedStart,
  readCursor,
} from './feed.ts'
import { LATEST } from './feed-query.ts'
import { type Connection, createFeedWatch } from './feed-watch.ts'

export type FeedService = ReturnType<typeof createFeedService>

/** What a reader of the feed asks for. */
export interface FeedQuery {
  /** A cursor, or `latest` for the end of the feed; null for its start. */
  after: string | null
  limit: number
  /** Milliseconds to wait if there are no events. */
  wait: number
}

/** Seconds after which a reader who could not wait may try again. */
const RETRY_AFTER = 5

/** The feed of events, for applications. */
export function createFeedService({ db, clock, metrics }: { db: Database; clock: Clock; metrics: Metrics }) {
  const newest = () => store.newestPosition(db.read)
  const watch = createFeedWatch(newest)
  metrics.readGauges(() => [['user_profile_feed_waiting_readers', watch.count(), {}]])

  /** @throws {Refusal} if events after the place may have been removed, or it is none */
  const require = async (place: FeedPosition): Promise<void> => {
    if (isFeedStart(place) || (await store.hasPosition(db.read, place))) return
    const isOld = instantOfId(place.id) <= clock.now() - FEED_KEPT
    throw new Refusal(isOld ? 'cursor_expired' : 'cursor_unknown')
  }
  /** Returns events after the place: all of them, since those that are removed are before a place that still exists. */
  const after = async (place: FeedPosition, limit: number): Promise<FeedEvent[]> => {
    const events = await store.listAfter(db.read, place, limit)
    await require(place)
    return events
  }
  const placeOf = async (text: string | null): Promise<FeedPosition> => {
    if (text === LATEST) return (await newest()) ?? FEED_START
    const place = text === null ? FEED_START : readCursor(text)
    if (place === null) throw new Refusal('cursor_unknown')
    return place
  }
  const pageOf = (place: FeedPosition, events: FeedEvent[]): FeedPage => ({
    events,
    next: cursorOf(events.at(-1) ?? place),
  })

  return {
    /**
     * Returns events after the cursor, in order; if there are none, waits for some. No connection to the database is held
     * meanwhile. The wait ends with the connection.
     * @throws {Refusal} `cursor_unknown`, `cursor_expired`; `throttled` if too many are waiting
     */
    async read(applicationId: string, query: FeedQuery, connection: Connection): Promise<FeedPage> {
      const place = await placeOf(query.after)
      if (query.after === LATEST) return pageOf(place, [])
      const end = performance.now() + query.wait
      for (;;) {
        const events = await after(place, query.limit)
        const left = end - performance.now()
        if (events.length > 0 || left <= 0 || connection.destroyed || watch.isStopped())
          return pageOf(place, events)
        if (!watch.hasRoom(applicationId)) throw throttled(RETRY_AFTER)
        await watch.wait(applicationId, place, left, connection)
      }
    },

    /** Returns events after a place without checking that none before them was removed. */
    listAfter: (place: FeedPosition, limit: number) => store.listAfter(db.read, place, limit),

    /** Returns the place of the newest event; null if there is none. */
    newest,

    /** Wakes those who wait, soon: this process has committed an event. */
    committed: watch.hurry,

    /** Ends all waits; later ones end at once. */
    stopWaiting: watch.stop,

    /** Removes expired events, a few at a time. Returns how many. */
    purge(): Promise<number> {
      const now = clock.now()
      return db.write((tx) => store.deleteUntil(tx, now - FEED_KEPT, now + CLOCK_SKEW), { isGuarded: true })
    },
  }
}

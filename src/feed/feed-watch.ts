import { type Emitter, fromEvents, inBackground, later } from '../basics/foreign-events.ts'
import { cursorOf, type FeedPosition } from './feed.ts'

/** Maximum number of readers that wait in a process, and of one application. */
const WAITING_MAX = 50
const WAITING_OF_ONE_MAX = 10

/** Milliseconds between looks at the feed while somebody waits; the shorter interval applies after a local commit. */
const LOOK = 500
const LOOK_AFTER_COMMIT = 50
/** How long the shorter one applies, in milliseconds: an earlier transaction may hold up the event. */
const HURRY = 2000

/** What closes when a reader leaves, such as the response of a request. */
export interface Connection extends Emitter {
  readonly destroyed: boolean
}

interface Waiting {
  applicationId: string
  after: string
  resolve: () => void
}

/**
 * Lets readers wait for new events. One look at the feed serves all who wait in the process, so that none of them holds
 * a connection to the database. If nobody waits, nothing is read.
 */
export function createFeedWatch(newest: () => Promise<FeedPosition | null>) {
  const waiting = new Set<Waiting>()
  let isStopped = false
  let isLooking = false
  let hurriedUntil = Number.NEGATIVE_INFINITY
  let cancel = () => {}

  const plan = (): void => {
    cancel()
    if (waiting.size === 0 || isLooking) return
    const pause = performance.now() < hurriedUntil ? LOOK_AFTER_COMMIT : LOOK
    cancel = later('feed watch', pause, () => inBackground('feed watch', look()))
  }
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      const found = await newest()
      const cursor = found === null ? null : cursorOf(found)
      for (const one of waiting) if (cursor !== null && one.after !== cursor) one.resolve()
    } catch {
      // The database is unavailable, which readiness reports. The next look may succeed.
    } finally {
      isLooking = false
      plan()
    }
  }

  return {
    /** Whether one more reader of the application may wait. */
    hasRoom: (applicationId: string): boolean =>
      waiting.size < WAITING_MAX &&
      [...waiting].filter((one) => one.applicationId === applicationId).length < WAITING_OF_ONE_MAX,

    /**
     * Resolves when the feed may have events after the place, at the latest after `milliseconds`, when the
     * connection closes, or when the process stops.
     */
    async wait(
      applicationId: string,
      after: FeedPosition,
      milliseconds: number,
      connection: Connection,
    ): Promise<void> {
      if (isStopped || connection.destroyed) return
      let own: Waiting | undefined
      await fromEvents<void>('feed wait', ({ resolve, after: afterwards, on }) => {
        own = { applicationId, after: cursorOf(after), resolve: () => resolve() }
        waiting.add(own)
        afterwards(milliseconds, () => resolve())
        on(connection, 'close', () => resolve())
        plan()
      }).finally(() => own && waiting.delete(own))
    },

    /** Looks soon, since this process has committed something. */
    hurry(): void {
      if (waiting.size === 0) return
      const wasHurried = performance.now() < hurriedUntil
      hurriedUntil = performance.now() + HURRY
      if (!wasHurried) plan()
    },

    /** Ends all waits, and refuses to begin others. */
    stop(): void {
      isStopped = true
      cancel()
      for (const one of waiting) one.resolve()
    },

    isStopped: () => isStopped,

    count: () => waiting.size,
  }
}

import { createFairQueue, type QueuedJob } from '../basics/fair-queue.ts'

/** Default size of Node.js's thread pool for native work (`UV_THREADPOOL_SIZE`). */
const POOL_SIZE = 4
/** Threads reserved for file reads, compression and name lookups, however many passwords arrive. */
const POOL_RESERVE = 2
/**
 * Maximum wait of the last in the queue, in milliseconds: during a burst, and if the queue does not become
 * empty.
 */
const BURST_WAIT = 4000
const STANDING_WAIT = 1000
/** Milliseconds after which a queue that was never empty is no longer a burst. */
const BURST_TIME = 2000
/** Milliseconds after which a waiting request is refused, in case hashing has become slower meanwhile. */
const MAX_WAIT = 10_000
/** Minimum and maximum length of the queue, however fast hashing is. */
const PLACES_MIN = 32
const PLACES_MAX = 300
/**
 * Assumed milliseconds per hash before the first measurement, and the weight of each new measurement in the
 * average.
 */
const FIRST_GUESS = 25
const NEWEST = 0.1
/**
 * A hash that took more than this multiple of the average was delayed by something else; the excess is
 * ignored.
 */
const OUTLIER = 3

/**
 * Returns the maximum queue length for `threads` that need `hashTime` milliseconds per password, if the queue
 * has not been empty for `standing` milliseconds. A burst is accepted, but under sustained load the queue is
 * kept short, as in CoDel (RFC 8289): a caller who has waited too long costs a hash that no one waits for any
 * more.
 */
export function placesInLine(threads: number, hashTime: number, standing: number): number {
  const wait = standing > BURST_TIME ? STANDING_WAIT : BURST_WAIT
  return Math.min(PLACES_MAX, Math.max(PLACES_MIN, Math.floor((threads * wait) / hashTime)))
}

let hashTime = FIRST_GUESS
let standingSince = 0

// One per process, like its thread pool.
const queue = createFairQueue({
  capacity: 1,
  get waiting() {
    return placesInLine(queue.limits.capacity, hashTime, performance.now() - standingSince)
  },
  maxWait: MAX_WAIT,
})

/**
 * Sets how many passwords are hashed concurrently: at least one, and fewer than the thread pool has threads.
 */
export function setHashingThreads(threads: number): void {
  const pool = Number(process.env.UV_THREADPOOL_SIZE) || POOL_SIZE
  queue.limits.capacity = Math.max(1, Math.min(threads, pool - POOL_RESERVE))
}

/**
 * Runs hashing work in its turn. Work inside it is not queued again.
 * @throws {Refusal} `unavailable` if too many are waiting
 */
export function inHashingTurn<T>(work: () => Promise<T>, about: QueuedJob): Promise<T> {
  if (queue.state().waiting === 0) standingSince = performance.now()
  return queue.run(async () => {
    const start = performance.now()
    try {
      return await work()
    } finally {
      const time = Math.min(performance.now() - start, OUTLIER * hashTime)
      hashTime += (time - hashTime) * NEWEST
    }
  }, about)
}

/** Returns how many passwords are being hashed or are waiting. */
export const hashingState = () => queue.state()

import { createFairQueue, type QueuedJob } from '../fair-queue.ts'

/** Threads that native work runs on by default in Node.js (`UV_THREADPOOL_SIZE`). */
const POOL_SIZE = 4
/** Threads of them that are left to reads of files, compression and name look-ups, however many passwords come. */
const POOL_RESERVE = 2
/** Milliseconds that the last in line waits, at most: in a burst, and if the line does not get empty any more. */
const BURST_WAIT = 4000
const STANDING_WAIT = 1000
/** Milliseconds after which a line that was never empty is no burst. */
const BURST_TIME = 2000
/** Milliseconds after which whoever still waits is refused, should hashing have become slower meanwhile. */
const PATIENCE = 10_000
/** Fewest and most places in line, however fast hashing is. */
const PLACES_MIN = 32
const PLACES_MAX = 300
/** Milliseconds of one hash until the first ones were measured, and the weight of each new one in the average. */
const FIRST_GUESS = 25
const NEWEST = 0.1
/** A hash that took so many times the average was held up by something else, and counts as no more. */
const OUTLIER = 3

/**
 * How many may wait for `threads` that need `hashTime` milliseconds for one password, if the line has not been empty for
 * `standing` milliseconds. A burst is let in, a load that lasts is kept short, as CoDel does (RFC 8289): whoever waits
 * for longer than people have patience for costs a hash that nobody waits for any more.
 */
export function placesInLine(threads: number, hashTime: number, standing: number): number {
  const wait = standing > BURST_TIME ? STANDING_WAIT : BURST_WAIT
  return Math.min(PLACES_MAX, Math.max(PLACES_MIN, Math.floor((threads * wait) / hashTime)))
}

let hashTime = FIRST_GUESS
let standingSince = 0

// One for the process, as its thread pool is.
const queue = createFairQueue({
  capacity: 1,
  get waiting() {
    return placesInLine(queue.limits.capacity, hashTime, performance.now() - standingSince)
  },
  patience: PATIENCE,
})

/** Sets how many passwords are hashed at a time: at least one, and fewer than the thread pool has threads. */
export function setHashingThreads(threads: number): void {
  const pool = Number(process.env.UV_THREADPOOL_SIZE) || POOL_SIZE
  queue.limits.capacity = Math.max(1, Math.min(threads, pool - POOL_RESERVE))
}

/**
 * Does work whose time is that of hashing when its turn comes. Within the work, nothing else is queued.
 * @throws {Refusal} `unavailable` if too many wait already
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

/** Passwords that are hashed now, and those that wait. */
export const hashingState = () => queue.state()

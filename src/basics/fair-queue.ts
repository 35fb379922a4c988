import { Refusal } from '../errors/errors.ts'
import { fromEvents } from './foreign-events.ts'

/** Limits of a queue. */
export interface QueueLimits {
  /** Maximum total weight of running jobs. A job that exceeds it runs alone. */
  capacity: number
  /** Maximum number of waiting jobs. May change over time. */
  waiting: number
  /** Maximum number of waiting jobs per owner. Defaults to `waiting`. */
  waitingPerOwner?: number
  /** Maximum wait, in milliseconds. Unlimited by default. */
  maxWait?: number
}

export interface QueuedJob {
  /** Owners take turns. By default, jobs share an anonymous owner. */
  owner?: string
  /** How much of the capacity the job uses. Defaults to 1. */
  weight?: number
  /** Exempts the job from the limits on waiting: for work that is bounded elsewhere. */
  isUnlimited?: boolean
}

/** Current load. */
export interface QueueState {
  /** Number of running jobs, and their total weight. */
  running: number
  weight: number
  waiting: number
}

/**
 * Runs jobs up to a capacity. Other jobs wait, in limited number and for a limited time, and owners take
 * turns.
 */
export interface FairQueue {
  readonly limits: QueueLimits
  /**
   * Runs the job in its turn.
   * @throws {Refusal} `unavailable` if too many jobs are waiting, or if the wait exceeds its limit
   */
  run<T>(job: () => Promise<T>, about?: QueuedJob): Promise<T>
  state(): QueueState
}

/** Seconds after which a refused caller may retry. */
const RETRY_AFTER = 5

interface Waiting {
  weight: number
  isUnlimited: boolean
  start: () => void
  refuse: () => void
}

/**
 * Creates a queue whose owners take turns, so that one owner's jobs cannot hold up another's: each owner has
 * a line, and lines are served in rotation. A heavy job at the head of a line cannot starve: while it waits
 * for capacity, no lighter job starts. If the queue is full, an owner with fewer waiting jobs displaces the
 * last job of the longest line, so that one owner cannot fill the queue (longest queue drop, RFC 8290, 4.1).
 */
export function createFairQueue(limits: QueueLimits): FairQueue {
  /** By owner, in the order of service. */
  const lines = new Map<string, Waiting[]>()
  const state: QueueState = { running: 0, weight: 0, waiting: 0 }

  const hasRoom = (weight: number) => state.running === 0 || state.weight + weight <= limits.capacity
  const occupy = (weight: number): void => {
    state.running++
    state.weight += weight
  }
  /** Starts the job at the head of the next line. Returns whether there was capacity for one. */
  const startOne = (): boolean => {
    const turn = lines.entries().next()
    if (turn.done) return false
    const [owner, line] = turn.value
    const next = line[0]!
    if (!hasRoom(next.weight)) return false
    leave(owner, next)
    // Move the owner to the end of the rotation.
    if (lines.delete(owner)) lines.set(owner, line)
    occupy(next.weight)
    next.start()
    return true
  }
  const startAll = (): void => {
    while (startOne());
  }
  const leave = (owner: string, entry: Waiting): void => {
    const line = lines.get(owner)
    const index = line?.indexOf(entry) ?? -1
    if (!line || index === -1) return
    line.splice(index, 1)
    state.waiting--
    if (line.length === 0) lines.delete(owner)
  }
  /** Refuses the last job of the longest line if that line exceeds `length + 1`. Returns whether it did. */
  const displace = (length: number): boolean => {
    let longest: Waiting[] = []
    for (const line of lines.values()) if (line.length > longest.length) longest = line
    const last = longest.length > length + 1 ? longest.findLast((entry) => !entry.isUnlimited) : undefined
    last?.refuse()
    return last !== undefined
  }
  const wait = async (owner: string, weight: number, isUnlimited: boolean): Promise<void> => {
    const line = lines.get(owner) ?? []
    if (!isUnlimited) {
      if (line.length >= (limits.waitingPerOwner ?? limits.waiting)) throw busy()
      if (state.waiting >= limits.waiting && !displace(line.length)) throw busy()
    }
    const entry: Waiting = { weight, isUnlimited, start: () => {}, refuse: () => {} }
    try {
      await fromEvents<void>('queue', ({ resolve, reject, after }) => {
        entry.start = () => resolve()
        entry.refuse = () => {
          leave(owner, entry)
          reject(busy())
        }
        line.push(entry)
        lines.set(owner, line)
        state.waiting++
        if (limits.maxWait !== undefined && !isUnlimited) after(limits.maxWait, entry.refuse)
      })
    } catch (error) {
      leave(owner, entry)
      startAll()
      throw error
    }
  }

  return {
    limits,
    async run(job, { owner = '', weight = 1, isUnlimited = false } = {}) {
      if (state.waiting === 0 && hasRoom(weight)) occupy(weight)
      else await wait(owner, weight, isUnlimited)
      try {
        return await job()
      } finally {
        state.running--
        state.weight -= weight
        startAll()
      }
    },
    state: () => ({ ...state }),
  }
}

/** Returns the refusal for work beyond the current capacity: 503 with `Retry-After`. */
export function busy(): Refusal {
  return new Refusal('unavailable', { params: { seconds: RETRY_AFTER }, retryAfter: RETRY_AFTER })
}

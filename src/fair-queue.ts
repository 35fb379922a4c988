import { Refusal } from './errors.ts'
import { fromEvents } from './ports/foreign-events.ts'

/** Bounds of a queue. */
export interface QueueLimits {
  /** Most weight that runs at a time; a job that weighs more than all of it runs alone. */
  capacity: number
  /** Most jobs that wait. May change from one look to the next. */
  waiting: number
  /** Most jobs of one owner that wait. Default: as many as may wait at all. */
  waitingPerOwner?: number
  /** Longest wait, in milliseconds. Default: as long as it takes. */
  patience?: number
}

export interface QueuedJob {
  /** Whose job it is: owners take turns. Default: nobody's. */
  owner?: string
  /** What of the capacity it takes up. Default 1. */
  weight?: number
  /** Waits for as long as it takes, however many wait: for work that is bounded elsewhere. */
  isPatient?: boolean
}

/** Jobs now. */
export interface QueueState {
  /** Jobs that run, and what they weigh. */
  running: number
  weight: number
  waiting: number
}

/** Runs jobs up to a capacity. The rest wait, a bounded number for a bounded time, and owners take turns. */
export interface FairQueue {
  readonly limits: QueueLimits
  /**
   * Runs the job when its turn comes.
   * @throws {Refusal} `unavailable` if too many wait already, or if its turn does not come in time
   */
  run<T>(job: () => Promise<T>, about?: QueuedJob): Promise<T>
  state(): QueueState
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = 5

interface Waiting {
  weight: number
  isPatient: boolean
  start: () => void
  refuse: () => void
}

/**
 * A queue whose owners take turns, so that many jobs of one cannot hold up another's: each owner has a line of its own,
 * and the lines are served in rotation. A heavy job at the head of a line is not overtaken for ever: while it waits for
 * room, nothing lighter starts. If all places are taken, whoever has fewer jobs waiting gets the place of the last job of
 * the longest line, so that one owner cannot fill the queue either (longest queue drop, RFC 8290, 4.1).
 */
export function createFairQueue(limits: QueueLimits): FairQueue {
  /** By owner, in the order in which they are served next. */
  const lines = new Map<string, Waiting[]>()
  const state: QueueState = { running: 0, weight: 0, waiting: 0 }

  const hasRoom = (weight: number) => state.running === 0 || state.weight + weight <= limits.capacity
  const enter = (weight: number): void => {
    state.running++
    state.weight += weight
  }
  /** Starts the head of the line whose turn it is; returns whether there was room for one. */
  const startOne = (): boolean => {
    const turn = lines.entries().next()
    if (turn.done) return false
    const [owner, line] = turn.value
    const next = line[0]!
    if (!hasRoom(next.weight)) return false
    leave(owner, next)
    // To the end of the rotation.
    if (lines.delete(owner)) lines.set(owner, line)
    enter(next.weight)
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
  /** Refuses the last job of the longest line, if that is longer than `length` and one more. Returns whether it did. */
  const displace = (length: number): boolean => {
    let longest: Waiting[] = []
    for (const line of lines.values()) if (line.length > longest.length) longest = line
    const last = longest.length > length + 1 ? longest.findLast((entry) => !entry.isPatient) : undefined
    last?.refuse()
    return last !== undefined
  }
  const wait = async (owner: string, weight: number, isPatient: boolean): Promise<void> => {
    const line = lines.get(owner) ?? []
    if (!isPatient) {
      if (line.length >= (limits.waitingPerOwner ?? limits.waiting)) throw busy()
      if (state.waiting >= limits.waiting && !displace(line.length)) throw busy()
    }
    const entry: Waiting = { weight, isPatient, start: () => {}, refuse: () => {} }
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
        if (limits.patience !== undefined && !isPatient) after(limits.patience, entry.refuse)
      })
    } catch (error) {
      leave(owner, entry)
      startAll()
      throw error
    }
  }

  return {
    limits,
    async run(job, { owner = '', weight = 1, isPatient = false } = {}) {
      if (state.waiting === 0 && hasRoom(weight)) enter(weight)
      else await wait(owner, weight, isPatient)
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

/** The refusal of work beyond what is possible now: 503 with `Retry-After`. */
export function busy(): Refusal {
  return new Refusal('unavailable', { params: { seconds: RETRY_AFTER }, retryAfter: RETRY_AFTER })
}

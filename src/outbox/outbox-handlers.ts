import { type Job, TRIES_MAX } from './outbox.ts'

/**
 * Does one job. It may run again after a failure or a crash. A rejection is retried later, unless it is a
 * `FinalFailure`.
 */
export type Handler = (payload: object, job: Job) => Promise<void>

/** How the jobs of a kind differ from others. */
export interface KindOptions {
  /** Tries before a job fails permanently; by default about a day of them. */
  triesMax?: number
  /** Jobs of the lane that one process runs at once; the largest of its kinds counts. */
  slots?: number
}

export type Handlers = ReturnType<typeof createHandlers>

/** Jobs that one process runs concurrently per lane; the SMTP pool has as many connections. */
const SLOTS = 4

/** The handlers of jobs, by kind. Kinds with the same name before the first dot, like all mails, share a lane. */
export function createHandlers() {
  const handlers = new Map<string, Handler>()
  const lanes = new Map<string, string[]>()
  const triesMax = new Map<string, number>()
  const slots = new Map<string, number>()
  return {
    register(kind: string, handler: Handler, options: KindOptions = {}): void {
      if (handlers.has(kind)) throw new TypeError(`outbox kind ${kind} already has a handler`)
      handlers.set(kind, handler)
      const lane = kind.split('.', 1)[0] ?? kind
      lanes.set(lane, [...(lanes.get(lane) ?? []), kind])
      triesMax.set(kind, options.triesMax ?? TRIES_MAX)
      slots.set(lane, Math.max(slots.get(lane) ?? SLOTS, options.slots ?? SLOTS))
    },
    /** Returns how many jobs of a lane one process runs at once. */
    slotsOf: (lane: string): number => slots.get(lane) ?? SLOTS,
    /** Returns the number of tries of a kind with a handler. */
    triesOf: (kind: string): number => triesMax.get(kind) ?? TRIES_MAX,
    lanes: () => [...lanes.keys()],
    /** Returns the kinds of jobs in a lane. */
    kindsIn: (lane: string): readonly string[] => lanes.get(lane) ?? [],
    /** Returns the handler of a claimed job: only kinds with a handler are claimed. */
    of: (kind: string): Handler => handlers.get(kind)!,
  }
}

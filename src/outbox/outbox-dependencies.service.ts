import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { Tracer } from '../ports/tracer.ts'
import type { Handlers } from './outbox-handlers.ts'

/** Dependencies of the use cases of the outbox; each picks what it uses. */
export interface OutboxDependencies {
  db: Database
  clock: Clock
  random: Random
  tracer: Tracer | null
  metrics: Metrics
  handlers: Handlers
  /** The log, once the worker has started. */
  log: () => Log | null
}

/** The worker's own statements identify the try of the job that they concern. */
export const guarded = { isGuarded: true }

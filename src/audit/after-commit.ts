import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '../ports/database.ts'
import type { AuditEvent } from './audit.ts'

/** Events of the current transaction. */
const collecting = new AsyncLocalStorage<AuditEvent[]>()

/** Records an event of the current transaction for publication, if anyone subscribed. */
export function collectEvent(event: AuditEvent): void {
  collecting.getStore()?.push(event)
}

/**
 * Wraps the database to publish every audit event after its transaction commits. If a transaction is retried,
 * only the events of its last run are published; if the outcome of its commit is unknown, none are.
 */
export function publishEventsAfterCommit(db: Database, publish: (event: AuditEvent) => void): Database {
  return {
    ...db,
    async write(work, options) {
      let events: AuditEvent[] = []
      const result = await db.write((tx) => {
        events = []
        return collecting.run(events, () => work(tx))
      }, options)
      for (const event of events) publish(event)
      return result
    },
  }
}

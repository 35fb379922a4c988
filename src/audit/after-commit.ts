import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '../ports/database.ts'
import type { AuditEvent } from './audit.ts'

/** The events of the transaction that runs. */
const collecting = new AsyncLocalStorage<AuditEvent[]>()

/** Notes an event of the transaction that runs, if somebody wants to hear of it. */
export function noteEvent(event: AuditEvent): void {
  collecting.getStore()?.push(event)
}

/**
 * The database, with every audit event told once its transaction is committed. A transaction that was undone and run again
 * tells those of its last run; of one whose commit is not known to have succeeded nothing is told.
 */
export function tellingEvents(db: Database, tell: (event: AuditEvent) => void): Database {
  return {
    ...db,
    async write(work, options) {
      let events: AuditEvent[] = []
      const result = await db.write((tx) => {
        events = []
        return collecting.run(events, () => work(tx))
      }, options)
      for (const event of events) tell(event)
      return result
    },
  }
}

import type { Clock } from '../ports/clock.ts'
import { every, inBackground, within } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { SecurityEvent } from '../ports/security-events.ts'
import type { SecurityLog } from '../ports/security-log.ts'
import type { AuditService } from './audit.service.ts'
import type { AuditEvent } from './audit.ts'
import { createSecurityCounts } from './security-counts.ts'
import { auditFields, lineOf, securityFields } from './security-lines.ts'

/** Milliseconds between two writes of counts, and for the last one. */
const FLUSH_EVERY = 5000
const LAST_FLUSH = 2000

interface Dependencies {
  audit: Pick<AuditService, 'recordCounts'>
  clock: Clock
  metrics: Metrics
  /** Null: nothing is sent elsewhere. */
  sink: SecurityLog | null
  /** Whether client addresses are told and kept. */
  keepsAddresses: boolean
}

/**
 * Attempts on accounts: each is a line of the log, and of `SECURITY_LOG`; the audit trail gets their counts, every few
 * seconds and in a bounded number of rows. Nothing here waits or fails: what is lost is counted by a metric.
 */
export function createSecurityEventsService(deps: Dependencies) {
  const { audit, clock, metrics, sink, keepsAddresses } = deps
  const counts = createSecurityCounts()
  let log: Log | null = null
  let stopTimer = () => {}
  let flushing: Promise<void> | null = null

  const lose = (events: number): void => {
    for (let n = 0; n < Math.min(events, 1000); n += 1)
      metrics.count('user_profile_security_counts_lost_total', {})
  }
  const write = async (): Promise<void> => {
    const taken = counts.take()
    if (taken.length === 0) return
    try {
      await audit.recordCounts(taken)
    } catch {
      // The database is unavailable, which readiness tells. They wait for the next time, as far as there is room.
      lose(counts.putBack(taken))
    }
  }
  /** Writes the counts that wait. */
  const flush = (): Promise<void> => {
    flushing ??= write().finally(() => {
      flushing = null
    })
    return flushing
  }

  const tell = (told: SecurityEvent): void => {
    const { address, ...rest } = told
    const event: SecurityEvent = keepsAddresses ? told : rest
    const now = clock.now()
    metrics.count('user_profile_security_events_total', { event: event.kind })
    const fields = securityFields(event)
    log?.warn(fields, 'security event')
    sink?.write(lineOf(fields, now, true))
    if (!counts.add(event, now)) lose(1)
  }

  return {
    tell,
    flush,
    /** An event of the audit trail whose transaction is committed. */
    committed(event: AuditEvent): void {
      const { action, address, userId, applicationId } = event
      const seen = keepsAddresses ? event : { ...event, address: null }
      sink?.write(lineOf(auditFields(seen), event.createdAt, false))
      if (action !== 'session.stolen') return
      tell({
        kind: 'refresh_token.reused',
        address: address ?? undefined,
        userId: userId ?? undefined,
        applicationId: applicationId ?? undefined,
      })
    },
    /** Tells the log from now on, and writes counts every few seconds. */
    start(to: Log): void {
      log = to
      stopTimer = every('security counts', FLUSH_EVERY, () => inBackground('security counts', flush()))
    },
    /** Writes and sends what waits, for a few seconds at most. */
    async close(): Promise<void> {
      stopTimer()
      const last = flush().then(() => flush())
      await within(LAST_FLUSH, last, () => new Error('the last counts are lost')).catch(() => {})
      await sink?.close()
    },
  }
}

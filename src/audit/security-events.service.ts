import { every, inBackground, within } from '../basics/foreign-events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { SecurityEvent } from '../ports/security-events.ts'
import type { SecurityLog } from '../ports/security-log.ts'
import type { AuditService } from './audit.service.ts'
import type { AuditEvent } from './audit.ts'
import { createSecurityCounts } from './security-counts.ts'
import { auditFields, lineOf, securityFields } from './security-lines.ts'

/** Interval between writes of counts, and the timeout for the last one, in milliseconds. */
const FLUSH_EVERY = 5000
const LAST_FLUSH = 2000

interface Dependencies {
  audit: Pick<AuditService, 'recordCounts'>
  clock: Clock
  metrics: Metrics
  /** If null, events are not sent elsewhere. */
  sink: SecurityLog | null
  /** Whether client addresses are logged and stored. */
  includesAddresses: boolean
}

/**
 * Reports attempts on accounts: each is written to the log and to `SECURITY_LOG`; the audit trail receives
 * counts, every few seconds and in a bounded number of rows. Nothing here waits or fails; lost events are
 * counted by a metric.
 */
export function createSecurityEventsService(deps: Dependencies) {
  const { audit, clock, metrics, sink, includesAddresses } = deps
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
      // The database is unavailable, which readiness reports. Counts wait for the next attempt, as far as
      // there is room.
      lose(counts.putBack(taken))
    }
  }
  /** Writes the waiting counts. */
  const flush = (): Promise<void> => {
    flushing ??= write().finally(() => {
      flushing = null
    })
    return flushing
  }

  const report = (reported: SecurityEvent): void => {
    const { address, ...rest } = reported
    const event: SecurityEvent = includesAddresses ? reported : rest
    const now = clock.now()
    metrics.count('user_profile_security_events_total', { event: event.kind })
    const fields = securityFields(event)
    log?.warn(fields, 'security event')
    sink?.write(lineOf(fields, now, true))
    if (!counts.add(event, now)) lose(1)
  }

  return {
    report,
    flush,
    /** Reports an event of the audit trail whose transaction has committed. */
    committed(event: AuditEvent): void {
      const { action, address, userId, applicationId } = event
      const seen = includesAddresses ? event : { ...event, address: null }
      sink?.write(lineOf(auditFields(seen), event.createdAt, false))
      if (action !== 'session.stolen') return
      report({
        kind: 'refresh_token.reused',
        address: address ?? undefined,
        userId: userId ?? undefined,
        applicationId: applicationId ?? undefined,
      })
    },
    /** Starts writing to the log, and writing counts every few seconds. */
    start(to: Log): void {
      log = to
      stopTimer = every('security counts', FLUSH_EVERY, () => inBackground('security counts', flush()))
    },
    /** Writes and sends what is waiting, for at most a few seconds. */
    async close(): Promise<void> {
      stopTimer()
      const last = flush().then(() => flush())
      await within(LAST_FLUSH, last, () => new Error('the last counts are lost')).catch(() => {})
      await sink?.close()
    },
  }
}

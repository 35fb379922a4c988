import type { Limiter } from '../../ports/limiter.ts'
import { type Mailer, MailFailure, type MailFault } from '../../ports/mailer.ts'
import { type Metrics, noMetrics } from '../../ports/metrics.ts'

/** Wraps a limiter to count every use that it refuses. */
export function measuredLimiter(limiter: Limiter, metrics: Metrics): Limiter {
  if (metrics === noMetrics) return limiter
  const counted = (name: string, seconds: number): number => {
    if (seconds > 0) metrics.count('user_profile_throttle_hits_total', { limit: name })
    return seconds
  }
  return {
    ...limiter,
    consume: async (limit, key, cost) => counted(limit.name, await limiter.consume(limit, key, cost)),
    async spend(limit, key, cost) {
      const spent = await limiter.spend(limit, key, cost)
      if (!spent.isAllowed) counted(limit.name, spent.seconds)
      return spent
    },
    peek: async (limit, key) => counted(limit.name, await limiter.peek(limit, key)),
    async reserve(uses) {
      const reservation = await limiter.reserve(uses)
      if (reservation.state === 'refused') counted(reservation.limit.name, reservation.seconds)
      return reservation
    },
  }
}

/** Wraps a mailer to count every mail. */
export function measuredMailer(mailer: Mailer, metrics: Metrics): Mailer {
  if (metrics === noMetrics) return mailer
  return {
    ...mailer,
    async send(mail) {
      try {
        await mailer.send(mail)
      } catch (error) {
        metrics.count('user_profile_mails_total', { outcome: outcomes[faultOf(error)] })
        throw error
      }
      metrics.count('user_profile_mails_total', { outcome: 'sent' })
    },
  }
}

const outcomes = { recipient: 'refused', server: 'rejected', unreachable: 'failed' } as const

function faultOf(error: unknown): MailFault {
  return error instanceof MailFailure ? error.fault : 'unreachable'
}

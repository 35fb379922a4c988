import { z } from 'zod'
import { DAY, HOUR, MINUTE } from '../basics/durations.ts'
import { usageError } from './command-error.ts'

const isoTime = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
/** A number of minutes, hours, days or weeks. */
const SPAN = /^(\d{1,6})([mhdw])$/
const units = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/**
 * Parses the instant given by an option, in milliseconds: ISO 8601 (UTC if it has no offset), or a time ago
 * in minutes, hours, days or weeks (`7d`).
 * @throws {CommandError} exit code 2
 */
export function readTime(option: string, text: string, now: number): number {
  const [, count, unit] = SPAN.exec(text) ?? []
  if (count !== undefined) return now - Number(count) * units[unit as keyof typeof units]
  const at = isoInstant(text)
  if (at === null) {
    throw usageError(
      `${option} must be a time such as 2026-01-31T12:00Z or 2026-01-31, or a time ago, such as 7d`,
    )
  }
  return at
}

/** Returns an instant in ISO 8601 in milliseconds (UTC if it has no offset), or null. */
function isoInstant(text: string): number | null {
  if (!isoTime.safeParse(text).success) return null
  const hasZone = !text.includes('T') || /(Z|[+-]\d\d:\d\d)$/.test(text)
  return Date.parse(hasZone ? text : `${text}Z`)
}

/**
 * Parses when something expires, in milliseconds: ISO 8601, or a time from now (`90d`); null for an absent value and for
 * `never`.
 * @throws {CommandError} exit code 2, also for an instant that has passed
 */
export function readExpiry(text: string | undefined, now: number): number | null {
  if (text === undefined || text === 'never') return null
  const [, count, unit] = SPAN.exec(text) ?? []
  const at = count === undefined ? isoInstant(text) : now + Number(count) * units[unit as keyof typeof units]
  if (at === null || at <= now)
    throw usageError('--expires must be a time in the future, such as 90d or 2027-01-31, or never')
  return at
}

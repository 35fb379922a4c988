import { z } from 'zod'
import { DAY, HOUR, MINUTE } from '../ports/durations.ts'
import { usageError } from './command-error.ts'

const isoTime = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
const units = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/**
 * The instant that an option names, in milliseconds: ISO 8601, in UTC where it names no offset, or how long ago in
 * minutes, hours, days or weeks (`7d`).
 * @throws {CommandError} exit code 2
 */
export function readTime(option: string, text: string, now: number): number {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? []
  if (count !== undefined) return now - Number(count) * units[unit as keyof typeof units]
  if (!isoTime.safeParse(text).success) {
    throw usageError(
      `${option} must be a time such as 2026-01-31T12:00Z or 2026-01-31, or how long ago, such as 7d`,
    )
  }
  const hasZone = !text.includes('T') || /(Z|[+-]\d\d:\d\d)$/.test(text)
  return Date.parse(hasZone ? text : `${text}Z`)
}

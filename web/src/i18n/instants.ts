import { formatLocale } from '../../../common/languages.ts'

export type Instants = ReturnType<typeof createInstants>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Formats instants (ISO 8601) in a language and an IANA time zone; the browser's if there is none or it is unknown. */
export function createInstants(language: string, zone: string | undefined) {
  const locale = formatLocale(language)
  const format = (options: Intl.DateTimeFormatOptions, of = locale) => {
    try {
      return new Intl.DateTimeFormat(of, { ...options, ...(zone ? { timeZone: zone } : {}) })
    } catch {
      return new Intl.DateTimeFormat(of, options)
    }
  }
  const dates = format({ dateStyle: 'long' })
  const times = format({ timeStyle: 'short' })
  const moments = format({ dateStyle: 'medium', timeStyle: 'short' })
  const appointments = format({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  })
  // Canada writes dates as ISO 8601 does.
  const days = format({ dateStyle: 'short' }, 'en-CA')
  // Uses "now" for anything less than a minute old.
  const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const moment = (instant: string): string => moments.format(new Date(instant))
  return {
    date: (instant: string): string => dates.format(new Date(instant)),
    time: (instant: string): string => times.format(new Date(instant)),
    moment,
    /** Returns the calendar day of an instant: `2026-11-29`. */
    dayOf: (instant: string): string => days.format(new Date(instant)),
    /** Formats a calendar day: today, yesterday, or the date. */
    day(day: string): string {
      const passed = Math.round((Date.parse(days.format(Date.now())) - Date.parse(day)) / DAY)
      if (passed === 0 || passed === 1) return spans.format(-passed, 'day')
      return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day))
    },
    /** Formats a near future instant, in milliseconds, as day of the week, date and time. */
    appointment: (instant: number): string => appointments.format(instant),
    /** Formats how long ago it was if within a day, else the date and time. */
    ago(instant: string): string {
      const passed = Math.max(0, Date.now() - Date.parse(instant))
      if (passed >= DAY) return moment(instant)
      if (passed >= HOUR) return spans.format(-Math.floor(passed / HOUR), 'hour')
      if (passed >= MINUTE) return spans.format(-Math.floor(passed / MINUTE), 'minute')
      return spans.format(0, 'second')
    },
  }
}

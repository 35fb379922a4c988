import { formatLocale } from '../../../common/languages.ts'

export type Instants = ReturnType<typeof createInstants>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Writes instants (ISO 8601) in a language and an IANA time zone; the browser's where there is none or it is unknown. */
export function createInstants(language: string, zone: string | undefined) {
  const locale = formatLocale(language)
  const format = (options: Intl.DateTimeFormatOptions) => {
    try {
      return new Intl.DateTimeFormat(locale, { ...options, ...(zone ? { timeZone: zone } : {}) })
    } catch {
      return new Intl.DateTimeFormat(locale, options)
    }
  }
  const dates = format({ dateStyle: 'long' })
  const moments = format({ dateStyle: 'medium', timeStyle: 'short' })
  const appointments = format({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  })
  // With "now" for what is not a minute old.
  const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const moment = (instant: string): string => moments.format(new Date(instant))
  return {
    date: (instant: string): string => dates.format(new Date(instant)),
    moment,
    /** Day of the week, date and time of what is to come soon; the instant is in milliseconds. */
    appointment: (instant: number): string => appointments.format(instant),
    /** How long ago within a day, else the date and time. */
    ago(instant: string): string {
      const passed = Math.max(0, Date.now() - Date.parse(instant))
      if (passed >= DAY) return moment(instant)
      if (passed >= HOUR) return spans.format(-Math.floor(passed / HOUR), 'hour')
      if (passed >= MINUTE) return spans.format(-Math.floor(passed / MINUTE), 'minute')
      return spans.format(0, 'second')
    },
  }
}

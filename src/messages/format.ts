import { formatLocale, type Language } from '../../common/languages.ts'
import { createMessageFormat, type MessageFormat } from '../../common/message-format.ts'
import { lazyBy } from '../basics/lazy.ts'
import { nearestLanguage } from './language.ts'

const formatOf = lazyBy((language: Language) => createMessageFormat(language))

/** Fills in a text of a language's catalogue. */
export function format(language: Language, ...message: Parameters<MessageFormat>): string {
  return formatOf(language)(...message)
}

/**
 * Formats an instant for a mail to the person: in the language of the mail, which differs from theirs if
 * there is no translation, and in their time zone. `""` in either means the default of the service.
 */
export function formatInstantFor(
  person: { language: string; timezone: string },
  instant: number,
  defaults: { language: string; timezone: string },
  zone: 'short' | 'long' = 'short',
): string {
  const language = nearestLanguage(person.language || defaults.language)
  return formatInstant(language, instant, person.timezone || defaults.timezone, zone)
}

/**
 * Formats an instant (milliseconds since the Unix epoch) as date and time with the time zone: `short` for a
 * sentence (`GMT+1`), `long` where there is room (`Central European Standard Time`).
 */
export function formatInstant(
  language: Language,
  instant: number,
  timeZone: string,
  timeZoneName: 'short' | 'long' = 'short',
): string {
  const locale = formatLocale(language)
  const time = { hour: 'numeric', minute: '2-digit', timeZone } as const
  const date = { year: 'numeric', month: 'long', day: 'numeric' } as const
  const zone = new Intl.DateTimeFormat(locale, { ...time, timeZoneName })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value
  // The zone comes last: in some languages it would otherwise separate the time from its "o'clock".
  return `${new Intl.DateTimeFormat(locale, { ...date, ...time }).format(instant)} (${zone})`
}

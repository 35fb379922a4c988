import { formatLocale, type Language } from '../../common/languages.ts'
import { createMessageFormat, type MessageFormat } from '../../common/message-format.ts'
import { lazyBy } from '../lazy.ts'
import { nearestLanguage } from './language.ts'

const formatOf = lazyBy((language: Language) => createMessageFormat(language))

/** Fills a text of a language's catalogue. */
export function format(language: Language, ...message: Parameters<MessageFormat>): string {
  return formatOf(language)(...message)
}

/**
 * An instant as a mail to the person says it: in the language of its text, which is not theirs where there is no
 * translation, and in their time zone. `""` in either means the default of the service.
 */
export function formatInstantFor(
  person: { language: string; timezone: string },
  instant: number,
  defaults: { language: string; timezone: string },
): string {
  const language = nearestLanguage(person.language || defaults.language)
  return formatInstant(language, instant, person.timezone || defaults.timezone)
}

/** An instant (milliseconds since the Unix epoch) as date and time of a time zone, which is named. */
export function formatInstant(language: Language, instant: number, timeZone: string): string {
  const locale = formatLocale(language)
  const time = { hour: 'numeric', minute: '2-digit', timeZone } as const
  const date = { year: 'numeric', month: 'long', day: 'numeric' } as const
  const zone = new Intl.DateTimeFormat(locale, { ...time, timeZoneName: 'short' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value
  // The zone comes last: in some languages it would stand between the time and its "o'clock".
  return `${new Intl.DateTimeFormat(locale, { ...date, ...time }).format(instant)} (${zone})`
}

import { directionOf, formatLocale, type Language } from '../../common/languages.ts'
import type { Params } from '../errors.ts'
import { lazyBy } from '../lazy.ts'
import { nearestLanguage } from './language.ts'

/** `{name}`, or `{name, plural, one {# second} other {# seconds}}`. */
const place = /\{(\w+)(?:, plural,((?: \w+ \{[^{}]*\})+))?\}/g
const form = / (\w+) \{([^{}]*)\}/g

const rulesOf = lazyBy((language: Language) => new Intl.PluralRules(language))
const numbersOf = lazyBy((language: Language) => new Intl.NumberFormat(formatLocale(language)))

/**
 * Fills a text of a language's catalogue. Of a plural, which is written as in ICU MessageFormat with nothing nested, the
 * form for the number is taken (CLDR's categories), and `#` in it is the number as the language writes it. A name
 * without a value stays as it is.
 * @param show writes a value; as plain text values are isolated where the language is written from right to left, so
 *   that an address does not turn the sentence around (UAX #9, 2.4.2)
 */
export function format(
  language: Language,
  text: string,
  params: Params = {},
  show: (value: string) => string = directionOf(language) === 'rtl' ? isolate : String,
): string {
  return text.replace(place, (whole, name: string, forms?: string) => {
    const value = params[name]
    if (value === undefined) return whole
    if (forms === undefined) return show(String(value))
    const number = Number(value)
    const chosen = pluralForm(forms, rulesOf(language).select(number))
    return chosen.replaceAll('#', () => show(numbersOf(language).format(number)))
  })
}

function pluralForm(forms: string, category: Intl.LDMLPluralRule): string {
  const texts = new Map([...forms.matchAll(form)].map(([, name, text]) => [name, text]))
  return texts.get(category) ?? texts.get('other') ?? ''
}

/** Numbers keep their order by themselves, and a code is copied without what it is wrapped in. */
function isolate(value: string): string {
  return /^[\d.,]*$/.test(value) ? value : `\u2068${value}\u2069`
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

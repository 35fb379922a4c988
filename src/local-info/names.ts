import { lazyBy } from '../basics/lazy.ts'
import type { Country } from './countries.ts'
import type { CountryEntry, CurrencyEntry, LanguageEntry } from './local-info.schema.ts'
import { minorUnits } from './minor-units.ts'
import { englishAbbreviations } from './zone-names.ts'

/** Names the languages in the reader's language, sorted by name. */
export function nameLanguages(reader: string, codes: readonly string[]): LanguageEntry[] {
  const nameOf = namer(reader, 'language')
  const entries = codes.map((code) => ({
    code,
    name: nameOf(code),
    native_name: nativeName(code),
    direction: directionOf(code),
  }))
  return byName(reader, entries)
}

const nativeNames = new Map<string, string>()

/** Returns the language's name in itself. It is the same for all readers, so it is cached. */
export function nativeName(code: string): string {
  const known = nativeNames.get(code)
  if (known !== undefined) return known
  const name = namer(code, 'language')(code)
  nativeNames.set(code, name)
  return name
}

/** Names the currencies in the reader's language, sorted by name. */
export function nameCurrencies(reader: string, codes: readonly string[]): CurrencyEntry[] {
  const nameOf = namer(reader, 'currency')
  const entries = codes.map((code) => {
    const format = new Intl.NumberFormat(reader, {
      style: 'currency',
      currency: code,
      currencyDisplay: 'narrowSymbol',
    })
    const symbol = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? code
    const digits = minorUnits(code)
    const display_digits = format.resolvedOptions().maximumFractionDigits ?? digits
    return { code, name: nameOf(code), symbol, digits, display_digits }
  })
  return byName(reader, entries)
}

/** Names the countries in the reader's language, sorted by name. */
export function nameCountries(reader: string, countries: readonly Country[]): CountryEntry[] {
  const nameOf = namer(reader, 'region')
  const entries = countries.map(({ code, phoneCode, flag }) => ({
    code,
    name: nameOf(code),
    phone_code: phoneCode,
    flag,
  }))
  return byName(reader, entries)
}

/** Names a country (ISO 3166-1 alpha-2 code) in the reader's language; `""` if there is none. */
export function nameCountry(reader: string, code: string): string {
  return code === '' ? '' : namer(reader, 'region')(code)
}

/** Returns the season-independent name of a time zone ("Central European Time") in the reader's language. */
export function nameTimeZone(reader: string, timeZone: string, instant: number): string {
  // In many languages, the generic name of UTC is only its offset.
  const timeZoneName = timeZone === 'UTC' ? 'long' : 'longGeneric'
  return zonePart(reader, timeZone, timeZoneName, instant)
}

/**
 * Returns the abbreviations of a time zone over the year of the instant: those in English, then those that only the
 * reader's language has, such as the German "MEZ".
 */
export function zoneAbbreviations(reader: string, timeZone: string, instant: number): string[] {
  const short = new Intl.DateTimeFormat(reader, { timeZone, timeZoneName: 'short' })
  const own = [0, 6].map((month) => partOf(short, Date.UTC(new Date(instant).getUTCFullYear(), month)))
  // In most languages, the short name is only the offset.
  const written = own.filter((text) => /^\p{L}+$/u.test(text))
  return [...new Set([...englishAbbreviations(timeZone), ...written])]
}

/** Returns the zone's offset from UTC at the instant, such as `+05:30`. */
export function offsetOf(timeZone: string, instant: number): string {
  return /[+-]\d\d:\d\d/.exec(zonePart('en', timeZone, 'longOffset', instant))?.[0] ?? '+00:00'
}

function zonePart(
  reader: string,
  timeZone: string,
  timeZoneName: 'long' | 'longGeneric' | 'longOffset',
  instant: number,
): string {
  return partOf(new Intl.DateTimeFormat(reader, { timeZone, timeZoneName }), instant) || timeZone
}

function partOf(format: Intl.DateTimeFormat, instant: number): string {
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** Returns a function that names codes in the reader's language, or in English if its data lacks one. */
function namer(reader: string, type: 'language' | 'currency' | 'region'): (code: string) => string {
  const own = new Intl.DisplayNames(reader, { type, fallback: 'none' })
  return (code) => own.of(code) ?? english(type).of(code) ?? code
}

// On demand, because the runtime takes about 10 ms to read the names of the three.
const english = lazyBy((type: 'language' | 'currency' | 'region') => new Intl.DisplayNames('en', { type }))

function directionOf(code: string): 'ltr' | 'rtl' {
  return new Intl.Locale(code).getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr'
}

function byName<T extends { name: string }>(reader: string, entries: T[]): T[] {
  const { compare } = new Intl.Collator(reader)
  return entries.sort((a, b) => compare(a.name, b.name))
}

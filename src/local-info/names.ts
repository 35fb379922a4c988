import type { Country } from './countries.ts'
import type { CountryEntry, CurrencyEntry, LanguageEntry } from './local-info.schema.ts'
import { minorUnits } from './minor-units.ts'

/** The languages named in the reader's language, ordered by name. */
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

/** The language's name in itself. It is the same for all readers, so it is looked up once. */
export function nativeName(code: string): string {
  const known = nativeNames.get(code)
  if (known !== undefined) return known
  const name = namer(code, 'language')(code)
  nativeNames.set(code, name)
  return name
}

/** The currencies named in the reader's language, ordered by name. */
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

/** The countries named in the reader's language, ordered by name. */
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

/** The name of a time zone the year round ("Central European Time") in the reader's language. */
export function nameTimeZone(reader: string, timeZone: string, instant: number): string {
  // In many languages the generic name of UTC is only its offset.
  const timeZoneName = timeZone === 'UTC' ? 'long' : 'longGeneric'
  return zonePart(reader, timeZone, timeZoneName, instant)
}

/** What the zone's clocks show against UTC at the instant, such as `+05:30`. */
export function offsetOf(timeZone: string, instant: number): string {
  return /[+-]\d\d:\d\d/.exec(zonePart('en', timeZone, 'longOffset', instant))?.[0] ?? '+00:00'
}

function zonePart(
  reader: string,
  timeZone: string,
  timeZoneName: 'long' | 'longGeneric' | 'longOffset',
  instant: number,
): string {
  const parts = new Intl.DateTimeFormat(reader, { timeZone, timeZoneName }).formatToParts(instant)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

/** Names in the reader's language; in English where its data lacks one. */
function namer(reader: string, type: 'language' | 'currency' | 'region'): (code: string) => string {
  const own = new Intl.DisplayNames(reader, { type, fallback: 'none' })
  return (code) => own.of(code) ?? english[type].of(code) ?? code
}

const english = {
  language: new Intl.DisplayNames('en', { type: 'language' }),
  currency: new Intl.DisplayNames('en', { type: 'currency' }),
  region: new Intl.DisplayNames('en', { type: 'region' }),
}

function directionOf(code: string): 'ltr' | 'rtl' {
  return new Intl.Locale(code).getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr'
}

function byName<T extends { name: string }>(reader: string, entries: T[]): T[] {
  const { compare } = new Intl.Collator(reader)
  return entries.sort((a, b) => compare(a.name, b.name))
}

import {
  AsYouType,
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import { asciiDigits } from '../../../../common/digits.ts'

const known = (country: string): CountryCode | undefined =>
  isSupportedCountry(country) ? country : undefined

/**
 * Returns the typed text with plain digits, and with `+` for its other forms and for the prefix `00` of most countries.
 */
const plain = (text: string): string => asciiDigits(text.normalize('NFKC')).trim().replace(/^00/, '+')

/** Returns the typed text in the country's format. */
export function formatTyped(text: string, country: string): string {
  return text.trim() === '' ? '' : new AsYouType(known(country)).input(plain(text))
}

/** Returns a stored number in its country's format, or unchanged if it cannot be parsed. */
export function showNumber(number: string, country: string): string {
  const parsed = parsePhoneNumberFromString(number, { extract: false, ...withDefault(country) })
  if (!parsed) return number
  return parsed.country === country || country === '' ? parsed.formatNational() : parsed.formatInternational()
}

export interface ReadNumber {
  /** The number as stored. */
  number: string
  /** The country according to the number, else the chosen one; `""` if it belongs to none. */
  country: string
  /** The calling code of the number; null if it has none. */
  code: string | null
}

/** Parses the typed text for the chosen country. The country of the typed number wins. */
export function readNumber(text: string, country: string): ReadNumber {
  const typed = plain(text)
  const parsed = parsePhoneNumberFromString(typed, { extract: false, ...withDefault(country) })
  if (!parsed) return { number: typed.replace(/[^+\d]/g, ''), country, code: null }
  const { number, countryCallingCode: code } = parsed
  const chosen = known(country)
  // A number without a calling code belongs to the chosen country, even if others share its code.
  const isOwn = chosen !== undefined && !typed.startsWith('+') && getCountryCallingCode(chosen) === code
  return { number, country: isOwn ? country : countryOf(parsed, country), code }
}

/** If a number could belong to several countries with its code, returns the chosen one if it is among them. */
function countryOf(parsed: PhoneNumber, chosen: string): string {
  const possible: readonly string[] = parsed.getPossibleCountries()
  return parsed.country ?? (possible.includes(chosen) ? chosen : (possible[0] ?? ''))
}

/** Returns the typed text without a calling code, for choosing another country. */
export function nationalPart(text: string): string {
  const parsed = parsePhoneNumberFromString(plain(text), { extract: false })
  return parsed?.nationalNumber ?? text
}

function withDefault(country: string): { defaultCountry?: CountryCode } {
  const code = known(country)
  return code === undefined ? {} : { defaultCountry: code }
}

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

/** What is typed, with plain digits and with `+` where another form of it or the prefix `00` of most countries stands. */
const plain = (text: string): string => asciiDigits(text.normalize('NFKC')).trim().replace(/^00/, '+')

/** What is typed, as the country writes it. */
export function formatTyped(text: string, country: string): string {
  return text.trim() === '' ? '' : new AsYouType(known(country)).input(plain(text))
}

/** A stored number as its country writes it; what cannot be read as it is. */
export function showNumber(number: string, country: string): string {
  const parsed = parsePhoneNumberFromString(number, { extract: false, ...withDefault(country) })
  if (!parsed) return number
  return parsed.country === country || country === '' ? parsed.formatNational() : parsed.formatInternational()
}

export interface ReadNumber {
  /** As it is stored. */
  number: string
  /** What the number says of its country, else the one that was chosen; `""` where it is of none. */
  country: string
  /** The calling code of the number; null: it says nothing of it. */
  code: string | null
}

/** Reads what is typed where the country is chosen. The country of what was typed wins. */
export function readNumber(text: string, country: string): ReadNumber {
  const typed = plain(text)
  const parsed = parsePhoneNumberFromString(typed, { extract: false, ...withDefault(country) })
  if (!parsed) return { number: typed.replace(/[^+\d]/g, ''), country, code: null }
  const { number, countryCallingCode: code } = parsed
  const chosen = known(country)
  // A number without its calling code is of the country that was chosen, also where others share the code.
  const isOwn = chosen !== undefined && !typed.startsWith('+') && getCountryCallingCode(chosen) === code
  return { number, country: isOwn ? country : countryOf(parsed, country), code }
}

/** Where a number does not settle which of the countries with its code it is of, the chosen one if it is among them. */
function countryOf(parsed: PhoneNumber, chosen: string): string {
  const possible: readonly string[] = parsed.getPossibleCountries()
  return parsed.country ?? (possible.includes(chosen) ? chosen : (possible[0] ?? ''))
}

/** What is typed without a calling code, for when another country is chosen. */
export function nationalPart(text: string): string {
  const parsed = parsePhoneNumberFromString(plain(text), { extract: false })
  return parsed?.nationalNumber ?? text
}

function withDefault(country: string): { defaultCountry?: CountryCode } {
  const code = known(country)
  return code === undefined ? {} : { defaultCountry: code }
}

import {
  AsYouType,
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'

const known = (country: string): CountryCode | undefined =>
  isSupportedCountry(country) ? country : undefined

/** What is typed, as the country writes it. */
export function formatTyped(text: string, country: string): string {
  return text.trim() === '' ? '' : new AsYouType(known(country)).input(text)
}

/** A stored number as its country writes it; what cannot be read as it is. */
export function showNumber(number: string, country: string): string {
  const parsed = parsePhoneNumberFromString(number, { extract: false, ...withDefault(country) })
  if (!parsed) return number
  return parsed.country === country || country === '' ? parsed.formatNational() : parsed.formatInternational()
}

/** What is typed, as it is stored, and the country that it is of. */
export function readNumber(text: string, country: string): { number: string; country: string } {
  const parsed = parsePhoneNumberFromString(text, { extract: false, ...withDefault(country) })
  const isForeign = text.trim().startsWith('+')
  const found = isForeign ? (parsed?.country ?? country) : country
  return { number: parsed?.number ?? text.replace(/[^\d+\p{Nd}]/gu, ''), country: found }
}

/** What is typed without a calling code, for when another country is chosen. */
export function nationalPart(text: string): string {
  const parsed = parsePhoneNumberFromString(text, { extract: false })
  return parsed?.nationalNumber ?? text
}

function withDefault(country: string): { defaultCountry?: CountryCode } {
  const code = known(country)
  return code === undefined ? {} : { defaultCountry: code }
}

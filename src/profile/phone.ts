import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import {
  getCountryCallingCode,
  isPossiblePhoneNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/metadata.max.json'
import { asciiDigits } from '../../common/digits.ts'
import type { Fault, Faults } from '../errors/errors.ts'

/** A person's phone number; `""` if unset. */
export interface Phone {
  /** Digits with an optional leading `+`. */
  phone_number: string
  /** Calling code, digits only. */
  phone_code: string
  /** ISO 3166-1 alpha-2. */
  country_code: string
}

/** Submitted values, trimmed; an absent or undefined field was not sent. */
export type SentPhone = { readonly [Name in keyof Phone]?: string | undefined }

/** Returns the code of a country in its stored form, or `null` if no such country is offered. */
export type CountryOf = (code: string) => string | null

export interface ResolvedPhone {
  /** What to store; only valid fields that were sent, derived or cleared. */
  values: Partial<Phone>
  /** All faulty fields. */
  faults: Faults
}

const iso3166 = new Set(codes.map(([alpha2]) => alpha2))
const countriesByCode: Readonly<Record<string, readonly string[]>> = metadata.country_calling_codes
const callingCodes = new Set([...Object.keys(countriesByCode), ...Object.keys(metadata.nonGeographic)])

/**
 * Determines what the three phone fields of an update store (contract: POST user/update/profile/). A value
 * equal to the stored one is always accepted; digits of other scripts are converted to ASCII; `country_code`
 * is case-insensitive. If only a number with `+` is sent, calling code and country are derived from it; if it
 * comes with a country, only the calling code is, or, without `+`, from that country. Clearing the number
 * clears the others too, unless they are sent.
 */
export function resolvePhone(
  sent: SentPhone,
  stored: Phone,
  countryOf: CountryOf = (code) => (iso3166.has(code) ? code : null),
): ResolvedPhone {
  const values: Partial<Phone> = {}
  const faults: Faults = {}
  const take = (name: keyof Phone, read: (text: string) => string | Fault) => {
    const text = sent[name]
    if (text === undefined) return
    const result = text === '' || text === stored[name] ? text : read(text)
    if (typeof result === 'string') values[name] = result
    else faults[name] = [result]
  }
  take('country_code', (text) => countryOf(text.toUpperCase()) ?? invalidChoice(text))
  take('phone_code', (text) => readCallingCode(text) ?? invalidChoice(text))
  // An invalid country says nothing about the number, which is then not validated against any country.
  const country = faults.country_code ? '' : (values.country_code ?? stored.country_code)
  take('phone_number', (text) => readNumber(text, country, stored) ?? { key: 'phone_invalid' })

  const number = values.phone_number
  const isNew = number !== undefined && number !== stored.phone_number
  if (isNew && number === '') {
    if (sent.phone_code === undefined) values.phone_code = ''
    if (sent.country_code === undefined) values.country_code = ''
  } else if (isNew && sent.phone_code === undefined) {
    if (sent.country_code !== undefined) Object.assign(values, deriveCode(number, values.country_code))
    else if (number.startsWith('+')) Object.assign(values, deriveCodes(number, stored, countryOf))
  }
  return { values, faults }
}

/** Returns the calling code without `+`, or `null` if no network has it. */
function readCallingCode(text: string): string | null {
  const code = asciiDigits(text).replace(/^\+/, '')
  return callingCodes.has(code) ? code : null
}

/**
 * Returns the number with ASCII digits, or `null` if it is invalid: 9 to 15 digits, fewer if that is possible
 * in the country.
 */
function readNumber(text: string, country: string, stored: Phone): string | null {
  if (text.length > 64) return null
  const number = asciiDigits(text)
  if (number === stored.phone_number || /^\+?\d{9,15}$/.test(number)) return number
  return /^\+?\d{1,8}$/.test(number) && isPossibleIn(country, number) ? number : null
}

function isPossibleIn(country: string, number: string): boolean {
  if (!isSupportedCountry(country)) return false
  const code = getCountryCallingCode(country)
  return isPossiblePhoneNumber(number, country) && (!number.startsWith('+') || callingCodeOf(number) === code)
}

/**
 * Returns the calling code of a number sent with a country (`""`: cleared, undefined: invalid); empty if
 * neither determines it.
 */
function deriveCode(number: string, country: string | undefined): Partial<Phone> {
  if (number.startsWith('+')) return { phone_code: callingCodeOf(number) }
  if (country === undefined || country === '') return {}
  return { phone_code: isSupportedCountry(country) ? getCountryCallingCode(country) : '' }
}

/**
 * Returns calling code and country of an international number; `""` for what it does not determine. If
 * several countries share the code and the number is ambiguous, the stored country is kept if it is among
 * them; otherwise the main country of the code is used.
 */
function deriveCodes(
  number: string,
  stored: Phone,
  countryOf: CountryOf,
): Pick<Phone, 'phone_code' | 'country_code'> {
  const code = callingCodeOf(number)
  const sharing = countriesByCode[code] ?? []
  const main = sharing.includes(stored.country_code) ? stored.country_code : sharing[0]
  const country = parsePhoneNumberFromString(number)?.country ?? main
  return { phone_code: code, country_code: country === undefined ? '' : (countryOf(country) ?? '') }
}

/**
 * Returns a number as E.164 if it is one, or becomes one in its country or with its calling code; otherwise the number as
 * it is stored.
 */
export function internationalNumber(phone: {
  phoneNumber: string
  phoneCode: string
  countryCode: string
}): string {
  const { phoneNumber: number, phoneCode, countryCode } = phone
  if (number.startsWith('+')) return number
  const country = isSupportedCountry(countryCode) ? countryCode : undefined
  const isOfCountry = country && (phoneCode === '' || getCountryCallingCode(country) === phoneCode)
  const parsed = isOfCountry
    ? parsePhoneNumberFromString(number, country)
    : phoneCode === ''
      ? undefined
      : parsePhoneNumberFromString(`+${phoneCode}${number}`)
  return parsed?.isPossible() ? parsed.number : number
}

/**
 * Returns the calling code at the start of an international number; no code is a prefix of another. `""` if
 * there is none.
 */
function callingCodeOf(number: string): string {
  return [1, 2, 3].map((length) => number.slice(1, 1 + length)).find((code) => callingCodes.has(code)) ?? ''
}

function invalidChoice(value: string): Fault {
  return { key: 'invalid_choice', params: { value } }
}

import { isIP, isIPv4 } from 'node:net'
import { domainToASCII, domainToUnicode } from 'node:url'
import type { FieldResult } from '../basics/fields.ts'
import { readText, trim } from '../basics/text.ts'
import { idnaToAscii } from './idna.ts'

/**
 * Maximum length of an address in code points, as in Django's `EmailField`. Also bounds every pattern below.
 */
export const ADDRESS_MAX = 254

/** Maximum length of an IPv6 address accepted by Django (django/utils/ipv6.py). */
const IPV6_MAX = 39

/**
 * `[A-Z]` with Python's `re.IGNORECASE` for str: the ASCII letters, and İ, ı, ſ and the Kelvin sign, which
 * fold to them.
 */
const letter = 'a-zA-Z\\u0130\\u0131\\u017f\\u212a'

const atom = `[-!#$%&'*+/=?^_\`{}|~0-9${letter}]+`
const dotAtom = new RegExp(`^${atom}(?:\\.${atom})*$`)
const quotedCharacter = `[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f!#-\\[\\]-\\x7f\\u0130\\u0131\\u017f\\u212a]`
const quotedPair = `\\\\[\\x01-\\x09\\x0b\\x0c\\x0e-\\x7f\\u0130\\u0131\\u017f\\u212a]`
const quotedString = new RegExp(`^"(?:${quotedCharacter}|${quotedPair})*"$`)

const label = new RegExp(`^[${letter}0-9](?:[${letter}0-9-]{0,61}[${letter}0-9])?$`)
const topLabel = new RegExp(`^[${letter}0-9-]{1,62}[${letter}0-9]$`)

/**
 * Returns the normalized address if it is valid by Django 3.2's `EmailValidator` (django/core/validators.py;
 * including quoted local parts, IDN, IP literals and `localhost`) and has at most 254 code points, otherwise
 * `null` (contract: POST user/update/profile/). The text must be trimmed. Normalization maps a domain that is
 * not plain ASCII by UTS #46, to Unicode; everything else is unchanged, including its case.
 */
export function parseEmail(text: string): string | null {
  if (!isEmail(text)) return null
  const at = text.lastIndexOf('@')
  const domain = normalDomain(text.slice(at + 1))
  const normal = `${text.slice(0, at)}@${domain}`
  // A domain mapped by one standard is not necessarily valid by the other.
  return domain !== null && isEmail(normal) ? normal : null
}

function isEmail(text: string): boolean {
  if (text.length > 2 * ADDRESS_MAX || Array.from(text).length > ADDRESS_MAX) return false
  const at = text.lastIndexOf('@')
  if (at === -1) return false
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  if (!dotAtom.test(local) && !quotedString.test(local)) return false
  return domain === 'localhost' || isDomain(domain) || isDomain(idnaToAscii(domain) ?? '')
}

function isDomain(domain: string): boolean {
  const literal = /^\[([0-9a-fA-F:.]+)\]$/.exec(domain)?.[1]
  if (literal !== undefined) return isIPv4(literal) || (literal.length <= IPV6_MAX && isIP(literal) === 6)
  const labels = domain.split('.')
  const top = labels.pop() ?? ''
  return labels.length > 0 && labels.every((part) => label.test(part)) && topLabel.test(top)
}

/**
 * Returns the address folded for comparison: for uniqueness, and to distinguish a change of case from a
 * different address. Two addresses have the same key if they differ only in surrounding white space, in
 * letter case, or in the spelling of the domain (`bücher.de`, `BÜCHER.DE`, `xn--bcher-kva.de`; UTS #46,
 * non-transitional).
 *
 * In the local part, a non-ASCII character never folds to an ASCII one: `ſ`, `ı` and the Kelvin sign have
 * `S`, `I` and `K` as case partners, but denote a different mailbox, and a change to a different mailbox must
 * be proven.
 */
export function emailKey(address: string): string {
  const text = trim(address)
  const at = text.lastIndexOf('@')
  return `${localKey(text.slice(0, Math.max(at, 0)))}@${domainKey(text.slice(at + 1))}`
}

export function localKey(local: string): string {
  return Array.from(local, foldWithinAscii).join('')
}

function foldWithinAscii(character: string): string {
  const folded = character.toUpperCase().toLowerCase()
  const isAsciiOnly = /^[\0-\x7f]*$/
  return isAsciiOnly.test(folded) && !isAsciiOnly.test(character) ? character : folded
}

const ascii = /^[\0-\x7f]*$/
/** A label in the ASCII form of IDNA. */
const encodedLabel = /(^|\.)xn--/i
/** Characters that do not affect how a text looks. */
const invisible = /\p{Cf}|\p{Default_Ignorable_Code_Point}/u

function domainKey(domain: string): string {
  if (ascii.test(domain)) return domain.toLowerCase()
  return mapped(domain, domainToASCII) ?? composed(domain)
}

/** Returns `null` if UTS #46 rejects the domain and it contains invisible characters. */
function normalDomain(domain: string): string | null {
  if (ascii.test(domain) && !encodedLabel.test(domain)) return domain
  return mapped(domain, domainToUnicode) ?? (invisible.test(domain) ? null : composed(domain))
}

const composed = (domain: string): string => domain.toLowerCase().normalize('NFC')

/**
 * The appended letter prevents the domain from being parsed as an IPv4 address. Returns `null` if UTS #46
 * rejects it.
 */
function mapped(domain: string, map: (domain: string) => string): string | null {
  const result = map(`${domain}.x`)
  return result === '' ? null : result.slice(0, -2)
}

const foldedDomain = (domain: string): string => Array.from(domain.normalize('NFC'), foldWithinAscii).join('')

/**
 * Whether a submitted address is the stored one, so that nothing must be proven. It may differ in letter
 * case, and its domain in composition and between ASCII and Unicode form. A domain with other characters that
 * are mapped to those of the stored one, or to nothing (`ⓔxample.com`, `exa<U+200B>mple.com`), must be proven
 * like any other: such a text is interpreted differently by different software.
 */
export function isStoredAddress(sent: string, stored: string): boolean {
  const text = trim(sent)
  if (text === stored) return true
  if (emailKey(text) !== emailKey(stored)) return false
  const domain = text.slice(text.lastIndexOf('@') + 1)
  const normal = normalDomain(domain)
  return ascii.test(domain) || normal === null || foldedDomain(domain) === foldedDomain(normal)
}

/** Longer than any address, so that the rule for addresses determines the message. */
const SENT_MAX = 1000

/**
 * Reads a submitted address: any problem other than a missing or empty value is reported as an invalid
 * address.
 */
export function readAddressText(value: unknown): FieldResult<string> {
  const result = readText(value, { max: SENT_MAX, blank: false })
  const isBad =
    'fault' in result && (result.fault.key === 'not_a_string' || result.fault.key === 'max_length')
  return isBad ? { fault: { key: 'email_invalid' } } : result
}

/** Reads a submitted address with `parseEmail`. */
export function readEmail(value: unknown): FieldResult<string> {
  const result = readAddressText(value)
  if ('fault' in result) return result
  const email = parseEmail(result.value)
  return email === null ? { fault: { key: 'email_invalid' } } : { value: email }
}

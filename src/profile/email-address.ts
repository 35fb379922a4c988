import { isIP, isIPv4 } from 'node:net'
import { domainToASCII, domainToUnicode } from 'node:url'
import type { FieldResult } from '../fields.ts'
import { readText, trim } from '../text.ts'
import { idnaToAscii } from './idna.ts'

/** Most code points of an address: Django's `EmailField`. Bounds every pattern below too. */
export const ADDRESS_MAX = 254

/** Longest text of an IPv6 address that Django takes (django/utils/ipv6.py). */
const IPV6_MAX = 39

/** `[A-Z]` of Python's `re.IGNORECASE` on texts: the ASCII letters, and İ, ı, ſ and the Kelvin sign, which fold to them. */
const letter = 'a-zA-Z\\u0130\\u0131\\u017f\\u212a'

const atom = `[-!#$%&'*+/=?^_\`{}|~0-9${letter}]+`
const dotAtom = new RegExp(`^${atom}(?:\\.${atom})*$`)
const quotedCharacter = `[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f!#-\\[\\]-\\x7f\\u0130\\u0131\\u017f\\u212a]`
const quotedPair = `\\\\[\\x01-\\x09\\x0b\\x0c\\x0e-\\x7f\\u0130\\u0131\\u017f\\u212a]`
const quotedString = new RegExp(`^"(?:${quotedCharacter}|${quotedPair})*"$`)

const label = new RegExp(`^[${letter}0-9](?:[${letter}0-9-]{0,61}[${letter}0-9])?$`)
const topLabel = new RegExp(`^[${letter}0-9-]{1,62}[${letter}0-9]$`)

/**
 * The address in its normal form where it is one by Django 3.2's `EmailValidator` (django/core/validators.py; quoted local
 * parts, IDN, IP literals and `localhost` included) of at most 254 code points, else `null` (contract: POST
 * user/update/profile/). The text comes trimmed. In the normal form a domain that is not plain ASCII is written as UTS #46
 * maps it, in Unicode; everything else stays as it came, its case too.
 */
export function parseEmail(text: string): string | null {
  if (!isEmail(text)) return null
  const at = text.lastIndexOf('@')
  const domain = normalDomain(text.slice(at + 1))
  const normal = `${text.slice(0, at)}@${domain}`
  // What one standard maps a domain to need not be one by the other.
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
 * The address as compared: for uniqueness, and to tell a change of case from another address. Two addresses have the
 * same key where they differ only in surrounding white space, in the case of letters, or in how the domain is written
 * (`bücher.de`, `BÜCHER.DE`, `xn--bcher-kva.de`; UTS #46, non-transitional).
 *
 * A character outside ASCII never folds to one inside it in the local part: `ſ`, `ı` and the Kelvin sign have `S`, `I` and `K`
 * as case partners, but name another mailbox, and a change to another mailbox has to be proven.
 */
export function emailKey(address: string): string {
  const text = trim(address)
  const at = text.lastIndexOf('@')
  return `${localKey(text.slice(0, Math.max(at, 0)))}@${domainKey(text.slice(at + 1))}`
}

function localKey(local: string): string {
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
/** What changes nothing of how a text looks. */
const invisible = /\p{Cf}|\p{Default_Ignorable_Code_Point}/u

function domainKey(domain: string): string {
  if (ascii.test(domain)) return domain.toLowerCase()
  return mapped(domain, domainToASCII) ?? composed(domain)
}

/** `null` if UTS #46 refuses the domain and a part of it cannot be seen. */
function normalDomain(domain: string): string | null {
  if (ascii.test(domain) && !encodedLabel.test(domain)) return domain
  return mapped(domain, domainToUnicode) ?? (invisible.test(domain) ? null : composed(domain))
}

const composed = (domain: string): string => domain.toLowerCase().normalize('NFC')

/** With a letter at the end no domain is read as the number of an IPv4 address. `null`: UTS #46 refuses it. */
function mapped(domain: string, map: (domain: string) => string): string | null {
  const result = map(`${domain}.x`)
  return result === '' ? null : result.slice(0, -2)
}

const foldedDomain = (domain: string): string => Array.from(domain.normalize('NFC'), foldWithinAscii).join('')

/**
 * Whether an address as sent is the stored one, so that there is nothing to prove. It may differ in the case of letters, and
 * its domain in composition and between the ASCII and the Unicode form. A domain with other characters that are mapped to
 * those of the stored one, or to nothing (`ⓔxample.com`, `exa<U+200B>mple.com`), has to be proven as any other: which
 * domain such a text means depends on who reads it.
 */
export function isStoredAddress(sent: string, stored: string): boolean {
  const text = trim(sent)
  if (text === stored) return true
  if (emailKey(text) !== emailKey(stored)) return false
  const domain = text.slice(text.lastIndexOf('@') + 1)
  const normal = normalDomain(domain)
  return ascii.test(domain) || normal === null || foldedDomain(domain) === foldedDomain(normal)
}

/** Longer than any address, so that the rule of the address gives the message. */
const SENT_MAX = 1000

/** The text of an address as sent: whatever is wrong with it, other than being missing or empty, is that it is no address. */
export function readAddressText(value: unknown): FieldResult<string> {
  const result = readText(value, { max: SENT_MAX, blank: false })
  const isBad =
    'fault' in result && (result.fault.key === 'not_a_string' || result.fault.key === 'max_length')
  return isBad ? { fault: { key: 'email_invalid' } } : result
}

/** An address as sent, read by `parseEmail`. */
export function readEmail(value: unknown): FieldResult<string> {
  const result = readAddressText(value)
  if ('fault' in result) return result
  const email = parseEmail(result.value)
  return email === null ? { fault: { key: 'email_invalid' } } : { value: email }
}

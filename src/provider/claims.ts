import type { ClaimTarget, Issuer } from '../config/issuer-settings.ts'

/** The claims of a verified token (RFC 7519, 4), as sent. */
export type Claims = Readonly<Record<string, unknown>>

/** Longest value that is looked at, in UTF-16 units; longer than any valid one. */
const VALUE_MAX = 1000

/** What claims say about a person. */
export interface ClaimedPerson {
  /** Values by column, best first; not validated. */
  candidates: Partial<Record<ClaimTarget, string[]>>
  /** Whether the provider vouches for the number in `candidates`. It vouches for every address there. */
  phoneVerified: boolean
}

/** Returns the value of a claim, given by name or as a JSON pointer (RFC 6901), as a text. */
function claimAt(claims: Claims, claim: string): string | null {
  const path = claim.startsWith('/')
    ? claim
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [claim]
  let value: unknown = claims
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null
    value = (value as Record<string, unknown>)[part]
  }
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value.length > VALUE_MAX) return null
  return value.trim() === '' ? null : value.trim()
}

/** Some providers send `"true"` (Amazon Cognito). */
const isTrue = (value: unknown): boolean => value === true || value === 'true'

/** Whether the claim beside this one says that the person has proved it (OpenID Connect Core 1.0, 5.1). */
const isVerified = (claims: Claims, claim: string): boolean =>
  // A pointer may lead into an object that people fill themselves.
  !claim.startsWith('/') && Object.hasOwn(claims, `${claim}_verified`) && isTrue(claims[`${claim}_verified`])

/**
 * Returns what the claims say about a person. An address that the provider does not vouch for is left out: anyone could
 * have entered it there.
 */
export function claimedPerson(
  claims: Claims,
  { claims: mappings, trustEmail }: Pick<Issuer, 'claims' | 'trustEmail'>,
): ClaimedPerson {
  const candidates: ClaimedPerson['candidates'] = {}
  let phoneVerified = false
  for (const { claim, attribute } of mappings) {
    const value = claimAt(claims, claim)
    if (value === null) continue
    // The whole name, for providers that know no other.
    if (claim === 'name' && (candidates.last_name ?? candidates.first_name)) continue
    if (attribute === 'email' && !trustEmail && !isVerified(claims, claim)) continue
    if (attribute === 'phone_number') {
      if (candidates.phone_number) continue
      phoneVerified = isVerified(claims, claim)
    }
    candidates[attribute] = [...(candidates[attribute] ?? []), ...formsOf(attribute, value)]
  }
  return { candidates, phoneVerified }
}

/** Returns the value in the forms in which it may be valid. */
function formsOf(attribute: ClaimTarget, value: string): string[] {
  if (attribute === 'language') {
    // Providers also send `en_US` (OpenID Connect Core 1.0, 5.1, `locale`).
    const parts = value.replaceAll('_', '-').split('-').slice(0, 4)
    return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'))
  }
  return attribute === 'username' ? [usernameOf(value)].filter((name) => name !== '') : [value]
}

/**
 * Returns a user name from a text: the part before `@`, since whoever had an address as a name could sign in by it, and
 * without characters that no user name has.
 */
const usernameOf = (text: string): string =>
  (text.split('@', 1)[0] ?? '')
    .replace(/[^\p{L}\p{N}\p{M}_.+-]+/gu, '.')
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 100)

/** Longest `sub`, in characters (OpenID Connect Core 1.0, 2). */
const SUBJECT_MAX = 255

/** Returns the subject; null if it is missing or not a name. */
export const subjectOf = ({ sub }: Claims): string | null =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and the like are what it refuses.
  typeof sub === 'string' && sub !== '' && sub.length <= SUBJECT_MAX && !/[\u0000-\u001f\u007f]/.test(sub)
    ? sub
    : null

/** Returns a NumericDate (RFC 7519, 2) in milliseconds; null if it is missing or none. */
export function instantOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e11
    ? value * 1000
    : null
}

const METHODS_MAX = 10

/** Returns how the person signed in at the provider (`amr`: OpenID Connect Core 1.0, 2), as far as it is a list of names. */
export function methodsIn({ amr }: Claims): string[] {
  const named = Array.isArray(amr) ? amr : []
  return named
    .filter((one): one is string => typeof one === 'string' && /^[!-~]{1,40}$/.test(one))
    .slice(0, METHODS_MAX)
}

import type { JSONWebKeySet } from 'jose'
import type { Issuer } from '../config/issuer-settings.ts'
import { ProviderFault } from '../ports/provider-client.ts'

/** Maximum number of keys of a set. */
const KEYS_MAX = 100

/** Returns the address of the discovery document (OpenID Connect Discovery 1.0, 4). */
export const discoveryUrl = ({ issuer }: Pick<Issuer, 'issuer'>): string =>
  `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`

/**
 * Returns the address of the key set. The document must name the same issuer (OpenID Connect Discovery 1.0, 4.3): otherwise
 * one provider could speak for another.
 * @throws {ProviderFault}
 */
export function keySetUrl(
  document: Readonly<Record<string, unknown>>,
  { issuer, insecure }: Pick<Issuer, 'issuer' | 'insecure'>,
): string {
  if (document.issuer !== issuer) {
    const named = typeof document.issuer === 'string' ? JSON.stringify(document.issuer.slice(0, 200)) : 'none'
    throw new ProviderFault(
      `the discovery document of ${issuer} names another issuer, ${named}; ISSUERS must have it exactly like this`,
    )
  }
  const { jwks_uri: url } = document
  const isAllowed =
    typeof url === 'string' &&
    URL.canParse(url) &&
    (new URL(url).protocol === 'https:' ||
      (new URL(url).protocol === 'http:' && (insecure || issuer.startsWith('http:'))))
  if (!isAllowed) throw new ProviderFault(`the discovery document of ${issuer} has no usable jwks_uri`)
  return url
}

/**
 * Returns the keys of a set (RFC 7517, 5) that may verify signatures of anybody: symmetric ones are left out, whatever
 * they are for.
 * @throws {ProviderFault}
 */
export function readKeySet(document: Readonly<Record<string, unknown>>, url: string): JSONWebKeySet {
  const { keys } = document
  if (!Array.isArray(keys) || keys.length > KEYS_MAX)
    throw new ProviderFault(`${url} has no list of at most ${KEYS_MAX} keys`)
  const usable = keys.filter(
    (key) =>
      typeof key === 'object' &&
      key !== null &&
      typeof key.kty === 'string' &&
      key.kty !== 'oct' &&
      key.use !== 'enc',
  )
  if (usable.length === 0) throw new ProviderFault(`${url} has no key that verifies signatures`)
  return { keys: usable }
}

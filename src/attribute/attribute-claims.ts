import type { AttributeValue } from './attribute.ts'
import { type AttributeView, effectiveValue, storedValues } from './attribute-set.ts'

/** Claims of a token or of user info, by name (RFC 7519, 4). */
export type DeclaredClaims = Record<string, AttributeValue>

/**
 * Maps a person's declared attributes to claims, for the application that receives them: those that have a claim, that the
 * application can read, and that are set or have a default. Absent claims are left out (OpenID Connect Core 1.0, 5.3.2). The
 * names are none that the service sets itself. A place is an object with some of locality, region and country, as in the claim `address`
 * (5.1.1).
 * @param view of the application; null if it can read nothing
 * @param json the stored values of the person
 */
export function claimsOf(view: AttributeView | null, json: string | null): DeclaredClaims {
  if (view === null) return {}
  const stored = storedValues(json)
  const claims = view.readable.flatMap((one) => {
    const { claim } = one.declaration
    const value = claim === null ? null : effectiveValue(one, stored)
    return claim === null || value === null ? [] : [[claim, value] as const]
  })
  return Object.fromEntries(claims)
}

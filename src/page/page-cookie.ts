import { Refusal } from '../errors/errors.ts'

/**
 * Name of the cookie on pages without TLS, and formerly on all pages, before the prefix `__Secure-` was
 * added.
 */
const PLAIN = 'page_refresh'

export interface CookieNames {
  /** The name that is set. */
  current: string
  /** The former name, which is read if there is no cookie with the current one; null if there is none. */
  former: string | null
}

/**
 * Returns the names of the cookie for an origin. Browsers accept `__Secure-` only from secure origins (RFC
 * 6265bis, 4.1.3.1), so no one who intercepts unencrypted traffic can set a cookie of that name.
 */
export function cookieNames(origin: string): CookieNames {
  return origin.startsWith('https:')
    ? { current: `__Secure-${PLAIN}`, former: PLAIN }
    : { current: PLAIN, former: null }
}

/**
 * Returns the cookie of the header that counts, or null if there is none. The current name takes precedence
 * over the former one, whose value anyone on the network could have set.
 * @throws {Refusal} `cookie_duplicate` if it occurs more than once: the order in which browsers send such
 * cookies does not show who set them
 */
export function countingCookie(header: string | undefined, { current, former }: CookieNames): string | null {
  const names = (header ?? '').split(';').map((pair) => pair.slice(0, Math.max(0, pair.indexOf('='))).trim())
  for (const name of [current, former]) {
    const count = names.filter((one) => one === name).length
    if (count > 1) throw new Refusal('cookie_duplicate', { params: { name: name ?? '' } })
    if (count === 1) return name
  }
  return null
}

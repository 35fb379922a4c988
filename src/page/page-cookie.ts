import { Refusal } from '../errors.ts'

/** Name of the cookie on pages without TLS, and on all before `__Secure-` was put in front of it. */
const PLAIN = 'page_refresh'

export interface CookieNames {
  /** The name that is set. */
  current: string
  /** The name of before, which is read where there is no cookie of the current one; null: there is none. */
  former: string | null
}

/**
 * The names of the cookie on an origin. Browsers take `__Secure-` from secure origins alone (RFC 6265bis, 4.1.3.1), so
 * nobody on the way to a page without TLS can put in a cookie of that name.
 */
export function cookieNames(origin: string): CookieNames {
  return origin.startsWith('https:')
    ? { current: `__Secure-${PLAIN}`, former: PLAIN }
    : { current: PLAIN, former: null }
}

/**
 * Which cookie of the header counts; null: none of them is there. The current name wins over the former one, whose value
 * anybody in the network could have set.
 * @throws {Refusal} `cookie_duplicate` if the one that counts is there more than once: the order in which browsers send
 *   such cookies says nothing about who set them
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

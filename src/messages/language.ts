import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { type Language, languageFinder, languages } from '../../common/languages.ts'

const find = languageFinder(languages)

/** Returns the language nearest to the requested one; English if there is none. */
export function nearestLanguage(wanted: string): Language {
  return find(wanted) ?? 'en'
}

/** Maximum length of `Accept-Language`; longer headers are ignored. */
const HEADER_MAX = 1000
const headers = new LRUCache<string, readonly string[]>({ max: 1000 })

/** Returns the tags of `Accept-Language` (RFC 9110, 12.5.4) by weight, up to `*`. */
export function wantedLanguages(acceptLanguage: string | undefined): readonly string[] {
  if (acceptLanguage === undefined || acceptLanguage.length > HEADER_MAX) return []
  const known = headers.get(acceptLanguage)
  if (known) return known
  const all = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages()
  const any = all.indexOf('*')
  const wanted = any === -1 ? all : all.slice(0, any)
  headers.set(acceptLanguage, wanted)
  return wanted
}

/**
 * Returns the language for addressing a reader: the first supported one in `Accept-Language`, otherwise the
 * stored one.
 */
export function messageLanguage(acceptLanguage: string | undefined, stored: string): Language {
  return find(...wantedLanguages(acceptLanguage), stored) ?? 'en'
}

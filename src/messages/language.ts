import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { type Language, languageFinder, languages } from '../../common/languages.ts'

const find = languageFinder(languages)

/** The language nearest to the wanted one; English where there is none. */
export function nearestLanguage(wanted: string): Language {
  return find(wanted) ?? 'en'
}

/** Longest `Accept-Language` that is read; longer ones are as good as none. */
const HEADER_MAX = 1000
const headers = new LRUCache<string, readonly string[]>({ max: 1000 })

/** The tags of `Accept-Language` (RFC 9110, 12.5.4) in the order of their weights, up to `*`. */
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

/** The language to speak to a reader: the first one that `Accept-Language` asks for and there is, else the stored one. */
export function messageLanguage(acceptLanguage: string | undefined, stored: string): Language {
  return find(...wantedLanguages(acceptLanguage), stored) ?? 'en'
}

import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'

/**
 * The languages that the service speaks to people, by BCP 47 tag: in error messages, mails and pages. Each has a
 * catalogue in `languages/`.
 */
export const supportedLanguages = ['en', 'es', 'fr', 'de', 'pt', 'ar', 'hi', 'ja', 'zh-Hans'] as const

export type Language = (typeof supportedLanguages)[number]

/** By language and script with the region, such as `pt-Latn-BR`, and without. */
const byTag = new Map<string, Language>()
for (const language of supportedLanguages) {
  const locale = new Intl.Locale(language).maximize()
  byTag.set(locale.baseName, language)
  const inAnyRegion = `${locale.language}-${locale.script}`
  if (!byTag.has(inAnyRegion)) byTag.set(inAnyRegion, language)
}
// Who reads traditional characters is nearer to the simplified ones than to English (CLDR, languageMatching: distance 19
// of 100), and browsers set to them name `zh` and `en` behind them.
byTag.set('zh-Hant', 'zh-Hans')

/**
 * The supported language that a reader of the tag can read, or `null`: regions do not matter where there is no
 * catalogue for them (`es-MX` is `es`), scripts do (`hi-Latn` is none), left out they are the likely ones (UTS #35).
 */
function supportedLanguage(tag: string): Language | null {
  const locale = parse(tag)?.maximize()
  if (!locale) return null
  return byTag.get(locale.baseName) ?? byTag.get(`${locale.language}-${locale.script}`) ?? null
}

function parse(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}

/** The supported language nearest to the wanted one; English where there is none. */
export function nearestLanguage(wanted: string): Language {
  return supportedLanguage(wanted) ?? 'en'
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

/** The language to speak to a reader: the first supported one that `Accept-Language` asks for, else the stored one. */
export function messageLanguage(acceptLanguage: string | undefined, stored: string): Language {
  for (const tag of wantedLanguages(acceptLanguage)) {
    const language = supportedLanguage(tag)
    if (language !== null) return language
  }
  return nearestLanguage(stored)
}

/** Which way the language is written, for the `dir` attribute. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return new Intl.Locale(language).getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr'
}

/** The locale to write numbers and dates with: always in the digits 0 to 9, which codes and addresses have too. */
export function formatLocale(language: string): string {
  return `${language}-u-nu-latn`
}

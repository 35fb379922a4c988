/** A language that people are spoken to in. */
interface Declaration {
  /** BCP 47. */
  code: string
  direction: 'ltr' | 'rtl'
}

/**
 * The languages of mails, errors and the page. Each has its texts in `src/messages/languages/` and in
 * `web/src/locales/`; types, tests, the configuration of the page and what is built into it follow from this list.
 */
const declared = [
  { code: 'en', direction: 'ltr' },
  { code: 'es', direction: 'ltr' },
  { code: 'fr', direction: 'ltr' },
  { code: 'de', direction: 'ltr' },
  { code: 'pt', direction: 'ltr' },
  { code: 'ar', direction: 'rtl' },
  { code: 'hi', direction: 'ltr' },
  { code: 'ja', direction: 'ltr' },
  { code: 'zh-Hans', direction: 'ltr' },
] as const satisfies readonly Declaration[]

export type Language = (typeof declared)[number]['code']

/** Their codes, in the order in which they are offered. */
export const languages: readonly Language[] = declared.map(({ code }) => code)

/** Which way a language is written, for the `dir` attribute; from left to right where it is not in the list. */
export function directionOf(code: string): Declaration['direction'] {
  return declared.find((language) => language.code === code)?.direction ?? 'ltr'
}

/** The locale to write numbers and dates with: always in the digits 0 to 9, which codes and addresses have too. */
export const formatLocale = (language: string): string => `${language}-u-nu-latn`

/** A tag with its likely script and region (UTS #35, Likely Subtags), or `null` where it is none. */
function likely(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag).maximize()
  } catch {
    return null
  }
}

const inAnyRegion = ({ language, script }: Intl.Locale): string => `${language}-${script}`

/**
 * Returns a function that takes the tags (BCP 47) somebody wants and returns the offered language nearest to the first
 * of them that has one, or `null`. Regions fall to the language (`es-MX` is `es`) unless they are offered themselves;
 * scripts do not (`hi-Latn` is none). What a tag leaves out is the likely script and region.
 */
export function languageFinder<T extends string>(offered: readonly T[]): (...wanted: string[]) => T | null {
  const byTag = new Map<string, T>()
  const add = (tag: string, code: T) => byTag.has(tag) || byTag.set(tag, code)
  const known = offered.flatMap((code) => {
    const locale = likely(code)
    return locale ? [{ code, locale }] : []
  })
  for (const { code, locale } of known) add(locale.baseName, code)
  for (const { code, locale } of known) {
    // Where several regions are offered, the likely one of the language stands for those that are not.
    const main = byTag.get(likely(inAnyRegion(locale))?.baseName ?? '')
    add(inAnyRegion(locale), main ?? code)
  }
  // Who reads traditional characters is nearer to the simplified ones than to English (CLDR, languageMatching: distance
  // 19 of 100), and browsers set to them name `zh` and `en` behind them.
  const simplified = byTag.get('zh-Hans')
  if (simplified !== undefined) add('zh-Hant', simplified)
  return (...wanted) => {
    for (const tag of wanted) {
      const locale = likely(tag)
      const found = locale && (byTag.get(locale.baseName) ?? byTag.get(inAnyRegion(locale)))
      if (found) return found
    }
    return null
  }
}

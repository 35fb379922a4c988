/** A language in which the service addresses people. */
interface Declaration {
  /** BCP 47. */
  code: string
  direction: 'ltr' | 'rtl'
}

/**
 * The languages of mails, errors and the page. Each has its texts in `src/messages/languages/` and in
 * `web/src/locales/`; types, tests, the configuration of the page and its build are derived from this list.
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

/** Language codes, in the order in which they are offered. */
export const languages: readonly Language[] = declared.map(({ code }) => code)

/**
 * Returns the writing direction of a language, for the `dir` attribute; left to right for unknown languages.
 */
export function directionOf(code: string): Declaration['direction'] {
  return declared.find((language) => language.code === code)?.direction ?? 'ltr'
}

/**
 * The locale for formatting numbers and dates. It always uses the digits 0 to 9, like codes and addresses.
 */
export const formatLocale = (language: string): string => `${language}-u-nu-latn`

/**
 * Returns the tag with its likely script and region (UTS #35, Likely Subtags), or `null` if it is not a valid
 * tag.
 */
function likely(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag).maximize()
  } catch {
    return null
  }
}

const inAnyRegion = ({ language, script }: Intl.Locale): string => `${language}-${script}`

/**
 * Returns a function that takes the requested language tags (BCP 47) in order of preference, and returns the
 * offered language for the first tag that has one, or `null`. A region falls back to the language (`es-MX` to
 * `es`) unless it is offered itself; a script does not (`hi-Latn` has no match). Missing subtags are filled
 * in with the likely script and region.
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
    // If several regions are offered, the likely region serves those that are not.
    const main = byTag.get(likely(inAnyRegion(locale))?.baseName ?? '')
    add(inAnyRegion(locale), main ?? code)
  }
  // Readers of traditional characters are closer to simplified ones than to English (CLDR, languageMatching:
  // distance 19 of 100), and their browsers list `zh` and `en` as fallbacks.
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

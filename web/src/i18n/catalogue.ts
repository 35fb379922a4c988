import type en from '../locales/en.json'

type Suffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Base<K> = K extends `${infer B}_${Suffix}` ? B : K

/** Name of a text; plural forms (`seconds_one`, `seconds_other`) are one text, `seconds`. */
export type TextKey = Base<keyof typeof en>
export type Params = Readonly<Record<string, string | number>>
export type Texts = Readonly<Record<string, string>>

// The build splits each file: see `texts` in vite.config.ts.
const files = import.meta.glob<Texts>('../locales/*.json', { import: 'default', query: '?first' })
const later = import.meta.glob<Texts>('../locales/*.json', { import: 'default', query: '?more' })

/** Languages that the page is written in, as BCP 47 tags. */
const pageLanguages: readonly string[] = Object.keys(files).map((file) =>
  file.slice(file.lastIndexOf('/') + 1, -'.json'.length),
)

function loadFrom(all: Record<string, () => Promise<Texts>>, language: string): Promise<Texts> {
  const load = all[`../locales/${language}.json`]
  if (load === undefined) throw new RangeError(`no texts in ${language}`)
  return load()
}

/** The texts of a language out of `pageLanguages`, but those that no first screen shows. */
export const loadTexts = (language: string): Promise<Texts> => loadFrom(files, language)

/** The rest of its texts. */
export const loadMoreTexts = (language: string): Promise<Texts> => loadFrom(later, language)

/** The language of the page, or of those offered, that comes nearest to the wanted tag (RFC 4647, 3.4), or `null`. */
export function nearest(wanted: string, offered: readonly string[] = pageLanguages): string | null {
  let locale: Intl.Locale
  try {
    locale = new Intl.Locale(wanted)
  } catch {
    return null
  }
  const { language, script } = locale.maximize()
  const candidates = [wanted, `${language}-${script}`, language]
  return candidates.find((tag) => offered.includes(tag)) ?? null
}

/** The first wanted language that is offered, else `otherwise`. */
export function pickLanguage(
  wanted: readonly string[],
  offered?: readonly string[],
  otherwise = 'en',
): string {
  for (const tag of wanted) {
    const found = nearest(tag, offered)
    if (found !== null) return found
  }
  return otherwise
}

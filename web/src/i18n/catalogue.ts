import type en from '../locales/en.json'

/** Name of a text. */
export type TextKey = keyof typeof en
export type Texts = Readonly<Record<string, string>>

// The build splits each file: see `texts` in vite.config.ts.
const files = import.meta.glob<Texts>('../locales/*.json', { import: 'default', query: '?first' })
const later = import.meta.glob<Texts>('../locales/*.json', { import: 'default', query: '?more' })

function loadFrom(all: Record<string, () => Promise<Texts>>, language: string): Promise<Texts> {
  const load = all[`../locales/${language}.json`]
  if (load === undefined) throw new RangeError(`no texts in ${language}`)
  return load()
}

/** The texts of one of the `languages`, but those that no first screen shows. */
export const loadTexts = (language: string): Promise<Texts> => loadFrom(files, language)

/** The rest of its texts. */
export const loadMoreTexts = (language: string): Promise<Texts> => loadFrom(later, language)

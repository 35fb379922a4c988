import type { Params, TextKey, Texts } from './catalogue.ts'

export type Translate = (key: TextKey, params?: Params) => string

/**
 * Fills texts of one language. Numbers are written as the language does, and `count` chooses the plural form. What is
 * filled into a text that runs from right to left, such as an address, keeps its own direction (UAX #9, isolates).
 */
export function createTranslate(language: string, texts: Texts): Translate {
  const isolate = (value: string) => (language === 'ar' ? `\u2068${value}\u2069` : value)
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  const find = (key: string, count: unknown): string => {
    if (typeof count !== 'number') return texts[key] ?? key
    return texts[`${key}_${plurals.select(count)}`] ?? texts[`${key}_other`] ?? texts[key] ?? key
  }
  return (key, params = {}) =>
    find(key, params.count).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? numbers.format(value) : isolate(value)
    })
}

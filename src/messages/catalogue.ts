import type { Language } from '../../common/languages.ts'
import english from './languages/en.ts'
import type { Texts, TranslatedLanguage, Translation } from './texts.ts'

/** Each is loaded on first use. */
const translations: Readonly<Record<TranslatedLanguage, () => Promise<{ default: Translation }>>> = {
  es: () => import('./languages/es.ts'),
  fr: () => import('./languages/fr.ts'),
  de: () => import('./languages/de.ts'),
  pt: () => import('./languages/pt.ts'),
  ar: () => import('./languages/ar.ts'),
  hi: () => import('./languages/hi.ts'),
  ja: () => import('./languages/ja.ts'),
  'zh-Hans': () => import('./languages/zh-Hans.ts'),
}

/** Returns the texts of a language. */
export async function textsOf(language: Language): Promise<Texts> {
  return (await translationOf(language)) ?? english
}

/** Returns the texts of a language including those of errors; `null` for English. */
export async function translationOf(language: Language): Promise<Translation | null> {
  return language === 'en' ? null : (await translations[language]()).default
}

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { loadTexts, nearest, pickLanguage, type Texts } from './catalogue.ts'
import { createTranslate, type Translate } from './translate.ts'

const CHOICE = 'page-language'

/** The language that the person picked in this browser, or `null`. */
function picked(): string | null {
  try {
    return localStorage.getItem(CHOICE)
  } catch {
    return null
  }
}

/** The language of whoever is not known yet, out of those offered (default: all); `otherwise` where none is wanted. */
export function firstLanguage(offered?: readonly string[], otherwise?: string): string {
  const own = picked()
  return pickLanguage([...(own === null ? [] : [own]), ...navigator.languages], offered, otherwise)
}

export interface Language {
  code: string
  direction: 'ltr' | 'rtl'
  t: Translate
  /** Shows the page in the language and remembers that it was picked. */
  pick(code: string): void
  /**
   * Follows the language that a person has chosen; null: none, so what they picked here, or else the browser's, stays.
   * Resolves when the page is in that language.
   */
  follow(chosen: string | null): Promise<void>
}

const Context = createContext<Language | null>(null)

/** The language of the page, and its texts. */
export function useLanguage(): Language {
  const language = use(Context)
  if (language === null) throw new Error('outside of LanguageProvider')
  return language
}

export const useText = (): Translate => useLanguage().t

interface Loaded {
  code: string
  texts: Texts
}

const directionOf = (code: string): 'ltr' | 'rtl' => (code === 'ar' ? 'rtl' : 'ltr')

export function LanguageProvider({
  first,
  onChange,
  children,
}: {
  first: Loaded
  /** Is told of every language that the page is shown in. */
  onChange: (code: string) => void
  children: ReactNode
}) {
  const [loaded, setLoaded] = useState(first)
  const show = useCallback(
    (code: string): Promise<void> =>
      // A catalogue that cannot be loaded leaves the page as it is.
      loadTexts(code).then(
        (texts) => setLoaded({ code, texts }),
        () => undefined,
      ),
    [],
  )
  const pick = useCallback(
    (code: string) => {
      const known = nearest(code)
      try {
        localStorage.setItem(CHOICE, code)
      } catch {
        // It holds until the page is closed.
      }
      if (known !== null) void show(known)
    },
    [show],
  )
  const follow = useCallback(
    async (chosen: string | null) => {
      const known = chosen === null ? null : nearest(chosen)
      if (known !== null) await show(known)
    },
    [show],
  )
  const direction = directionOf(loaded.code)
  const language = useMemo<Language>(
    () => ({ code: loaded.code, direction, t: createTranslate(loaded.code, loaded.texts), pick, follow }),
    [loaded, direction, pick, follow],
  )
  useEffect(() => {
    document.documentElement.lang = loaded.code
    document.documentElement.dir = directionOf(loaded.code)
    onChange(loaded.code)
  }, [loaded.code, onChange])
  return <Context value={language}>{children}</Context>
}

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { directionOf, languageFinder, languages } from '../../../common/languages.ts'
import { loadMoreTexts, loadTexts, type Texts } from './catalogue.ts'
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
export function firstLanguage(offered: readonly string[] = languages, otherwise = 'en'): string {
  return languageFinder(offered)(picked() ?? '', ...navigator.languages) ?? otherwise
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
  /** Whether the texts are there that no first screen shows. */
  hasMore: boolean
  /** Loads them; the same promise each time. */
  loadMore(): Promise<void>
}

const Context = createContext<Language | null>(null)

/** The language of the page, and its texts. */
export function useLanguage(): Language {
  const language = use(Context)
  if (language === null) throw new Error('outside of LanguageProvider')
  return language
}

export const useText = (): Translate => useLanguage().t

/** Waits, as a lazy component does, until the texts are there that no first screen shows. */
export function useMoreTexts(): void {
  const { hasMore, loadMore } = useLanguage()
  if (!hasMore) use(loadMore())
}

interface Loaded {
  code: string
  texts: Texts
  hasMore?: boolean
}

/** The language of the page that is nearest to a tag, or `null`. */
const nearest = languageFinder(languages)

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
  const needsMore = useRef(false)
  const loading = useRef(new Map<string, Promise<void>>())
  const show = useCallback(async (code: string): Promise<void> => {
    try {
      const [texts, more] = await Promise.all([
        loadTexts(code),
        needsMore.current ? loadMoreTexts(code) : null,
      ])
      setLoaded({ code, texts: { ...texts, ...more }, hasMore: more !== null })
    } catch {
      // A catalogue that cannot be loaded leaves the page as it is.
    }
  }, [])
  const loadMore = useCallback((): Promise<void> => {
    needsMore.current = true
    const { code } = loaded
    const known = loading.current.get(code)
    if (known) return known
    const made = loadMoreTexts(code).then((more) =>
      setLoaded((now) =>
        now.code === code ? { code, texts: { ...now.texts, ...more }, hasMore: true } : now,
      ),
    )
    // What failed is tried again by whoever asks next.
    made.catch(() => loading.current.delete(code))
    loading.current.set(code, made)
    return made
  }, [loaded])
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
    () => ({
      code: loaded.code,
      direction,
      t: createTranslate(loaded.code, loaded.texts),
      pick,
      follow,
      hasMore: loaded.hasMore === true,
      loadMore,
    }),
    [loaded, direction, pick, follow, loadMore],
  )
  useEffect(() => {
    document.documentElement.lang = loaded.code
    document.documentElement.dir = directionOf(loaded.code)
    onChange(loaded.code)
  }, [loaded.code, onChange])
  return <Context value={language}>{children}</Context>
}

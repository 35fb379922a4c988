import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { directionOf, languageFinder, languages } from '../../../common/languages.ts'
import { loadTexts, moreTexts, type Texts } from './catalogue.ts'
import { createTranslate, type Translate } from './translate.ts'

const CHOICE = 'page-language'

/** Returns the language that the person picked in this browser, or `null`. */
function picked(): string | null {
  try {
    return localStorage.getItem(CHOICE)
  } catch {
    return null
  }
}

/** Returns the language for an unknown person, out of those offered (default: all), or `otherwise` if none matches. */
export function firstLanguage(offered: readonly string[] = languages, otherwise = 'en'): string {
  return languageFinder(offered)(picked() ?? '', ...navigator.languages) ?? otherwise
}

export interface Language {
  code: string
  direction: 'ltr' | 'rtl'
  t: Translate
  /** Shows the page in the language and remembers the choice. */
  pick(code: string): void
  /**
   * Switches to the language in a person's profile; null: none, so the language picked here, or else the browser's,
   * stays. Resolves when the page is in that language.
   */
  follow(chosen: string | null): Promise<void>
  /** Returns whether the texts beyond the first screens are loaded. */
  hasMore: boolean
  /** Loads them; returns the same promise each time, until what failed has been loaded again. */
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

/** Suspends, like a lazy component, until the texts beyond the first screens are loaded. */
export function useMoreTexts(): void {
  const { hasMore, loadMore } = useLanguage()
  if (!hasMore) use(loadMore())
}

interface Loaded {
  code: string
  texts: Texts
  hasMore?: boolean
}

/** Returns the page language nearest to a tag, or `null`. */
const nearest = languageFinder(languages)

/**
 * Returns the language that a person reads best if the page does not have it, or `null`: the one in their profile, or
 * else, unless they have picked another in this browser, the browser's first.
 *
 * @param chosen the one in the profile; `''`: none
 */
export function missingLanguage(chosen: string): string | null {
  const wanted = chosen || picked() || navigator.languages[0]
  return wanted === undefined || nearest(wanted) !== null ? null : wanted
}

export function LanguageProvider({
  first,
  onChange,
  children,
}: {
  first: Loaded
  /** Called with every language that the page switches to. */
  onChange: (code: string) => void
  children: ReactNode
}) {
  const [loaded, setLoaded] = useState(first)
  const needsMore = useRef(false)
  const loading = useRef<{ texts: Promise<Texts>; done: Promise<void> } | null>(null)
  const show = useCallback(async (code: string): Promise<void> => {
    try {
      const [texts, more] = await Promise.all([
        loadTexts(code),
        needsMore.current ? moreTexts(code).load() : null,
      ])
      setLoaded({ code, texts: { ...texts, ...more }, hasMore: more !== null })
    } catch {
      // If a catalogue cannot be loaded, the page stays as it is.
    }
  }, [])
  const loadMore = useCallback((): Promise<void> => {
    needsMore.current = true
    const { code } = loaded
    const texts = moreTexts(code).promise()
    const known = loading.current
    if (known?.texts === texts) return known.done
    const done = texts.then((more) =>
      setLoaded((now) =>
        now.code === code ? { code, texts: { ...now.texts, ...more }, hasMore: true } : now,
      ),
    )
    loading.current = { texts, done }
    return done
  }, [loaded])
  const pick = useCallback(
    (code: string) => {
      const known = nearest(code)
      try {
        localStorage.setItem(CHOICE, code)
      } catch {
        // It lasts until the page is closed.
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

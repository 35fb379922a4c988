import cldr from 'cldr-core/availableLocales.json' with { type: 'json' }
import defaults from 'cldr-core/defaultContent.json' with { type: 'json' }
import parents from 'cldr-core/supplemental/parentLocales.json' with { type: 'json' }
import { LRUCache } from 'lru-cache'
import { lazy } from '../basics/lazy.ts'

/**
 * The languages that the runtime has data for (BCP 47), and their relevant variants: languages written in
 * several scripts once per script (`zh-Hant`, `sr-Latn`), and regional variants that have a name of their own
 * in CLDR ("British English", "Flemish") instead of one composed of language and region.
 */
export const languages = lazy<readonly string[]>(read)

const known = lazy(() => new Set(languages()))

function read(): string[] {
  const all = cldr.availableLocales.full.filter((tag) => tag !== 'und')
  // Of a tag without subtags, `supportedLocalesOf` says the same as `hasData`, for all at once.
  const bases = new Set(Intl.NumberFormat.supportedLocalesOf(all.filter((tag) => !tag.includes('-'))))
  const script = /^([a-z]{2,3})-[A-Z][a-z]{3}$/
  const region = /^([a-z]{2,3})-(?:[A-Z]{2}|\d{3})$/
  const dialect = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'dialect' })
  const standard = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' })
  const variants = [...all, ...defaults.defaultContent].filter((tag) => {
    const base = (script.exec(tag) ?? region.exec(tag))?.[1]
    if (base === undefined || !bases.has(base)) return false
    return script.test(tag) ? hasData(tag) : dialect.of(tag) !== standard.of(tag)
  })
  return [...new Set([...bases, ...variants])].sort()
}

/** Whether the runtime has data for this exact tag, not only for its base language. */
function hasData(tag: string): boolean {
  return new Intl.NumberFormat(tag).resolvedOptions().locale === tag
}

/**
 * Returns the listed language nearest to a tag, or `null`: the tag truncated from its end (RFC 4647, 3.4:
 * Lookup), with its likely script and region if they are missing (UTS #35, Likely Subtags: `zh-TW` becomes
 * `zh-Hant`), and along CLDR's parents (`es-AR` becomes `es-419`). The language of texts follows another rule
 * (`common/languages.ts`), since there are few translations: a name in another script is still readable as a
 * name, a mail is not.
 */
export function nearestListed(tag: string): string | null {
  const found = nearest.get(tag) ?? { language: findNearest(tag) }
  if (tag.length <= TAG_MAX) nearest.set(tag, found)
  return found.language
}

/** Tags whose nearest language is remembered, since finding it takes longer than the rest of a response; longer ones are not. */
const TAGS_REMEMBERED = 1000
const TAG_MAX = 35
const nearest = new LRUCache<string, { language: string | null }>({ max: TAGS_REMEMBERED })

function findNearest(tag: string): string | null {
  const locale = parse(tag)
  if (locale === null) return null
  const { language, script, region } = locale.maximize()
  const join = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join('-')
  const given = join(locale.language, locale.script, locale.region)
  const candidates = [
    given,
    join(language, script, region),
    join(language, region),
    parentOf(given),
    join(language, script),
    language,
  ]
  return candidates.find((candidate) => known().has(candidate)) ?? null
}

function parentOf(tag: string): string {
  return (parents.supplemental.parentLocales.parentLocale as Record<string, string>)[tag] ?? ''
}

function parse(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}

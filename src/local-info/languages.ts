import cldr from 'cldr-core/availableLocales.json' with { type: 'json' }
import defaults from 'cldr-core/defaultContent.json' with { type: 'json' }
import parents from 'cldr-core/supplemental/parentLocales.json' with { type: 'json' }
import { lazy } from '../lazy.ts'

/**
 * The languages that the runtime has data for (BCP 47), and the variants that matter: every language that is written in
 * several scripts once for each (`zh-Hant`, `sr-Latn`), and the regional variants that have a name of their own in
 * CLDR ("British English", "Flemish") instead of one made up of language and region.
 */
export const languages = lazy<readonly string[]>(read)

const known = lazy(() => new Set(languages()))

function read(): string[] {
  const all = cldr.availableLocales.full.filter((tag) => tag !== 'und')
  const bases = new Set(all.filter((tag) => !tag.includes('-') && hasData(tag)))
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

/** Whether the runtime has data for this very tag, not only for the language it is a variant of. */
function hasData(tag: string): boolean {
  return new Intl.NumberFormat(tag).resolvedOptions().locale === tag
}

/**
 * The listed language nearest to a tag, or `null`: the tag cut from its end (RFC 4647, 3.4: Lookup), with its likely
 * script and region where it leaves them out (UTS #35, Likely Subtags: `zh-TW` is `zh-Hant`), and along CLDR's parents
 * (`es-AR` is `es-419`). What people are spoken to in follows another rule (`common/languages.ts`), since few languages
 * are there: a name in another script can be read as a name, a mail cannot.
 */
export function nearestListed(tag: string): string | null {
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

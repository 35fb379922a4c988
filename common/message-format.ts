/**
 * The format of all texts that people read: a small subset of ICU MessageFormat. `intl-messageformat`
 * supports the full syntax, but takes 9.7 kB (gzip) of the 90 kB of script that the profile may load; this
 * takes half a kilobyte. No text needs the rest, such as nesting, gender and number skeletons.
 */
import { directionOf, formatLocale } from './languages.ts'

/** Values for the placeholders of a text, by name. */
export type Params = Readonly<Record<string, string | number>>

/**
 * Fills in a text. A placeholder without a value stays as it is, and so does invalid syntax.
 * @param show formats a value for insertion. By default, values are isolated in right-to-left languages, so
 * that an address does not reorder the sentence (UAX #9, 2.4.2).
 */
export type MessageFormat = (text: string, params?: Params, show?: (value: string) => string) => string

/** `{name}`, or `{name, plural, one {# second} other {# seconds}}` without nesting. */
interface Placeholder {
  source: string
  name: string
  /** By plural category (CLDR), split at each `#`. */
  forms: ReadonlyMap<string, readonly string[]> | null
}

// No alternative can match what follows it, so matching takes linear time.
const PLACEHOLDER = /\{(\w+)(?:, plural,((?: \w+ \{[^{}]*\})+))?\}/g
const FORM = / (\w+) \{([^{}]*)\}/g

/**
 * Maximum number of parsed texts in the cache. A catalogue has fewer; texts beyond the limit are parsed each
 * time.
 */
const CACHE_MAX = 2000
const cache = new Map<string, readonly (string | Placeholder)[]>()

function read(text: string): readonly (string | Placeholder)[] {
  const known = cache.get(text)
  if (known) return known
  const parts: (string | Placeholder)[] = []
  let end = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [source, name = '', forms] = match
    parts.push(text.slice(end, match.index), { source, name, forms: forms ? readForms(forms) : null })
    end = match.index + source.length
  }
  parts.push(text.slice(end))
  if (cache.size < CACHE_MAX) cache.set(text, parts)
  return parts
}

const readForms = (forms: string) =>
  new Map([...forms.matchAll(FORM)].map(([, category = '', form = '']) => [category, form.split('#')]))

/** Numbers keep their order by themselves, and a code must be copied without the isolates. */
const isolate = (value: string): string => (/^[\d.,]*$/.test(value) ? value : `\u2068${value}\u2069`)

/**
 * Returns a function that fills in texts in a language (BCP 47). A plural uses the form for its number, with
 * `#` replaced by the number. Numbers are written as is usual in the language, in the digits 0 to 9.
 */
export function createMessageFormat(language: string): MessageFormat {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(formatLocale(language))
  const showPlain = directionOf(language) === 'rtl' ? isolate : String
  return (text, params = {}, show = showPlain) => {
    const fill = ({ source, name, forms }: Placeholder): string => {
      const value = params[name]
      if (value === undefined) return source
      if (!forms) return show(typeof value === 'number' ? numbers.format(value) : value)
      const number = Number(value)
      const form = forms.get(rules.select(number)) ?? forms.get('other') ?? []
      return form.join(show(numbers.format(number)))
    }
    return read(text)
      .map((part) => (typeof part === 'string' ? part : fill(part)))
      .join('')
  }
}

/**
 * The format of all texts that people read: a small part of ICU MessageFormat. `intl-messageformat` reads all of it,
 * but takes 9.7 kB (gzip) of the 150 kB of script that the page may load, this half a kilobyte. What it has beyond, such as
 * nesting, gender and skeletons of numbers, no text needs.
 */
import { directionOf, formatLocale } from './languages.ts'

/** What fills a text, by name. */
export type Params = Readonly<Record<string, string | number>>

/**
 * Fills a text. A name without a value stays as it is, and so does what cannot be read.
 * @param show writes a value into the text; as plain text it is isolated where the language runs from right to left, so
 *   that an address does not turn the sentence around (UAX #9, 2.4.2)
 */
export type MessageFormat = (text: string, params?: Params, show?: (value: string) => string) => string

/** `{name}`, or `{name, plural, one {# second} other {# seconds}}` with nothing nested. */
interface Place {
  source: string
  name: string
  /** By CLDR's category of the number; each is cut where the number stands. */
  forms: ReadonlyMap<string, readonly string[]> | null
}

// No part of them can match what the next one does, so that they take time in proportion to the text.
const PLACE = /\{(\w+)(?:, plural,((?: \w+ \{[^{}]*\})+))?\}/g
const FORM = / (\w+) \{([^{}]*)\}/g

/** Most texts that are kept as read. There are fewer in a catalogue, and what would be beyond is read anew. */
const KEPT = 2000
const kept = new Map<string, readonly (string | Place)[]>()

function read(text: string): readonly (string | Place)[] {
  const known = kept.get(text)
  if (known) return known
  const parts: (string | Place)[] = []
  let end = 0
  for (const match of text.matchAll(PLACE)) {
    const [source, name = '', forms] = match
    parts.push(text.slice(end, match.index), { source, name, forms: forms ? readForms(forms) : null })
    end = match.index + source.length
  }
  parts.push(text.slice(end))
  if (kept.size < KEPT) kept.set(text, parts)
  return parts
}

const readForms = (forms: string) =>
  new Map([...forms.matchAll(FORM)].map(([, category = '', form = '']) => [category, form.split('#')]))

/** Numbers keep their order by themselves, and a code is copied without what it is wrapped in. */
const isolate = (value: string): string => (/^[\d.,]*$/.test(value) ? value : `\u2068${value}\u2069`)

/**
 * Returns what fills texts of a language (BCP 47). Of a plural the form for the number is taken, and `#` in it is the
 * number. Numbers are written as the language does, in the digits 0 to 9.
 */
export function createMessageFormat(language: string): MessageFormat {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(formatLocale(language))
  const showPlain = directionOf(language) === 'rtl' ? isolate : String
  return (text, params = {}, show = showPlain) => {
    const fill = ({ source, name, forms }: Place): string => {
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

import type { Option } from './choice-option.ts'

/** How well a typed text fits an option; the smaller, the better. */
const fits = { code: 0, name: 1, start: 2, word: 3, whole: 4, related: 5, anywhere: 6 } as const

export interface Match {
  option: Option
  fit: number
}

/** Letters that Unicode does not decompose into a base letter and an accent, as people type them without it. */
const plain: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }

/** Returns a text as words without case and accents, each preceded by a space. */
const words = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđı]/g, (letter) => plain[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\p{S}]+/gu, ' ')
    .trim()}`

/** Returns a code without case and spaces, and with a plain minus. */
const codeOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s/g, '')
    .replace(/[‐-―−]/g, '-')

interface Indexed {
  option: Option
  codes: readonly string[]
  names: readonly string[]
  /** The names and the detail. */
  label: string
  related: readonly string[]
}

function indexOf(option: Option): Indexed {
  const { text, detail, codes, names, search } = option
  return {
    option,
    codes: codes.map(codeOf),
    names: [text, ...names].map(words),
    label: [text, ...names, detail, ...codes].map(words).join(''),
    related: search.map(words),
  }
}

function fitOf({ codes, names, label, related }: Indexed, code: string, wanted: string): number | null {
  if (codes.includes(code)) return fits.code
  // Signs alone, such as a hyphen, are no words.
  if (wanted === ' ') return codes.some((known) => known.startsWith(code)) ? fits.word : null
  if (names.includes(wanted)) return fits.name
  if (names.some((name) => name.startsWith(wanted))) return fits.start
  if (label.includes(wanted) || codes.some((known) => known.startsWith(code))) return fits.word
  if (related.includes(wanted)) return fits.whole
  if (related.some((text) => text.includes(wanted))) return fits.related
  return null
}

/** Finds the text anywhere: some languages put no spaces between words. */
function fitAnywhere({ label, related }: Indexed, wanted: string): number | null {
  const isIn = (text: string) => text.includes(wanted)
  return wanted !== '' && (isIn(label) || related.some(isIn)) ? fits.anywhere : null
}

/**
 * Returns the options that fit a typed text, the best first: a code, a name, the start of a name, the start of one of its
 * words, then what it belongs to. Only if none of that fits, the text may be anywhere.
 */
export function createSearch(options: readonly Option[]): (typed: string) => Match[] {
  let index: Indexed[] | null = null
  return (typed) => {
    index ??= options.map(indexOf)
    const [code, wanted] = [codeOf(typed), words(typed)]
    const collect = (fit: (entry: Indexed) => number | null) =>
      (index ?? []).flatMap((entry) => {
        const found = fit(entry)
        return found === null ? [] : [{ option: entry.option, fit: found }]
      })
    const near = collect((entry) => fitOf(entry, code, wanted))
    const matches = near.length > 0 ? near : collect((entry) => fitAnywhere(entry, wanted.trim()))
    // Stable: equally good and weighty ones stay in the order of the list.
    return matches.sort((a, b) => a.fit - b.fit || (b.option.weight ?? 0) - (a.option.weight ?? 0))
  }
}

/**
 * Returns the option that a text names when the person has moved on without choosing: the only match, or the only one
 * with this code or name. `null` if that is a guess.
 */
export function meant(matches: readonly Match[]): Option | null {
  const [first, second] = matches
  if (first === undefined) return null
  const isAlone = second === undefined || (first.fit <= fits.name && second.fit > first.fit)
  return isAlone ? first.option : null
}

/** One of the things that can be chosen in a `Choice`. */
export interface Option {
  id: string
  /** What the field shows. */
  text: string
  /** Stands beside it in the list. */
  detail: string
  /** Found by these too. */
  search: readonly string[]
  /** The country whose flag stands before it (ISO 3166-1 alpha-2). */
  flag?: string
}

/** A text as words without case and accents, each with a space before it. */
const words = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{S}]+/gu, ' ')
    .trim()}`

/**
 * Returns whether the option with the text is found by what was typed: those are that have it at the beginning of a
 * word. Where none has, those that have it anywhere, since some languages put no spaces between words.
 */
export function searchOf(options: readonly Option[]): (text: string, typed: string) => boolean {
  const known = new Map(
    options.map(({ text, detail, search }) => [text, words([text, detail, ...search].join(' '))]),
  )
  let last: string | null = null
  let wanted = ''
  return (text, typed) => {
    if (typed !== last) {
      last = typed
      wanted = words(typed)
      if (![...known.values()].some((option) => option.includes(wanted))) wanted = wanted.trimStart()
    }
    return known.get(text)?.includes(wanted) ?? false
  }
}

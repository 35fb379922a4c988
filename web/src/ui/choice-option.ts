/** One of the things that can be chosen in a `Choice`. */
export interface Option {
  id: string
  /** What the field shows. */
  text: string
  /** Stands beside it in the list. */
  detail: string
  /** Found by these too. */
  search: readonly string[]
  /** A sign before it, such as a flag; it is not read out. */
  mark?: string
}

/** A text without case and accents, for searching. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

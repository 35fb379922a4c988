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

/** A text without case and accents, for searching. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** An option of a `Choice`. */
export interface Option {
  id: string
  /** The text in the field. */
  text: string
  /** Additional text in the list. */
  detail: string
  /** Additional text where the choice is shown alone. Default: none. */
  about?: string
  /** Codes and symbols by which people look for it, such as `EUR`, `€` or `+49`; found before any name. */
  codes: readonly string[]
  /** Its names in other languages. */
  names: readonly string[]
  /** What it belongs to, such as the country of a time zone. */
  search: readonly string[]
  /** Among equally good matches, the greatest comes first. Default: 0. */
  weight?: number
  /** The country whose flag precedes it (ISO 3166-1 alpha-2). */
  flag?: string
}

/** An option that the list puts on top, and why. */
export interface Suggestion {
  id: string
  /** Such as "Your current time zone"; shown instead of its detail. */
  reason: string
}

/** A row of the list. */
export interface Row extends Option {
  /** The last of those on top: a line separates it from the others. */
  isLastOnTop?: boolean
}

/** The id of the row that stands for no choice. */
export const UNSET = 'unset'

/**
 * Returns the rows while nothing is typed. On top stand the row for no choice, the suggestions and the chosen option,
 * so that none of them has to be searched for; the others keep their order.
 */
export function rowsOf(
  options: readonly Option[],
  chosen: string,
  suggestions: readonly Suggestion[],
  unset: string,
): Row[] {
  const byId = new Map(options.map((option) => [option.id, option]))
  const top = new Map<string, Row>()
  top.set(UNSET, { id: UNSET, text: unset, detail: '', codes: [], names: [], search: [] })
  for (const { id, reason } of suggestions) {
    const option = byId.get(id)
    if (option) top.set(id, { ...option, detail: reason })
  }
  const current = byId.get(chosen)
  if (current && !top.has(chosen)) top.set(chosen, current)
  const above = [...top.values()]
  const last = above.length - 1
  const rest = options.filter(({ id }) => !top.has(id))
  return [...above.with(last, { ...above[last]!, isLastOnTop: rest.length > 0 }), ...rest]
}

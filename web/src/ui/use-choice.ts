import { useMemo, useRef, useState } from 'react'
import { type Option, type Row, rowsOf, type Suggestion, UNSET } from './choice-option.ts'
import { createSearch, meant } from './choice-search.ts'

interface Wanted {
  value: string
  options: readonly Option[]
  suggestions: readonly Suggestion[]
  /** Text of the row for no choice. */
  unset: string
  /** Text in the field while nothing is chosen. */
  unsetText: string
  onChange: (id: string) => void
  /** Called when a text that names no option is left in the field. */
  onUnmatched: () => void
}

export type ChoiceState = ReturnType<typeof useChoice>

/** What a person types into a `Choice`, the rows it leaves, and what is taken in the end. */
export function useChoice({ value, options, suggestions, unset, unsetText, onChange, onUnmatched }: Wanted) {
  const chosen = useMemo(() => options.find(({ id }) => id === value), [options, value])
  const chosenText = chosen?.text ?? unsetText
  // The typed text; null: the field shows what is chosen.
  const [typed, setTyped] = useState<string | null>(null)
  const [isUnmatched, setUnmatched] = useState(false)
  const [shownValue, setShownValue] = useState(value)
  if (value !== shownValue) {
    setShownValue(value)
    setTyped(null)
    setUnmatched(false)
  }
  const search = useMemo(() => createSearch(options), [options])
  const matches = useMemo(() => (typed?.trim() ? search(typed) : null), [search, typed])
  const rows = useMemo<readonly Row[]>(
    () => matches?.map(({ option }) => option) ?? rowsOf(options, value, suggestions, unset),
    [matches, options, value, suggestions, unset],
  )
  // Whether the person has gone to a row with the arrow keys.
  const hasMoved = useRef(false)

  const restore = () => {
    setTyped(null)
    setUnmatched(false)
  }
  const take = (id: string) => {
    restore()
    const wanted = id === UNSET ? '' : id
    if (wanted !== value) onChange(wanted)
  }
  return {
    chosen,
    rows,
    hasMoved,
    text: typed ?? chosenText,
    isTyped: typed !== null,
    isUnmatched,
    /** The row that Enter and Tab take; null: none matches, or nothing is typed. */
    first: typed === null ? null : (rows[0]?.id ?? null),
    /** The key of the row that is marked as chosen. */
    selected: chosen ? value : UNSET,
    take,
    restore,
    type(text: string) {
      hasMoved.current = false
      setTyped(text === chosenText ? null : text)
      setUnmatched(false)
    },
    /** Called when the person moves on: takes what the text names, or keeps it with an error. */
    settle() {
      if (typed === null) return
      if (matches === null) return take(UNSET)
      const option = meant(matches)
      if (option) return take(option.id)
      setUnmatched(true)
      onUnmatched()
    },
  }
}

import { useMemo } from 'react'
import type { TextKey } from '../../i18n/catalogue.ts'
import { useText } from '../../i18n/language.tsx'
import { LazyChoice } from '../../ui/lazy-choice.tsx'
import { type Choices, optionsOf } from './choices.ts'
import { suggestionsOf, thisBrowser } from './suggestions.ts'

interface Props {
  /** In an update: `languages`, `timezones`, `currencies` or `country_code`. */
  name: string
  label: string
  value: string
  choices: Choices | null
  onChange: (id: string) => void
  problem?: string | undefined
}

/** What applies while nothing is chosen; otherwise there is simply no choice. */
const automatic: Readonly<Record<string, TextKey>> = {
  languages: 'choice.automatic',
  timezones: 'choice.automatic',
}

/** A choice from one of the lists, with what the browser suggests. */
export function ChoiceField({ name, choices, ...rest }: Props) {
  const t = useText()
  const suggestions = useMemo(() => {
    const found = choices === null ? [] : (suggestionsOf(choices, thisBrowser())[name] ?? [])
    return found.map(({ id, reason }) => ({ id, reason: t(reason) }))
  }, [choices, name, t])
  return (
    <LazyChoice
      {...rest}
      options={optionsOf(choices, name)}
      suggestions={suggestions}
      unset={unsetText(t, name)}
      isBlankUnset={automatic[name] === undefined}
    />
  )
}

/** Returns how a choice is named that the person has not made. */
export const unsetText = (
  t: (key: TextKey) => string,
  name: string,
  none: TextKey = 'choice.unset',
): string => t(automatic[name] ?? none)

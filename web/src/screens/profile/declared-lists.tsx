import { useMemo } from 'react'
import { useText } from '../../i18n/language.tsx'
import type { Option } from '../../ui/choice-option.ts'
import { TextField } from '../../ui/field.tsx'
import { LazyChoice } from '../../ui/lazy-choice.tsx'
import type { ControlProps } from './declared-props.ts'
import { countryName, lists, type Place, placeOf, placeText, type Reader } from './declared-text.ts'
import { suggestionsOf, thisBrowser } from './suggestions.ts'

const plainOption = (id: string, text: string): Option => ({
  id,
  text,
  detail: '',
  codes: [id],
  names: [],
  search: [],
})

/** One of the operator's options. */
export function OptionChoice({ declaration, value, change, hint, problem }: ControlProps) {
  const t = useText()
  const { label, options } = declaration
  const all = useMemo(
    () => withValue(options?.map((option) => plainOption(option.value, option.label)) ?? [], value, value),
    [options, value],
  )
  return (
    <LazyChoice
      label={label}
      value={value}
      options={all}
      unset={t('choice.unset')}
      isBlankUnset
      onChange={change}
      hint={hint}
      problem={problem}
    />
  )
}

/** Adds an option for a value that is no longer offered, so that it can be seen. */
const withValue = (options: readonly Option[], value: string, text: string): readonly Option[] =>
  value === '' || options.some(({ id }) => id === value) ? options : [...options, plainOption(value, text)]

type CodeType = keyof typeof lists

/** The name in the suggestions of the browser. */
const suggested: Readonly<Record<CodeType, string>> = {
  country: 'country_code',
  language: 'languages',
  timezone: 'timezones',
}

function useCodeOptions(type: CodeType, value: string, { code, choices }: Reader) {
  const t = useText()
  return useMemo(() => {
    if (choices === null) return { options: null, suggestions: [] }
    const isCountry = type === 'country'
    // The calling code of a country belongs to a telephone number.
    const known: readonly Option[] = isCountry
      ? choices.countries.map((country) => ({ ...country, detail: '', codes: [country.id] }))
      : choices[lists[type]]
    return {
      options: withValue(known, value, isCountry ? countryName(code, value) : value),
      suggestions: (suggestionsOf(choices, thisBrowser())[suggested[type]] ?? []).map(({ id, reason }) => ({
        id,
        reason: t(reason),
      })),
    }
  }, [type, value, code, choices, t])
}

/** A country, a language or a time zone, from the lists of the profile. */
export function CodeChoice({
  type,
  declaration,
  value,
  reader,
  change,
  hint,
  problem,
}: ControlProps & { type: CodeType }) {
  const t = useText()
  return (
    <LazyChoice
      {...useCodeOptions(type, value, reader)}
      label={declaration.label}
      value={value}
      unset={t('choice.unset')}
      isBlankUnset
      onChange={change}
      hint={hint}
      problem={problem}
    />
  )
}

/** A town, a region and a country. */
export function PlaceFields({ declaration, value, reader, change, hint, problem }: ControlProps) {
  const t = useText()
  const place = placeOf(value)
  const set = (part: Partial<Place>) => change(placeText({ ...place, ...part }))
  return (
    <>
      <TextField
        label={t('attribute.locality')}
        name={`${declaration.name}-locality`}
        autoComplete="off"
        dir="auto"
        value={place.locality}
        onChange={(locality) => set({ locality })}
        hint={hint}
        problem={problem}
      />
      <TextField
        label={t('attribute.region')}
        name={`${declaration.name}-region`}
        autoComplete="off"
        dir="auto"
        value={place.region}
        onChange={(region) => set({ region })}
      />
      <LazyChoice
        {...useCodeOptions('country', place.country, reader)}
        label={t('phone.country')}
        value={place.country}
        unset={t('choice.unset')}
        isBlankUnset
        onChange={(country) => set({ country })}
      />
    </>
  )
}

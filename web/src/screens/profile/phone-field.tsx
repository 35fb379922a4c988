import { useEffect, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { TextField } from '../../ui/field.tsx'
import { LazyChoice } from '../../ui/lazy-choice.tsx'
import type { Choices } from './choices.ts'

type Phones = typeof import('./phone-numbers.ts')

/** As they are in an update. `''` if unset. */
export type PhoneValues = Record<'phone_number' | 'phone_code' | 'country_code', string>

interface Props {
  values: PhoneValues
  countries: Choices['countries'] | null
  onChange: (values: PhoneValues) => void
  numberProblem?: string | undefined
  countryProblem?: string | undefined
}

/** A telephone number with its country. It is written as the country does, and stored with its calling code. */
export function PhoneField({ values, countries, onChange, numberProblem, countryProblem }: Props) {
  const t = useText()
  const [phones, setPhones] = useState<Phones | null>(null)
  // What the person sees; null: what is stored, as its country writes it.
  const [text, setText] = useState<string | null>(null)
  // A value that did not come from here replaces what was typed.
  const [sent, setSent] = useState(values.phone_number)
  if (values.phone_number !== sent) {
    setSent(values.phone_number)
    setText(null)
  }
  useEffect(() => {
    import('./phone-numbers.ts').then(setPhones, () => undefined)
  }, [])

  const codeOf = (country: string) => countries?.find(({ id }) => id === country)?.callingCode ?? ''
  const send = (typed: string, chosen: string) => {
    const read = phones?.readNumber(typed, chosen) ?? { number: typed.trim(), country: chosen, code: null }
    // A country that is not on offer would be refused.
    const isOffered = countries === null || codeOf(read.country) !== ''
    const country = isOffered ? read.country : ''
    setSent(read.number)
    onChange({ phone_number: read.number, country_code: country, phone_code: read.code ?? codeOf(country) })
  }
  const shown = text ?? phones?.showNumber(values.phone_number, values.country_code) ?? values.phone_number
  return (
    <div className="phone">
      <LazyChoice
        label={t('phone.country')}
        value={values.country_code}
        options={countries}
        onChange={(country) => {
          if (country !== values.country_code) send(phones?.nationalPart(shown) ?? shown, country)
        }}
        problem={countryProblem}
      />
      <TextField
        label={t('field.phone')}
        type="tel"
        name="phone"
        autoComplete="tel"
        dir="ltr"
        value={shown}
        onChange={(typed) => {
          // Only what is added at the end is formatted, so that the caret stays where it is.
          const isAppended = typed.length > shown.length && typed.startsWith(shown)
          setText(isAppended && phones ? phones.formatTyped(typed, values.country_code) : typed)
          send(typed, values.country_code)
        }}
        onBlur={() => {
          if (text !== null && phones) setText(phones.formatTyped(text, values.country_code))
        }}
        problem={numberProblem}
      />
    </div>
  )
}

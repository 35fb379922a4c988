import { useEffect, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { TextField } from '../../ui/field.tsx'
import { ChoiceField } from './choice-field.tsx'
import type { Choices } from './choices.ts'
import { phoneNumbers } from './lazy-phone-numbers.ts'

/** In the form of an update. `''` if unset. */
export type PhoneValues = Record<'phone_number' | 'phone_code' | 'country_code', string>

interface Props {
  values: PhoneValues
  choices: Choices | null
  /** The country of a national number for which none is chosen; `''` if unknown. */
  likelyCountry: string
  onChange: (values: PhoneValues) => void
  numberProblem?: string | undefined
  countryProblem?: string | undefined
}

/** A telephone number with its country. It is displayed in the country's format, and stored with its calling code. */
export function PhoneField(props: Props) {
  const { values, choices, likelyCountry, onChange, numberProblem, countryProblem } = props
  const t = useText()
  const [phones, setPhones] = useState(phoneNumbers.loaded)
  // The displayed text; null: the stored number in its country's format.
  const [text, setText] = useState<string | null>(null)
  // A value from elsewhere replaces the typed text.
  const [sent, setSent] = useState(values.phone_number)
  if (values.phone_number !== sent) {
    setSent(values.phone_number)
    setText(null)
  }
  useEffect(() => {
    phoneNumbers.load().then(setPhones, () => undefined)
  }, [])

  const countries = choices?.countries ?? null
  const codeOf = (country: string) => countries?.find(({ id }) => id === country)?.callingCode ?? ''
  const send = (typed: string, chosen: string) => {
    const read = phones?.readNumber(typed, chosen) ?? { number: typed.trim(), country: chosen, code: null }
    // A country that is not in the list would be refused.
    const isOffered = countries === null || codeOf(read.country) !== ''
    const country = isOffered ? read.country : ''
    setSent(read.number)
    onChange({ phone_number: read.number, country_code: country, phone_code: read.code ?? codeOf(country) })
  }
  const shown = text ?? phones?.showNumber(values.phone_number, values.country_code) ?? values.phone_number
  return (
    <div className="phone">
      <ChoiceField
        name="country_code"
        label={t('phone.country')}
        value={values.country_code}
        choices={choices}
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
          // Formats only while text is added at the end, so that the caret stays in place.
          const isAppended = typed.length > shown.length && typed.startsWith(shown)
          const country = values.country_code || (typed.trim() === '' ? '' : likelyCountry)
          setText(isAppended && phones ? phones.formatTyped(typed, country) : typed)
          send(typed, country)
        }}
        onBlur={() => {
          if (text !== null && phones) setText(phones.formatTyped(text, values.country_code))
        }}
        problem={numberProblem}
      />
    </div>
  )
}

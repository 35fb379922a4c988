import { useMemo } from 'react'
import { isFamilyFirst } from '../../../../common/person-name.ts'
import { attributeLabel } from '../../attribute-label.ts'
import type { PageAttribute } from '../../config.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { useNameOf } from '../../ui/avatar.tsx'
import { TextField } from '../../ui/field.tsx'
import { ChoiceField } from './choice-field.tsx'
import type { Choices } from './choices.ts'
import { PhoneField } from './phone-field.tsx'
import type { ProfileValues } from './profile-values.ts'
import { inNameOrder } from './rows.ts'
import { likelyCountryOf } from './suggestions.ts'

interface Props {
  values: ProfileValues
  choices: Choices | null
  change: (part: ProfileValues) => void
  /** Returns the problem with the value of this name. */
  problem: (name: string) => string | undefined
}

/** The fields for these attributes. */
export function ProfileFields({ attributes, ...props }: Props & { attributes: readonly PageAttribute[] }) {
  const { code } = useLanguage()
  const { name, language } = useNameOf(useAccount())
  const isReversed = isFamilyFirst(name, language) || isFamilyFirst({ given: '', family: '' }, code)
  return (
    <div className="columns" data-alone={attributes.length === 1 || undefined}>
      {inNameOrder(attributes, isReversed).map((attribute) => (
        <AttributeField key={attribute.name} attribute={attribute} {...props} />
      ))}
    </div>
  )
}

function AttributeField({ attribute, ...props }: Props & { attribute: PageAttribute }) {
  const { kind, name } = attribute
  const { values, choices, change, problem } = props
  const t = useText()
  const { code } = useLanguage()
  const label = attributeLabel(t, code, attribute)
  if (kind === 'text')
    return (
      <TextField
        label={label}
        name={name}
        autoComplete={attribute.autocomplete || 'off'}
        dir="auto"
        readOnly={!attribute.editable}
        value={values[name] ?? ''}
        onChange={(value) => change({ [name]: value })}
        problem={problem(name)}
      />
    )
  if (kind === 'choice')
    return (
      <ChoiceField
        name={name}
        label={label}
        value={values[name] ?? ''}
        choices={choices}
        onChange={(value) => change({ [name]: value })}
        problem={problem(name)}
      />
    )
  // The number determines its country and calling code.
  return kind === 'phone_number' ? <Phone {...props} /> : null
}

function Phone({ values, choices, change, problem }: Props) {
  const { phone_number = '', phone_code = '', country_code = '' } = values
  const { timezones: zone = '', languages: language = '' } = values
  const likelyCountry = useMemo(
    () => (choices === null ? '' : likelyCountryOf(choices, { zone, language })),
    [choices, zone, language],
  )
  return (
    <PhoneField
      likelyCountry={likelyCountry}
      values={{ phone_number, phone_code, country_code }}
      choices={choices}
      onChange={(phone) => change({ ...phone })}
      numberProblem={problem('phone_number')}
      countryProblem={problem('country_code') ?? problem('phone_code')}
    />
  )
}

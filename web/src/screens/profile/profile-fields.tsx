import { useApp } from '../../app-context.ts'
import { attributeLabel } from '../../attribute-label.ts'
import { isShown, type PageAttribute } from '../../config.ts'
import type { TextKey } from '../../i18n/catalogue.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { LazyChoice } from '../../ui/lazy-choice.tsx'
import { type Choices, optionsOf } from './choices.ts'
import { PhoneField } from './phone-field.tsx'
import type { ProfileValues } from './profile-values.ts'

interface Props {
  values: ProfileValues
  choices: Choices | null
  change: (part: ProfileValues) => void
  /** What is wrong with the value of this name. */
  problem: (name: string) => string | undefined
}

/** The sections of the form. */
const sections = ['name', 'phone', 'region'] as const

/** A card for each section that has an attribute which is shown here. */
export function ProfileFields(props: Props) {
  const t = useText()
  const { config } = useApp()
  const shown = config.attributes.filter(({ field }) => isShown(config, field))
  return sections.map((section) => {
    const attributes = shown.filter((attribute) => attribute.section === section)
    if (attributes.length === 0) return null
    const isText = attributes.every(({ kind }) => kind === 'text')
    const fields = attributes.map((attribute) => (
      <AttributeField key={attribute.name} attribute={attribute} {...props} />
    ))
    return (
      <Card key={section} title={t(`profile.${section}`)} text={t(`profile.${section}_text` as TextKey)}>
        {isText ? <div className="columns">{fields}</div> : fields}
      </Card>
    )
  })
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
      <LazyChoice
        label={label}
        value={values[name] ?? ''}
        options={optionsOf(choices, name)}
        onChange={(value) => change({ [name]: value })}
        problem={problem(name)}
      />
    )
  // The number brings its country and calling code along.
  return kind === 'phone_number' ? <Phone {...props} /> : null
}

function Phone({ values, choices, change, problem }: Props) {
  const { phone_number = '', phone_code = '', country_code = '' } = values
  return (
    <PhoneField
      values={{ phone_number, phone_code, country_code }}
      countries={choices?.countries ?? null}
      onChange={(phone) => change({ ...phone })}
      numberProblem={problem('phone_number')}
      countryProblem={problem('country_code') ?? problem('phone_code')}
    />
  )
}

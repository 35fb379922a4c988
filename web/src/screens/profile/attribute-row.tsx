import { useState } from 'react'
import { attributeLabel } from '../../attribute-label.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Row } from '../../ui/row.tsx'
import { AttributeValue, isUnset, LanguageNote } from './attribute-value.tsx'
import type { Choices } from './choices.ts'
import { EditedForm, SavedMark } from './edited-row.tsx'
import { ProfileFields } from './profile-fields.tsx'
import type { ProfileValues } from './profile-values.ts'
import { lacksCountry, type ProfileRow } from './rows.ts'
import type { useProfile } from './use-profile.ts'

interface Props {
  row: ProfileRow
  values: ProfileValues
  profile: ReturnType<typeof useProfile>
  choices: Choices | null
}

/** The row of attributes that are edited together. */
export function AttributeRow(props: Props) {
  const { row, values, profile, choices } = props
  const t = useText()
  const { code } = useLanguage()
  const [first] = row.attributes
  if (first === undefined) return null
  const isEditable = row.attributes.some(({ editable }) => editable)
  const action = isUnset(row, values) ? t('action.add') : t('action.edit')
  return (
    <Row
      name={row.id}
      label={row.id === 'name' ? t('profile.name') : attributeLabel(t, code, first)}
      value={<AttributeValue row={row} values={values} choices={choices} />}
      mark={
        <>
          <SavedMark row={row} profile={profile} />
          {first.name === 'languages' ? <LanguageNote chosen={values.languages ?? ''} /> : null}
        </>
      }
      action={isEditable ? action : undefined}
      onAction={() => profile.open(row)}
      isOpen={profile.isOpen(row)}
    >
      <AttributeForm {...props} />
    </Row>
  )
}

function AttributeForm({ row, values, profile, choices }: Props) {
  const t = useText()
  // How often saving was refused here.
  const [refusals, setRefusals] = useState(0)
  const isCountryMissing = refusals > 0 && lacksCountry(row, values)
  const save = () => {
    if (profile.isDirtyRow(row) && lacksCountry(row, values)) return setRefusals((count) => count + 1)
    setRefusals(0)
    void profile.save(row)
  }
  return (
    <EditedForm row={row} values={values} profile={profile} onSave={save} refusals={refusals}>
      {(problemOf) => (
        <ProfileFields
          attributes={row.attributes}
          values={values}
          choices={choices}
          change={profile.change}
          problem={(name) =>
            isCountryMissing && name === 'country_code' ? t('phone.country_missing') : problemOf(name)
          }
        />
      )}
    </EditedForm>
  )
}

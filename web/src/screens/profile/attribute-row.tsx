import { Suspense, useLayoutEffect, useRef, useState } from 'react'
import { attributeLabel } from '../../attribute-label.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { LeaveDialog } from '../../ui/leave-guard.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Row, RowForm } from '../../ui/row.tsx'
import { AttributeValue, isUnset, LanguageNote } from './attribute-value.tsx'
import type { Choices } from './choices.ts'
import { ProfileFields } from './profile-fields.tsx'
import type { ProfileValues } from './profile-values.ts'
import { lacksCountry, type ProfileRow, partOf } from './rows.ts'
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
          {profile.savedRow === row.id ? (
            <Mark look="good" data-saved="">
              {t('profile.state_saved')}
            </Mark>
          ) : null}
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
  const fields = useRef<HTMLDivElement>(null)
  const [isAsked, setAsked] = useState(false)
  const failure = profile.failure?.row === row.id ? profile.failure.failure : null
  // How often saving was refused here.
  const [refusals, setRefusals] = useState(0)
  const isCountryMissing = refusals > 0 && lacksCountry(row, values)
  useLayoutEffect(() => {
    if (failure || refusals > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failure, refusals])
  const save = () => {
    if (profile.isDirtyRow(row) && lacksCountry(row, values)) return setRefusals((count) => count + 1)
    setRefusals(0)
    void profile.save(row)
  }
  const problemOf = (name: string) =>
    isCountryMissing && name === 'country_code' ? t('phone.country_missing') : fieldProblem(t, failure, name)
  const cancel = () => profile.cancel(row)
  const names = Object.keys(partOf(row, values))
  return (
    <>
      <RowForm
        isBusy={profile.busy.includes(row.id)}
        onSave={save}
        onCancel={cancel}
        onEscape={() => (profile.isDirtyRow(row) ? setAsked(true) : cancel())}
        problem={failure ? <Notice look="danger">{failureText(t, failure, names)}</Notice> : null}
      >
        <div ref={fields}>
          <ProfileFields
            attributes={row.attributes}
            values={values}
            choices={choices}
            change={profile.change}
            problem={problemOf}
          />
        </div>
      </RowForm>
      {isAsked ? (
        <Suspense>
          <LeaveDialog.Component onStay={() => setAsked(false)} onLeave={cancel} />
        </Suspense>
      ) : null}
    </>
  )
}

import { useText } from '../../i18n/language.tsx'
import { Row } from '../../ui/row.tsx'
import { DeclaredField } from './declared-field.tsx'
import { composed, declaredText, type Reader } from './declared-text.ts'
import { EditedForm, SavedMark } from './edited-row.tsx'
import type { ProfileValues } from './profile-values.ts'
import type { EditedRow } from './rows.ts'
import type { Declaration } from './use-declarations.ts'
import type { useProfile } from './use-profile.ts'

interface Props {
  declaration: Declaration
  profile: ReturnType<typeof useProfile>
  values: ProfileValues
  reader: Reader
}

/** The row of a declared attribute. Without a button if the person may not change it. */
export function DeclaredRow(props: Props) {
  const { declaration, profile, values, reader } = props
  const { name, label, help, writable } = declaration
  const t = useText()
  // The built-in rows have other names.
  const row: EditedRow = { id: `declared-${name}`, attributes: [{ name }] }
  const value = values[name] ?? ''
  return (
    <Row
      name={row.id}
      label={label}
      value={<Value declaration={declaration} value={value} reader={reader} />}
      mark={
        <>
          <SavedMark row={row} profile={profile} />
          {help !== '' && !writable ? (
            <p className="setting-note quiet" dir="auto">
              {help}
            </p>
          ) : null}
        </>
      }
      action={writable ? t(value === '' ? 'action.add' : 'action.edit') : undefined}
      onAction={() => profile.open(row)}
      isOpen={writable && profile.isOpen(row)}
    >
      <DeclaredForm {...props} row={row} />
    </Row>
  )
}

function Value({ declaration, value, reader }: Pick<Props, 'declaration' | 'reader'> & { value: string }) {
  const t = useText()
  const { type } = declaration
  const text = declaredText(declaration, value, reader)
  if (text === null) return <span className="skeleton skeleton-line" />
  if (text === '') return <span className="quiet">{t('profile.unset')}</span>
  if (type === 'long_text')
    return (
      <span className="long-text" dir="auto">
        {text}
      </span>
    )
  if (composed.includes(type)) return text
  return <bdi {...(type === 'url' && { dir: 'ltr' })}>{text}</bdi>
}

function DeclaredForm({ declaration, profile, values, reader, row }: Props & { row: EditedRow }) {
  const { name, type } = declaration
  const value = values[name] ?? ''
  const save = () => {
    // Whoever saves a switch that is off means that.
    if (type === 'boolean' && value === '' && !profile.isDirtyRow(row)) profile.change({ [name]: 'false' })
    void profile.save(row)
  }
  return (
    <EditedForm row={row} values={values} profile={profile} onSave={save}>
      {(problemOf) => (
        <DeclaredField
          declaration={declaration}
          value={value}
          reader={reader}
          change={(changed) => profile.change({ [name]: changed })}
          problem={problemOf(name)}
        />
      )}
    </EditedForm>
  )
}

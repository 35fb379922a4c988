import { type ReactNode, Suspense, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { LeaveDialog } from '../../ui/leave-guard.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RowForm } from '../../ui/row.tsx'
import type { ProfileValues } from './profile-values.ts'
import { type EditedRow, partOf } from './rows.ts'
import type { useProfile } from './use-profile.ts'

interface Props {
  row: EditedRow
  values: ProfileValues
  profile: ReturnType<typeof useProfile>
}

/** Says that the row was saved last. */
export function SavedMark({ row, profile }: Omit<Props, 'values'>) {
  const t = useText()
  return profile.savedRow === row.id ? (
    <Mark look="good" data-saved="">
      {t('profile.state_saved')}
    </Mark>
  ) : null
}

/** The form of a row of the profile. */
export function EditedForm({
  row,
  values,
  profile,
  onSave = () => void profile.save(row),
  refusals = 0,
  children,
}: Props & {
  onSave?: () => void
  /** How often saving was refused here, without a request. */
  refusals?: number
  /** Receives a function that returns what the service says about the value of a name. */
  children: (problemOf: (name: string) => string | undefined) => ReactNode
}) {
  const t = useText()
  const fields = useRef<HTMLDivElement>(null)
  const [isAsked, setAsked] = useState(false)
  const failure = profile.failure?.row === row.id ? profile.failure.failure : null
  useLayoutEffect(() => {
    if (failure || refusals > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failure, refusals])
  const cancel = () => profile.cancel(row)
  const names = Object.keys(partOf(row, values))
  return (
    <>
      <RowForm
        isBusy={profile.busy.includes(row.id)}
        onSave={onSave}
        onCancel={cancel}
        onEscape={() => (profile.isDirtyRow(row) ? setAsked(true) : cancel())}
        problem={failure ? <Notice look="danger">{failureText(t, failure, names)}</Notice> : null}
      >
        <div ref={fields}>{children((name) => fieldProblem(t, failure, name))}</div>
      </RowForm>
      {isAsked ? (
        <Suspense>
          <LeaveDialog.Component onStay={() => setAsked(false)} onLeave={cancel} />
        </Suspense>
      ) : null}
    </>
  )
}

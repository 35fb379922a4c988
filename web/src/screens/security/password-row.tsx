import type { DataOf } from '../../api/operations.ts'
import { useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { Row } from '../../ui/row.tsx'
import { LoadFailure, Status, ValueSkeleton } from './parts.tsx'
import type { Loaded } from './use-loaded.ts'

export type PasswordState = DataOf<'GET', 'user/password/reset/'>

/** When the password was last changed, with a button to change it. */
export function PasswordRow({ state, onChange }: { state: Loaded<PasswordState>; onChange: () => void }) {
  const t = useText()
  const instants = useInstants()
  const { data, failure, load } = state
  const value = () => {
    if (!data) return failure ? <LoadFailure onRetry={() => void load()} /> : <ValueSkeleton />
    if (data.changed_at === null) return <Status hint={t('password.text')} />
    return t('password.last_changed', { date: instants.date(data.changed_at) })
  }
  return (
    <Row
      name="password"
      label={t('password.label')}
      value={value()}
      action={t('action.change')}
      onAction={onChange}
    />
  )
}

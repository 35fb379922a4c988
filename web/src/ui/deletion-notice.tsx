import { useState } from 'react'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { useAccount, useInstants } from '../session/use-account.ts'
import { Button } from './button.tsx'
import { failureText } from './failure-text.ts'
import { useForm } from './form.ts'
import { Notice } from './notice.tsx'

/** Stands on every screen while the account waits for its deletion, with the way out. */
export function DeletionNotice() {
  const t = useText()
  const { api, account, session } = useApp()
  const instants = useInstants()
  const deleteAt = useAccount()?.DeleteAt ?? ''
  const [isKept, setKept] = useState(false)
  const form = useForm(async () => {
    await api.call('user/delete/cancel/', { method: 'POST' })
    setKept(true)
    await account.load()
    session.tellProfileChange()
    document.getElementById('main')?.focus()
  })
  if (isKept && deleteAt === '')
    return (
      <div className="standing">
        <Notice look="good">{t('deletion.cancelled')}</Notice>
      </div>
    )
  if (deleteAt === '') return null
  return (
    <div className="standing">
      <Notice look="warn">
        <p>
          <strong>{t('deletion.notice', { date: instants.date(deleteAt) })}</strong>
        </p>
        <p>{t('deletion.notice_text')}</p>
        {form.failure ? <p>{failureText(t, form.failure)}</p> : null}
        <Button look="secondary" isBusy={form.isBusy} onClick={() => void form.submit()}>
          {t('deletion.keep')}
        </Button>
      </Notice>
    </div>
  )
}

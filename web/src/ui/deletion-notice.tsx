import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { useAccount } from '../session/use-account.ts'
import { useInstants } from '../session/use-instants.ts'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'
import { failureText } from './failure-text.ts'
import { useForm } from './form.ts'
import { Notice } from './notice.tsx'

/** Goes to where the notice stands. */
export function toNotice(): void {
  document.getElementById('main')?.focus({ preventScroll: true })
  scrollTo(0, 0)
}

/** Stands on every screen while the account waits for its deletion, with the way out; then says that it stays. */
export default function DeletionNotice() {
  useMoreTexts()
  const t = useText()
  const instants = useInstants()
  const deleteAt = useAccount()?.DeleteAt ?? ''
  if (deleteAt !== '')
    return (
      <div className="standing">
        <Notice look="warn">
          <p>
            <strong>{t('deletion.notice', { date: instants.date(deleteAt) })}</strong>
          </p>
          <p>{t('deletion.notice_text')}</p>
          <KeepAccount />
        </Notice>
      </div>
    )
  return (
    <div className="standing">
      <Notice look="good">{t('deletion.cancelled')}</Notice>
    </div>
  )
}

/** Takes the deletion back. */
export function KeepAccount() {
  const t = useText()
  const { api, account } = useApp()
  const form = useForm(async () => {
    await api.call('POST', 'user/delete/cancel/')
    account.setDeletion('')
    announce(t('deletion.cancelled'))
    toNotice()
  })
  return (
    <>
      {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
      <div className="row">
        <Button look="secondary" name="keep-account" isBusy={form.isBusy} onClick={() => void form.submit()}>
          {t('deletion.keep')}
        </Button>
      </div>
    </>
  )
}

import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { useAccount } from '../session/use-account.ts'
import { useInstants } from '../session/use-instants.ts'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'
import { failureText } from './failure-text.ts'
import { useForm } from './form.ts'
import { Notice } from './notice.tsx'

/** Scrolls to the notice. */
export function scrollToNotice(): void {
  document.getElementById('main')?.focus({ preventScroll: true })
  scrollTo(0, 0)
}

/**
 * Shown on every screen while deletion of the account is pending, with a button to cancel it; then says that the
 * account stays.
 */
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

/** Cancels the deletion. */
export function KeepAccount() {
  const t = useText()
  const { api, account } = useApp()
  const form = useForm(async () => {
    await api.call('POST', 'user/delete/cancel/')
    account.setDeletion('')
    announce(t('deletion.cancelled'))
    scrollToNotice()
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

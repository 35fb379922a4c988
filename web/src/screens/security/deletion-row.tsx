import { useMemo, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { KeepAccount, scrollToNotice } from '../../ui/deletion-notice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { CurrentPasswordField } from '../../ui/password-field.tsx'
import { Row } from '../../ui/row.tsx'
import { ExportButton } from './export-row.tsx'
import { Status } from './parts.tsx'

const DAY = 86_400_000

/** Requests deletion of the account after the grace period. A pending deletion can be canceled. */
export function DeletionRow({ onExported }: { onExported: () => void }) {
  const t = useText()
  const instants = useInstants()
  const deleteAt = useAccount()?.DeleteAt ?? ''
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {deleteAt === '' ? (
        <Row
          name="deletion"
          label={t('deletion.title')}
          value={<Status hint={t('deletion.text')} />}
          action={t('action.delete')}
          onAction={() => setOpen(true)}
        />
      ) : (
        <Row
          name="deletion"
          label={t('deletion.title')}
          value={t('deletion.notice', { date: instants.date(deleteAt) })}
          mark={<KeepAccount />}
        />
      )}
      {isOpen ? (
        <DeletionDialog
          onExported={onExported}
          onClose={() => setOpen(false)}
          onDone={(at) => {
            setOpen(false)
            announce(t('deletion.notice', { date: instants.date(at) }))
            // The button that opened the dialog is gone.
            requestAnimationFrame(scrollToNotice)
          }}
        />
      ) : null}
    </>
  )
}

function DeletionDialog({
  onExported,
  onDone,
  onClose,
}: {
  onExported: () => void
  onDone: (at: string) => void
  onClose: () => void
}) {
  const t = useText()
  const { api, account, config } = useApp()
  const instants = useInstants()
  const [password, setPassword] = useState('')
  const days = config.deletion_grace_days
  const expected = useMemo(() => new Date(Date.now() + days * DAY).toISOString(), [days])
  const form = useForm(async () => {
    const { data } = await api.call('POST', 'user/delete/', {
      body: { password },
    })
    account.setDeletion(data.delete_at)
    onDone(data.delete_at)
  })
  const { failure } = form
  return (
    <Dialog title={t('deletion.ask')} onClose={onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        <ul className="points">
          <li>{t('deletion.grace', { count: days, date: instants.date(expected) })}</li>
          <li>{t('deletion.removed')}</li>
          <li>{t('deletion.others')}</li>
        </ul>
        <ExportButton onDone={onExported} />
        {failure && !failure.problems.password ? (
          <Notice look="danger">{failureText(t, failure, ['password'])}</Notice>
        ) : null}
        <CurrentPasswordField
          name="password"
          value={password}
          onChange={setPassword}
          problem={fieldProblem(t, failure, 'password')}
        />
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" look="danger" isBusy={form.isBusy}>
            {t('deletion.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

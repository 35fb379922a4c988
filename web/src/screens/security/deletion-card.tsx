import { useMemo, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { KeepAccount, toNotice } from '../../ui/deletion-notice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { PasswordField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { ExportButton } from './export-card.tsx'

const DAY = 86_400_000

/** Has the account deleted after the days of grace. Where that waits already, it can be taken back. */
export function DeletionCard({ onExported }: { onExported: () => void }) {
  const t = useText()
  const instants = useInstants()
  const deleteAt = useAccount()?.DeleteAt ?? ''
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={t('deletion.title')} text={t('deletion.text')}>
      {deleteAt === '' ? (
        <div className="row">
          <Button
            look="secondary"
            className="button-warn"
            name="delete-account"
            onClick={() => setOpen(true)}
          >
            {t('deletion.confirm')}
          </Button>
        </div>
      ) : (
        <>
          <p>{t('deletion.notice', { date: instants.date(deleteAt) })}</p>
          <KeepAccount />
        </>
      )}
      {isOpen ? (
        <DeletionDialog
          onExported={onExported}
          onClose={() => setOpen(false)}
          onDone={(at) => {
            setOpen(false)
            announce(t('deletion.notice', { date: instants.date(at) }))
            // The button that opened the dialog is gone.
            requestAnimationFrame(toNotice)
          }}
        />
      ) : null}
    </Card>
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
        <ExportButton look="plain" onDone={onExported} />
        {failure && !failure.problems.password ? (
          <Notice look="danger">{failureText(t, failure, ['password'])}</Notice>
        ) : null}
        <PasswordField
          label={t('deletion.password')}
          name="password"
          autoComplete="current-password"
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

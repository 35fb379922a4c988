import { lazy, Suspense, useCallback, useEffect, useId, useState } from 'react'
import type { EmailChange } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { UndoNotice } from './undo-notice.tsx'

const EmailDialog = lazy(() => import('./email-dialog.tsx'))

/** The address, the change of it that waits for its code, and the dialog of the change. */
export function EmailRow({ address, onChanged }: { address: string; onChanged: () => void }) {
  const t = useText()
  const { api } = useApp()
  const id = useId()
  const [change, setChange] = useState<EmailChange>({
    pending: null,
    mailboxes: ['new'],
    can_be_undone: [],
  })
  const [isOpen, setOpen] = useState(false)
  const look = useCallback(async () => {
    setChange((await api.call<EmailChange>('user/email-change/')).data)
  }, [api])
  useEffect(() => {
    // Without it the change can be started anew.
    look().catch(() => undefined)
  }, [look])
  const { pending } = change
  return (
    <Card title={t('address.label')} text={t('profile.email_text')}>
      <div className="spread">
        <p>
          <strong id={id}>
            <bdi>{address || t('email.none')}</bdi>
          </strong>
        </p>
        <Button look="secondary" aria-describedby={id} onClick={() => setOpen(true)}>
          {pending ? t('email.resume') : t('email.change')}
        </Button>
      </div>
      {pending ? <Notice look="warn">{t('email.pending', { address: pending.email })}</Notice> : null}
      <UndoNotice open={change.can_be_undone} onEnded={() => setChange({ ...change, can_be_undone: [] })} />
      {isOpen ? (
        <Suspense>
          <EmailDialog
            current={address}
            change={change}
            onChange={setChange}
            onChanged={onChanged}
            onClose={() => {
              setOpen(false)
              look().catch(() => undefined)
            }}
          />
        </Suspense>
      ) : null}
    </Card>
  )
}

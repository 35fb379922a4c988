import { lazy, Suspense, useCallback, useEffect, useId, useState } from 'react'
import type { EmailChange } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'

const EmailDialog = lazy(() => import('./email-dialog.tsx'))
const UndoNotice = lazy(() => import('./undo-notice.tsx'))

interface Props {
  address: string
  /** Whether the person has proved that it is theirs. */
  isVerified: boolean
  onChanged: () => void
}

/** The address, the change or the proof of it that waits for its code, and the dialog for either. */
export function EmailRow({ address, isVerified, onChanged }: Props) {
  const t = useText()
  const { api } = useApp()
  const id = useId()
  const [change, setChange] = useState<EmailChange>({
    pending: null,
    mailboxes: ['new'],
    can_be_undone: [],
  })
  const [open, setOpen] = useState<'change' | 'own' | null>(null)
  const look = useCallback(async () => {
    setChange((await api.call('GET', 'user/email-change/')).data)
  }, [api])
  useEffect(() => {
    // Without it the change can be started anew.
    look().catch(() => undefined)
  }, [look])
  const { pending } = change
  const isOwn = pending?.email.toLowerCase() === address.toLowerCase()
  return (
    <Card title={t('address.label')} text={t('profile.email_text')}>
      <div className="spread">
        <p>
          <strong id={id}>
            <bdi>{address || t('email.none')}</bdi>
          </strong>
        </p>
        <Button
          look="secondary"
          aria-describedby={id}
          onClick={() => setOpen(pending && isOwn ? 'own' : 'change')}
        >
          {pending ? t('email.resume') : t('email.change')}
        </Button>
      </div>
      {address !== '' && !isVerified && !pending ? (
        <div className="spread">
          <p className="quiet">{t('email.unverified')}</p>
          <button type="button" className="link" onClick={() => setOpen('own')}>
            {t('email.own_start')}
          </button>
        </div>
      ) : null}
      {pending ? (
        <Notice look="warn">
          {t(isOwn ? 'email.own_pending' : 'email.pending', { address: pending.email })}
        </Notice>
      ) : null}
      {change.can_be_undone.length > 0 ? (
        <Suspense>
          <UndoNotice
            open={change.can_be_undone}
            onEnded={() => setChange({ ...change, can_be_undone: [] })}
          />
        </Suspense>
      ) : null}
      {open ? (
        <Suspense>
          <EmailDialog
            current={address}
            isOwn={open === 'own'}
            change={change}
            onChange={setChange}
            onChanged={onChanged}
            onClose={() => {
              setOpen(null)
              look().catch(() => undefined)
            }}
          />
        </Suspense>
      ) : null}
    </Card>
  )
}

import { Suspense, useCallback, useEffect, useState } from 'react'
import type { EmailChange } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { Row } from '../../ui/row.tsx'

const EmailDialog = preparable(() => import('./email-dialog.tsx')).Component
const UndoNotice = preparable(() => import('./undo-notice.tsx')).Component

interface Props {
  address: string
  /** Whether the person has proven that it is theirs. */
  isVerified: boolean
  onChanged: () => void
}

/** The address, its pending change or proof, and the dialog for either. */
export function EmailRow({ address, isVerified, onChanged }: Props) {
  const t = useText()
  const { api } = useApp()
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
    // Without it the change can be started again.
    look().catch(() => undefined)
  }, [look])
  const { pending } = change
  const isOwn = pending?.email.toLowerCase() === address.toLowerCase()
  const isUnproven = address !== '' && !isVerified && !pending
  return (
    <>
      <Row
        name="email"
        label={t('address.label')}
        value={address ? <bdi>{address}</bdi> : <span className="quiet">{t('email.none')}</span>}
        mark={
          isUnproven ? (
            <>
              <Mark look="warn">{t('email.unverified')}</Mark>
              <button type="button" className="link" name="verify-email" onClick={() => setOpen('own')}>
                {t('email.own_start')}
              </button>
            </>
          ) : address !== '' && isVerified ? (
            <Mark look="good">{t('email.verified')}</Mark>
          ) : null
        }
        action={pending ? t('email.resume') : t('email.change')}
        onAction={() => setOpen(pending && isOwn ? 'own' : 'change')}
      />
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
    </>
  )
}

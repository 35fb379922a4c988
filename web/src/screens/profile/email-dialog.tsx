import { useState } from 'react'
import type { EmailChange, PendingEmail } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { forgetChecksum, rememberChecksum } from '../../session/email-checksum.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AddressStep, OwnStep } from './email-address-step.tsx'
import { CodeStep } from './email-code-step.tsx'
import { ownMailbox } from './email-mailboxes.ts'

interface Props {
  current: string
  /** Whether the dialog proves the current address instead of changing it. */
  isOwn: boolean
  change: EmailChange
  onChange: (change: EmailChange) => void
  onChanged: () => void
  onClose: () => void
}

type Step = 'address' | 'code' | 'done'

/** Changes or proves the address in one dialog: address, code, done. A pending change continues at its code. */
export default function EmailDialog({ current, isOwn, change, onChange, onChanged, onClose }: Props) {
  useMoreTexts()
  const t = useText()
  const { api } = useApp()
  const { pending } = change
  const mailboxes = isOwn ? ownMailbox : change.mailboxes
  const [step, setStep] = useState<Step>(pending ? 'code' : 'address')
  const [address, setAddress] = useState(pending?.email ?? (isOwn ? current : ''))
  const [hadAddress] = useState(current !== '')

  const onPending = (next: PendingEmail | null) => onChange({ ...change, pending: next })
  /** Mails the codes for the address. Earlier codes no longer work. */
  const request = async (email: string) => {
    const { data } = await api.call('POST', 'user/token-generator/', { body: { email } })
    rememberChecksum(email, data.token_checksum)
    onChange((await api.call('GET', 'user/email-change/')).data)
    setAddress(email)
    setStep('code')
  }
  const cancel = async () => {
    await api.call('DELETE', 'user/email-change/')
    forgetChecksum()
    onPending(null)
    onClose()
  }
  return (
    <Dialog title={t(isOwn ? 'email.own_title' : 'email.title')} step={step} onClose={onClose}>
      {step === 'address' && isOwn ? (
        <OwnStep address={address} onSend={request} onClose={onClose} />
      ) : step === 'address' ? (
        <AddressStep
          current={current}
          mailboxes={mailboxes}
          first={address}
          onSend={request}
          onClose={onClose}
        />
      ) : step === 'code' ? (
        <CodeStep
          address={address}
          current={current}
          isOwn={isOwn}
          mailboxes={mailboxes}
          pending={pending}
          onRequest={() => request(address)}
          onPending={onPending}
          onCorrect={() => setStep('address')}
          onCancel={cancel}
          onDone={() => {
            forgetChecksum()
            onPending(null)
            onChanged()
            setStep('done')
          }}
        />
      ) : (
        <>
          <Notice look="good">
            <p>{t(isOwn ? 'email.own_done' : 'email.done', { address })}</p>
            {hadAddress && !isOwn ? <p>{t('email.done_told')}</p> : null}
          </Notice>
          <div className="row row-end">
            <Button data-first onClick={onClose}>
              {t('action.done')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

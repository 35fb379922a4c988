import { useState } from 'react'
import { Failure } from '../../api/failure.ts'
import type { CodeSent, PendingEmail, Profile, ProfilePatch } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { CodeField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { Resend } from '../../ui/resend.tsx'
import { forgetChecksum, recallChecksum, rememberChecksum } from './email-checksum.ts'

interface Props {
  current: string
  pending: PendingEmail | null
  onPending: (pending: PendingEmail | null) => void
  onChanged: () => void
  onClose: () => void
}

type Step = 'address' | 'code' | 'done'

/** Changes the address in one place: address, code, done. What waits already goes on at its code. */
export default function EmailDialog({ current, pending, onPending, onChanged, onClose }: Props) {
  const t = useText()
  const { api } = useApp()
  const [step, setStep] = useState<Step>(pending ? 'code' : 'address')
  const [address, setAddress] = useState(pending?.email ?? '')

  /** Mails a code to the address. What it replaces no longer works. */
  const request = async (email: string) => {
    const { data } = await api.call<CodeSent>('user/token-generator/', { method: 'POST', body: { email } })
    rememberChecksum(email, data.token_checksum)
    const { data: now } = await api.call<{ pending: PendingEmail | null }>('user/email-change/')
    onPending(now.pending)
    setAddress(email)
    setStep('code')
  }
  const cancel = async () => {
    await api.call('user/email-change/', { method: 'DELETE' })
    forgetChecksum()
    onPending(null)
    onClose()
  }
  return (
    <Dialog title={t('email.title')} onClose={onClose}>
      {step === 'address' ? (
        <AddressStep current={current} first={address} onSend={request} onClose={onClose} />
      ) : step === 'code' ? (
        <CodeStep
          address={address}
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
          <Notice look="good">{t('email.done', { address })}</Notice>
          <div className="row row-end">
            <Button onClick={onClose}>{t('action.done')}</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

function AddressStep(props: {
  current: string
  first: string
  onSend: (email: string) => Promise<void>
  onClose: () => void
}) {
  const t = useText()
  const [address, setAddress] = useState(props.first)
  const form = useForm(async () => {
    const email = address.trim()
    const problem = email === '' ? 'required' : email === props.current ? 'same' : null
    if (problem !== null)
      throw new Failure('refused', 400, { email: [{ code: problem, message: t('email.same') }] })
    await props.onSend(email)
  })
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p className="quiet">{t('email.address_intro')}</p>
      {form.failure && !form.failure.problems.email ? (
        <Notice look="danger">{failureText(t, form.failure, ['email'])}</Notice>
      ) : null}
      <TextField
        label={t('email.new_label')}
        type="email"
        name="email"
        autoComplete="email"
        value={address}
        onChange={setAddress}
        problem={fieldProblem(t, form.failure, 'email')}
      />
      <div className="row row-end">
        <Button look="secondary" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" isBusy={form.isBusy}>
          {t('code.send')}
        </Button>
      </div>
    </form>
  )
}

interface CodeStepProps {
  address: string
  pending: PendingEmail | null
  onRequest: () => Promise<void>
  onPending: (pending: PendingEmail) => void
  onCorrect: () => void
  onCancel: () => Promise<void>
  onDone: () => void
}

function CodeStep({ address, pending, onRequest, onPending, onCorrect, onCancel, onDone }: CodeStepProps) {
  const t = useText()
  const { code: language } = useLanguage()
  const { api } = useApp()
  const [code, setCode] = useState('')
  const [currentCode, setCurrentCode] = useState('')
  const [needsCurrent, setNeedsCurrent] = useState(false)
  const [isResent, setResent] = useState(false)
  const checksum = recallChecksum(address)

  const form = useForm(async () => {
    const body: ProfilePatch = {
      email: address,
      token_checksum_field: checksum ?? '',
      token_field: code,
      ...(needsCurrent ? { current_token_field: currentCode } : {}),
    }
    try {
      await api.call<Profile>('user/profile/', { method: 'PATCH', body })
    } catch (error) {
      if (error instanceof Failure && error.problems.current_token_field) setNeedsCurrent(true)
      throw error
    }
    onDone()
  })
  const resend = useForm(async () => {
    if (checksum === null) await onRequest()
    else {
      const { data } = await api.call<{ pending: PendingEmail }>('user/email-change/resend/', {
        method: 'POST',
      })
      onPending(data.pending)
    }
    setCode('')
    form.setFailure(null)
    setResent(true)
    announce(t('code.resent'))
  })
  const cancel = useForm(onCancel)
  const failure = form.failure ?? resend.failure ?? cancel.failure
  const fields = ['token_field', 'current_token_field']
  const isShownAtFields =
    failure !== null && Object.keys(failure.problems).some((name) => fields.includes(name))
  const expires = pending
    ? new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(pending.expires_at))
    : null
  const resendButton = (
    <Resend
      sentAt={pending && checksum !== null ? Date.parse(pending.sent_at) : 0}
      notBefore={resend.failure?.retryAfter ? Date.now() + resend.failure.retryAfter * 1000 : 0}
      onResend={() => void resend.submit()}
    />
  )
  if (checksum === null)
    return (
      <div className="stack">
        <p>{t('email.code_lost', { address })}</p>
        {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
        <div className="row row-end">
          <Button look="secondary" isBusy={cancel.isBusy} onClick={() => void cancel.submit()}>
            {t('email.cancel_change')}
          </Button>
          <Button isBusy={resend.isBusy} onClick={() => void resend.submit()}>
            {t('code.resend')}
          </Button>
        </div>
      </div>
    )
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p>{t('email.code_intro', { address })}</p>
      {failure && !isShownAtFields ? <Notice look="danger">{failureText(t, failure, fields)}</Notice> : null}
      {isResent && !failure ? <Notice>{t('code.resent')}</Notice> : null}
      <CodeField
        label={t('code.label')}
        hint={expires ? t('email.code_expires', { time: expires }) : t('code.hint')}
        name="code"
        value={code}
        onChange={setCode}
        problem={fieldProblem(t, form.failure, 'token_field')}
      />
      {needsCurrent ? (
        <CodeField
          label={t('email.code_current_label')}
          name="current-code"
          value={currentCode}
          onChange={setCurrentCode}
          problem={fieldProblem(t, form.failure, 'current_token_field')}
        />
      ) : null}
      <div className="spread">
        {resendButton}
        <button type="button" className="link" onClick={onCorrect}>
          {t('email.correct')}
        </button>
      </div>
      <div className="row row-end">
        <Button look="secondary" isBusy={cancel.isBusy} onClick={() => void cancel.submit()}>
          {t('email.cancel_change')}
        </Button>
        <Button type="submit" isBusy={form.isBusy}>
          {t('email.verify')}
        </Button>
      </div>
    </form>
  )
}

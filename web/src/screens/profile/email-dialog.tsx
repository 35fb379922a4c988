import { useState } from 'react'
import { Failure } from '../../api/failure.ts'
import type { EmailChange, PendingEmail, ProfilePatch } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage, useMoreTexts, useText } from '../../i18n/language.tsx'
import { forgetChecksum, recallChecksum, rememberChecksum } from '../../session/email-checksum.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { CodeField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { Resend } from '../../ui/resend.tsx'
import { isEmailVerified } from './profile-values.ts'

interface Props {
  current: string
  /** Whether the present address is proved, and none is changed. */
  isOwn: boolean
  change: EmailChange
  onChange: (change: EmailChange) => void
  onChanged: () => void
  onClose: () => void
}

type Step = 'address' | 'code' | 'done'

/** Changes or proves the address in one place: address, code, done. What waits already goes on at its code. */
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
  /** Mails the codes for the address. Those that they replace no longer work. */
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
    <Dialog title={t(isOwn ? 'email.own_title' : 'email.title')} onClose={onClose}>
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
            <Button onClick={onClose}>{t('action.done')}</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

const introKeys = {
  new: 'email.address_intro',
  current: 'email.address_intro_current',
  both: 'email.address_intro_both',
} as const

const ownMailbox: EmailChange['mailboxes'] = ['new']

/** Whose mailbox gets codes. */
const proofOf = (mailboxes: EmailChange['mailboxes']): keyof typeof introKeys =>
  mailboxes.length > 1 ? 'both' : (mailboxes[0] ?? 'new')

function AddressStep(props: {
  current: string
  mailboxes: EmailChange['mailboxes']
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
      <p className="quiet">{t(introKeys[proofOf(props.mailboxes)], { current: props.current })}</p>
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

/** Says where the code goes that proves the present address. */
function OwnStep(props: { address: string; onSend: (email: string) => Promise<void>; onClose: () => void }) {
  const t = useText()
  const form = useForm(() => props.onSend(props.address))
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p>{t('email.own_intro', { address: props.address })}</p>
      {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
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
  current: string
  isOwn: boolean
  mailboxes: EmailChange['mailboxes']
  pending: PendingEmail | null
  onRequest: () => Promise<void>
  onPending: (pending: PendingEmail) => void
  onCorrect: () => void
  onCancel: () => Promise<void>
  onDone: () => void
}

function CodeStep(props: CodeStepProps) {
  const { address, current, isOwn, mailboxes, pending, onRequest, onPending, onCorrect, onCancel, onDone } =
    props
  const t = useText()
  const { code: language } = useLanguage()
  const { api } = useApp()
  const [code, setCode] = useState('')
  const [currentCode, setCurrentCode] = useState('')
  const proof = proofOf(mailboxes)
  const [isResent, setResent] = useState(false)
  const checksum = recallChecksum(address)

  const form = useForm(async () => {
    const body: ProfilePatch = {
      email: address,
      token_checksum_field: checksum ?? '',
      token_field: code,
      ...(proof === 'both' ? { current_token_field: currentCode } : {}),
    }
    const { data } = await api.call('PATCH', 'user/profile/', { body })
    // An update with the address that is there already ignores a code that does not fit, as it always did.
    if (isOwn && !isEmailVerified(data))
      throw new Failure('refused', 400, { token_field: [{ code: 'token_mismatch', message: '' }] })
    onDone()
  })
  const resend = useForm(async () => {
    if (checksum === null) await onRequest()
    else {
      const { data } = await api.call('POST', 'user/email-change/resend/')
      onPending(data.pending)
    }
    setCode('')
    setCurrentCode('')
    form.setFailure(null)
    setResent(true)
    announce(t('code.resent'))
  })
  const cancel = useForm(onCancel)
  const cancelLabel = t(isOwn ? 'action.cancel' : 'email.cancel_change')
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
        <p>{t(isOwn ? 'email.own_code_lost' : 'email.code_lost', { address })}</p>
        {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
        <div className="row row-end">
          <Button look="secondary" isBusy={cancel.isBusy} onClick={() => void cancel.submit()}>
            {cancelLabel}
          </Button>
          <Button isBusy={resend.isBusy} onClick={() => void resend.submit()}>
            {t('code.resend')}
          </Button>
        </div>
      </div>
    )
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p>
        {proof === 'both'
          ? t('email.code_intro_both')
          : t('email.code_intro', { address: proof === 'new' ? address : current })}
      </p>
      {failure && !isShownAtFields ? <Notice look="danger">{failureText(t, failure, fields)}</Notice> : null}
      {isResent && !failure ? <Notice>{t('code.resent')}</Notice> : null}
      <CodeField
        label={proof === 'both' ? t('email.code_at', { address }) : t('code.label')}
        hint={expires ? t('email.code_expires', { time: expires }) : t('code.hint')}
        name="code"
        value={code}
        onChange={setCode}
        problem={fieldProblem(t, form.failure, 'token_field')}
      />
      {proof === 'both' ? (
        <CodeField
          label={t('email.code_at', { address: current })}
          name="current-code"
          value={currentCode}
          onChange={setCurrentCode}
          problem={fieldProblem(t, form.failure, 'current_token_field')}
        />
      ) : null}
      <div className="spread">
        {resendButton}
        {isOwn ? null : (
          <button type="button" className="link" onClick={onCorrect}>
            {t('email.correct')}
          </button>
        )}
      </div>
      <div className="row row-end">
        <Button look="secondary" isBusy={cancel.isBusy} onClick={() => void cancel.submit()}>
          {cancelLabel}
        </Button>
        <Button type="submit" isBusy={form.isBusy}>
          {t('email.verify')}
        </Button>
      </div>
    </form>
  )
}

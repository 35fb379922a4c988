import { useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { PasswordField, RecoveryCodeField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { PasswordRules } from '../../ui/password-rules.tsx'
import { Resend } from '../../ui/resend.tsx'
import { ScreenLink } from '../../ui/shell.tsx'

interface Sent {
  checksum: string
  /** Instant in milliseconds. */
  at: number
}

/** Address, then code and new password, then done. */
export default function Forgot() {
  useMoreTexts()
  const t = useText()
  const { api } = useApp()
  const [address, setAddress] = useState('')
  const [sent, setSent] = useState<Sent | null>(null)
  const [isDone, setDone] = useState(false)
  const [effect, setEffect] = useState<string | undefined>()
  const instants = useInstants()
  const ask = async () => {
    const { data } = await api.call('POST', 'user/password/forgot/', {
      body: { email: address },
      isOpen: true,
    })
    setSent({ checksum: data.token_checksum, at: Date.now() })
  }
  return (
    <div className="card">
      <h1>{t('forgot.title')}</h1>
      {isDone ? (
        <Notice look="good">
          {effect === undefined ? t('forgot.done') : t('forgot.waiting', { date: instants.moment(effect) })}
        </Notice>
      ) : sent === null ? (
        <AddressForm address={address} onChange={setAddress} onSend={ask} />
      ) : (
        <ResetForm
          address={address}
          sent={sent}
          onResend={async () => {
            await ask()
            announce(t('code.resent'))
          }}
          onCorrect={() => setSent(null)}
          onDone={(takesEffectAt) => {
            setEffect(takesEffectAt)
            setDone(true)
          }}
        />
      )}
      <p>
        <ScreenLink route="profile" className="link">
          {t('sign_in.title')}
        </ScreenLink>
      </p>
    </div>
  )
}

function AddressForm(props: {
  address: string
  onChange: (address: string) => void
  onSend: () => Promise<void>
}) {
  const t = useText()
  const form = useForm(props.onSend)
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p className="quiet">{t('forgot.intro')}</p>
      {form.failure ? <Notice look="danger">{failureText(t, form.failure, ['email'])}</Notice> : null}
      <TextField
        label={t('address.label')}
        type="email"
        name="email"
        autoComplete="email"
        value={props.address}
        onChange={props.onChange}
        problem={fieldProblem(t, form.failure, 'email')}
      />
      <Button type="submit" isWide isBusy={form.isBusy}>
        {t('code.send')}
      </Button>
    </form>
  )
}

function ResetForm(props: {
  address: string
  sent: Sent
  onResend: () => Promise<void>
  onCorrect: () => void
  /** With the instant at which the password takes effect, where that is later. */
  onDone: (takesEffectAt: string | undefined) => void
}) {
  const t = useText()
  const { api } = useApp()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const form = useForm(async () => {
    const { data } = await api.call('POST', 'user/password/reset/', {
      isOpen: true,
      body: {
        email: props.address,
        token_checksum_field: props.sent.checksum,
        token_field: code,
        new_password: password,
      },
    })
    props.onDone(data.takes_effect_at)
  })
  const resend = useForm(props.onResend)
  const failure = form.failure ?? resend.failure
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p className="quiet">{t('forgot.code_intro', { address: props.address })}</p>
      {failure ? (
        <Notice look="danger">{failureText(t, failure, ['token_field', 'new_password'])}</Notice>
      ) : null}
      <RecoveryCodeField
        label={t('code.label')}
        hint={t('code.hint_letters')}
        name="code"
        value={code}
        onChange={setCode}
        problem={fieldProblem(t, form.failure, 'token_field')}
      />
      {/* Password managers keep the new password under this name. */}
      <input type="hidden" name="username" autoComplete="username" value={props.address} />
      <PasswordField
        label={t('password.new')}
        name="new-password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        problem={fieldProblem(t, form.failure, 'new_password')}
        hint={<PasswordRules password={password} own={[props.address]} />}
      />
      <Button type="submit" isWide isBusy={form.isBusy}>
        {t('forgot.save')}
      </Button>
      <div className="spread">
        <Resend sentAt={props.sent.at} onResend={() => void resend.submit()} />
        <button type="button" className="link" onClick={props.onCorrect}>
          {t('email.correct')}
        </button>
      </div>
    </form>
  )
}

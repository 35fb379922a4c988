import { Suspense, useEffect, useId, useState, useSyncExternalStore } from 'react'
import { asFailure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { navigate } from '../../route.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { RecoveryCodeField } from '../../ui/code-field.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { PasswordRules } from '../../ui/password-rules.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { Resend } from '../../ui/resend.tsx'
import { ScreenLink } from '../../ui/shell.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'

const SecondStep = preparable(() => import('../../second-factor/second-step.tsx')).Component

interface Sent {
  checksum: string
  /** Instant in milliseconds. */
  at: number
}

type Step =
  | { name: 'address' | 'code' | 'done' }
  /** The password is set; the sign-in waits for the second factor. */
  | { name: 'factor'; ticket: string; isEnrollment: boolean }
  | { name: 'waiting'; takesEffectAt: string }

/** Resets a forgotten password: address, code and new password, second factor if there is one, done. */
export default function Forgot() {
  useMoreTexts()
  const { api, session } = useApp()
  const [address, setAddress] = useState('')
  const [sent, setSent] = useState<Sent | null>(null)
  const [step, setStep] = useState<Step>({ name: 'address' })
  const { status } = useSyncExternalStore(session.subscribe, session.state)
  const ask = async () => {
    const { data } = await api.call('POST', 'user/password/forgot/', {
      body: { email: address },
      isOpen: true,
    })
    setSent({ checksum: data.token_checksum, at: Date.now() })
    setStep({ name: 'code' })
  }
  if (step.name === 'done' || (step.name === 'factor' && status === 'in')) return <Done address={address} />
  if (step.name === 'waiting') return <Waiting {...step} />
  if (step.name === 'factor')
    return (
      <Suspense fallback={<ScreenSkeleton cards={1} />}>
        <SecondStep {...step} onBack={leave} />
      </Suspense>
    )
  return (
    <div className="card">
      <FormTitle />
      {step.name === 'address' || sent === null ? (
        <AddressForm address={address} onChange={setAddress} onSend={ask} />
      ) : (
        <ResetForm
          address={address}
          sent={sent}
          onResend={ask}
          onCorrect={() => setStep({ name: 'address' })}
          onStep={setStep}
        />
      )}
      <SignInLink />
    </div>
  )
}

/** To the profile, or to the sign-in in front of it. */
const leave = () => navigate('profile')

function FormTitle() {
  const t = useText()
  return <h1>{t('forgot.title')}</h1>
}

function SignInLink() {
  const t = useText()
  return (
    <p>
      <ScreenLink route="profile" className="link">
        {t('sign_in.title')}
      </ScreenLink>
    </p>
  )
}

/** The person is signed in, and learns the user name that may have been forgotten too. */
function Done({ address }: { address: string }) {
  const t = useText()
  const id = useId()
  const { account } = useApp()
  const [username, setUsername] = useState('')
  useEffect(() => {
    account.load().then(
      ({ UserProfile: [profile] }) => setUsername(profile?.username ?? ''),
      // The profile reports what is wrong.
      () => undefined,
    )
  }, [account])
  const isNews = username !== '' && username.toLowerCase() !== address.trim().toLowerCase()
  return (
    <div className="card">
      <h1>{t('forgot.done_title')}</h1>
      <div id={id}>
        <p>{t('forgot.done')}</p>
        {isNews ? <p>{t('forgot.username', { username })}</p> : null}
      </div>
      <Button isWide name="continue" data-first aria-describedby={id} onClick={leave}>
        {t('forgot.continue')}
      </Button>
    </div>
  )
}

/** Nobody is signed in, since the password takes effect later. */
function Waiting({ takesEffectAt }: { takesEffectAt: string }) {
  const t = useText()
  const id = useId()
  const instants = useInstants()
  return (
    <div className="card">
      <h1>{t('forgot.title')}</h1>
      <p id={id}>{t('forgot.waiting', { date: instants.moment(takesEffectAt) })}</p>
      <Button isWide name="continue" data-first aria-describedby={id} onClick={leave}>
        {t('forgot.to_sign_in')}
      </Button>
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
        enterKeyHint="send"
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
  onStep: (step: Step) => void
}) {
  const t = useText()
  const { session } = useApp()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const form = useForm(async () => {
    const request = {
      email: props.address,
      token_checksum_field: props.sent.checksum,
      token_field: code,
      new_password: password,
    }
    try {
      const takesEffectAt = await session.reset(request)
      props.onStep(takesEffectAt === undefined ? { name: 'done' } : { name: 'waiting', takesEffectAt })
    } catch (error) {
      const failure = asFailure(error)
      const { ticket } = failure
      if (ticket === undefined) throw error
      // The new password has ended every session, also that of this browser.
      session.end('none')
      const isEnrollment = failure.has('second_factor_enrollment_required')
      props.onStep({ name: 'factor', ticket, isEnrollment })
    }
  })
  const resend = useForm(async () => {
    await props.onResend()
    announce(t('code.resent'))
  })
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
      {/* Password managers store the new password under this name. */}
      <input type="hidden" name="username" autoComplete="username" value={props.address} />
      <PasswordField
        label={t('password.new')}
        name="new-password"
        autoComplete="new-password"
        enterKeyHint="go"
        value={password}
        onChange={setPassword}
        problem={fieldProblem(t, form.failure, 'new_password')}
        hint={<PasswordRules password={password} own={[props.address]} failure={form.failure} />}
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

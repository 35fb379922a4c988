import { lazy, Suspense, useCallback, useState } from 'react'
import { asFailure, Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { type Route, useRoute } from '../../route.ts'
import { hasPasskeys } from '../../session/passkey-support.ts'
import type { EndReason } from '../../session/session.ts'
import { Button } from '../../ui/button.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { ScreenLink } from '../../ui/shell.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'
import { useAutofill } from './use-autofill.ts'

const SecondStep = lazy(() => import('../../second-factor/second-step.tsx'))

/** Only the profile keeps what was typed. */
const reasonsOf = (route: Route) =>
  ({
    ended: route === 'profile' ? 'sign_in.ended' : 'sign_in.over',
    elsewhere: 'sign_in.elsewhere',
    here: 'sign_in.signed_out',
  }) as const

interface Step {
  ticket: string
  isEnrollment: boolean
}

/** Signs a person in, and says why they are not any more. */
export default function SignIn({ reason }: { reason: EndReason }) {
  const [step, setStep] = useState<Step | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const back = useCallback((why: Failure | null) => {
    setFailure(why)
    setStep(null)
  }, [])
  if (step === null) return <PasswordStep reason={reason} before={failure} onStep={setStep} />
  return (
    <Suspense fallback={<ScreenSkeleton cards={1} />}>
      <SecondStep {...step} onBack={back} />
    </Suspense>
  )
}

function PasswordStep({
  reason,
  before,
  onStep,
}: {
  reason: EndReason
  /** Why the sign-in begins again. */
  before: Failure | null
  onStep: (step: Step) => void
}) {
  const t = useText()
  const { config, session } = useApp()
  const route = useRoute()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const form = useForm(async () => {
    const missing = Object.fromEntries(
      Object.entries({ username: username.trim(), password })
        .filter(([, value]) => value === '')
        .map(([field]) => [field, [{ code: 'required', message: '' }]]),
    )
    if (Object.keys(missing).length > 0) throw new Failure('refused', 400, missing)
    try {
      await session.signIn(username.trim(), password)
    } catch (error) {
      const { ticket } = asFailure(error)
      if (ticket === undefined) throw error
      onStep({ ticket, isEnrollment: asFailure(error).has('second_factor_enrollment_required') })
    }
  })
  const passkey = usePasskey()
  useAutofill(passkey.setFailure)
  const failure = form.failure ?? passkey.failure ?? before
  return (
    <div className="card">
      <h1>{t('sign_in.title_to', { service: config.service_name })}</h1>
      {reason !== 'none' && !failure ? <Notice>{t(reasonsOf(route)[reason])}</Notice> : null}
      {failure ? <Notice look="danger">{failureText(t, failure, ['username', 'password'])}</Notice> : null}
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        <TextField
          label={t(config.sign_in_by_email ? 'sign_in.username_or_email' : 'sign_in.username')}
          name="username"
          autoComplete={hasPasskeys(config) ? 'username webauthn' : 'username'}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={username}
          onChange={setUsername}
          problem={fieldProblem(t, failure, 'username')}
        />
        <PasswordField
          label={t('password.label')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          problem={fieldProblem(t, failure, 'password')}
        />
        <Button type="submit" isWide isBusy={form.isBusy}>
          {t('sign_in.submit')}
        </Button>
      </form>
      {hasPasskeys(config) ? (
        <Button
          look="secondary"
          isWide
          name="passkey"
          isBusy={passkey.isBusy}
          onClick={() => {
            form.setFailure(null)
            void passkey.submit()
          }}
        >
          {t('passkey.sign_in')}
        </Button>
      ) : null}
      <p>
        <ScreenLink route="forgot" className="link">
          {t('sign_in.forgot')}
        </ScreenLink>
      </p>
    </div>
  )
}

/** The sign-in by a passkey, whose code comes when it is asked for. */
function usePasskey() {
  const { api, session } = useApp()
  return useForm(async () => {
    const { signInByPasskey } = await import('../../second-factor/passkeys.ts')
    await signInByPasskey(api, session)
  })
}

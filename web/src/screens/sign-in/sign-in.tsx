import { Suspense, useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { asFailure, Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import type { PageConfig } from '../../config.ts'
import { useText } from '../../i18n/language.tsx'
import { type Route, useRoute } from '../../route.ts'
import { passkeys } from '../../second-factor/lazy-passkeys.ts'
import { hasPasskeys } from '../../session/passkey-support.ts'
import type { ElsewhereLink } from '../../session/session-state.ts'
import type { EndReason } from '../../session/tabs.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { ScreenLink } from '../../ui/shell.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'
import { useAutofill } from './use-autofill.ts'

const providers = preparable(() => import('./providers.tsx'))
const Providers = providers.Component

/** Loads what the first screen shows only with this configuration. */
export const prepareSignIn = ({ providers: offered }: PageConfig): unknown =>
  offered.length > 0 ? providers.prepare() : null

const SecondStep = preparable(() => import('../../second-factor/second-step.tsx')).Component

/** Only the profile keeps the typed values. */
const reasonsOf = (route: Route) =>
  ({
    ended: route === 'profile' ? 'sign_in.ended' : 'sign_in.over',
    elsewhere: 'sign_in.elsewhere',
    here: 'sign_in.signed_out',
  }) as const

/** How the previous session ended. */
interface Ended {
  reason: EndReason
  /** Where the person is still signed in. */
  elsewhere?: ElsewhereLink | undefined
}

interface Step {
  ticket: string
  isEnrollment: boolean
}

/** Signs a person in, and says why the previous session ended. */
export default function SignIn({ reason, elsewhere }: Ended) {
  const [step, setStep] = useState<Step | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const back = useCallback((why: Failure | null) => {
    setFailure(why)
    setStep(null)
  }, [])
  if (step === null)
    return <FirstStep reason={reason} elsewhere={elsewhere} before={failure} onStep={setStep} />
  return (
    <Suspense fallback={<ScreenSkeleton cards={1} />}>
      <SecondStep {...step} onBack={back} />
    </Suspense>
  )
}

function FirstStep({
  reason,
  elsewhere,
  before,
  onStep,
}: Ended & {
  /** Why the sign-in starts again. */
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
  const [atProvider, setAtProvider] = useState<Failure | null>(null)
  useAutofill(passkey.setFailure)
  const failure = form.failure ?? passkey.failure ?? atProvider ?? before
  useLayoutEffect(() => {
    // Most often it is the password that is wrong. Typing replaces it.
    if (form.failure?.has('authentication_failed')) selectPassword(form.ref.current)
  }, [form.failure, form.ref])
  useEffect(() => {
    if (reason !== 'none') announce(t(reasonsOf(route)[reason]))
  }, [reason, route, t])
  return (
    <div className="card">
      <h1>{t('sign_in.title_to', { service: config.service_name })}</h1>
      {reason !== 'none' && !failure ? <Notice>{t(reasonsOf(route)[reason])}</Notice> : null}
      {failure ? <Notice look="danger">{failureText(t, failure, ['username', 'password'])}</Notice> : null}
      {config.password ? (
        <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
          <TextField
            label={t(config.sign_in_by_email ? 'sign_in.username_or_email' : 'sign_in.username')}
            name="username"
            autoComplete={hasPasskeys(config) ? 'username webauthn' : 'username'}
            autoCapitalize="none"
            inputMode={config.sign_in_by_email ? 'email' : 'text'}
            enterKeyHint="next"
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
            enterKeyHint="go"
            value={password}
            onChange={setPassword}
            problem={fieldProblem(t, failure, 'password')}
          />
          <Button type="submit" isWide isBusy={form.isBusy}>
            {t('sign_in.submit')}
          </Button>
        </form>
      ) : null}
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
      {config.providers.length > 0 ? (
        <Suspense>
          <Providers
            elsewhere={elsewhere}
            onFailure={(why) => {
              form.setFailure(null)
              passkey.setFailure(null)
              setAtProvider(why)
            }}
          />
        </Suspense>
      ) : null}
      {config.password ? (
        <p>
          <ScreenLink route="forgot" className="link">
            {t('sign_in.forgot')}
          </ScreenLink>
        </p>
      ) : null}
    </div>
  )
}

function selectPassword(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLInputElement>('[name=password]')
  field?.focus()
  field?.select()
}

/** The sign-in with a passkey, whose code loads on demand. */
function usePasskey() {
  const { api, session } = useApp()
  return useForm(async () => {
    const { signInByPasskey } = await passkeys.load()
    await signInByPasskey(api, session)
  })
}

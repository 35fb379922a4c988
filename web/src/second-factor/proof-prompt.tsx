import { type ReactNode, useEffect, useState } from 'react'
import type { ProofPath } from '../api/operations.ts'
import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { hasPasskeys } from '../session/passkey-support.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText, fieldProblem } from '../ui/failure-text.ts'
import { PasswordField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { CodeEntry } from './code-entry.tsx'

const fields = ['password', 'second_factor_code']

/** What the person can prove it with beside the password. */
function useOtherWays() {
  const { api, config } = useApp()
  const [ways, setWays] = useState({ code: false, passkey: false })
  useEffect(() => {
    const known = Promise.all([
      api.call('GET', 'user/second-factor/'),
      hasPasskeys(config) ? api.call('GET', 'user/passkeys/') : null,
    ])
    known
      .then(([factor, list]) =>
        setWays({ code: factor.data.enabled, passkey: (list?.data.passkeys.length ?? 0) > 0 }),
      )
      // The password is there all the same.
      .catch(() => undefined)
  }, [api, config])
  return ways
}

/** A dialog around one call that must prove by itself who asks: by the password, a code or a passkey. */
export default function ProofPrompt(props: {
  title: string
  confirm: string
  /** Where the proof is sent to. */
  path: ProofPath
  onDone: () => void
  onClose: () => void
  children: ReactNode
}) {
  useMoreTexts()
  const t = useText()
  const { api } = useApp()
  const ways = useOtherWays()
  const [isCode, setCode] = useState(false)
  const [value, setValue] = useState('')
  const form = useForm(async () => {
    const body = isCode ? { second_factor_code: value } : { password: value }
    await api.call('POST', props.path, { body })
    props.onDone()
  })
  const passkey = useForm(async () => {
    const { proveByPasskey } = await import('./passkeys.ts')
    await proveByPasskey(api, props.path)
    props.onDone()
  })
  const failure = form.failure ?? passkey.failure
  const isAtField = failure !== null && fields.some((name) => failure.problems[name])
  const clear = () => {
    form.setFailure(null)
    passkey.setFailure(null)
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        {props.children}
        {failure && !isAtField ? <Notice look="danger">{failureText(t, failure, fields)}</Notice> : null}
        {isCode ? (
          <CodeEntry value={value} onChange={setValue} failure={failure} field="second_factor_code" />
        ) : (
          <PasswordField
            label={t('deletion.password')}
            name="proof-password"
            autoComplete="current-password"
            value={value}
            onChange={setValue}
            problem={fieldProblem(t, failure, 'password')}
          />
        )}
        {ways.code || ways.passkey ? (
          <div className="row">
            {ways.passkey ? (
              <Button
                look="secondary"
                name="proof-passkey"
                isBusy={passkey.isBusy}
                onClick={() => {
                  clear()
                  void passkey.submit()
                }}
              >
                {t('passkey.use')}
              </Button>
            ) : null}
            {ways.code ? (
              <Button
                look="secondary"
                name="proof-other"
                onClick={() => {
                  clear()
                  setValue('')
                  setCode(!isCode)
                }}
              >
                {isCode ? t('proof.use_password') : t('proof.use_code')}
              </Button>
            ) : null}
          </div>
        ) : null}
        <div className="row row-end">
          <Button look="secondary" onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" isBusy={form.isBusy}>
            {props.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

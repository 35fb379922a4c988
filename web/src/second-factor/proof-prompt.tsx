import { type ReactNode, useEffect, useState } from 'react'
import type { ProofPath } from '../api/operations.ts'
import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { hasPasskeys } from '../session/passkey-support.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText, fieldProblem } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { CurrentPasswordField } from '../ui/password-field.tsx'
import { CodeEntry } from './code-entry.tsx'
import { passkeys } from './lazy-passkeys.ts'

const fields = ['password', 'second_factor_code']

/** The proofs that the person can give besides the password. */
function useOtherProofs() {
  const { api, config } = useApp()
  const [proofs, setProofs] = useState({ code: false, passkey: false })
  useEffect(() => {
    const known = Promise.all([
      api.call('GET', 'user/second-factor/'),
      hasPasskeys(config) ? api.call('GET', 'user/passkeys/') : null,
    ])
    known
      .then(([factor, list]) =>
        setProofs({ code: factor.data.enabled, passkey: (list?.data.passkeys.length ?? 0) > 0 }),
      )
      // The password still works.
      .catch(() => undefined)
  }, [api, config])
  return proofs
}

/** A dialog for one call that must contain its own proof: the password, a code or a passkey. */
export default function ProofPrompt(props: {
  title: string
  confirm: string
  /** The call that gets the proof. */
  path: ProofPath
  onDone: () => void
  onClose: () => void
  children: ReactNode
}) {
  useMoreTexts()
  const t = useText()
  const { api } = useApp()
  const proofs = useOtherProofs()
  const [isCode, setCode] = useState(false)
  const [value, setValue] = useState('')
  const form = useForm(async () => {
    const body = isCode ? { second_factor_code: value } : { password: value }
    await api.call('POST', props.path, { body })
    props.onDone()
  })
  const passkey = useForm(async () => {
    const { proveByPasskey } = await passkeys.load()
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
          <CurrentPasswordField
            name="proof-password"
            value={value}
            onChange={setValue}
            problem={fieldProblem(t, failure, 'password')}
          />
        )}
        {proofs.code || proofs.passkey ? (
          <div className="row">
            {proofs.passkey ? (
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
            {proofs.code ? (
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

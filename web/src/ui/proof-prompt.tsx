import { type ReactNode, useState } from 'react'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { failureText, fieldProblem } from './failure-text.ts'
import { PasswordField } from './field.tsx'
import { useForm } from './form.ts'
import { Notice } from './notice.tsx'

/** A dialog around one call that must prove by itself who asks. */
export function ProofPrompt(props: {
  title: string
  confirm: string
  /** Where the proof is sent to. */
  path: string
  onDone: () => void
  onClose: () => void
  children: ReactNode
}) {
  const t = useText()
  const { api } = useApp()
  const [password, setPassword] = useState('')
  const form = useForm(async () => {
    await api.call(props.path, { method: 'POST', body: { password } })
    props.onDone()
  })
  const { failure } = form
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        {props.children}
        {failure && !failure.problems.password ? (
          <Notice look="danger">{failureText(t, failure, ['password'])}</Notice>
        ) : null}
        <PasswordField
          label={t('deletion.password')}
          name="proof-password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          problem={fieldProblem(t, failure, 'password')}
        />
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

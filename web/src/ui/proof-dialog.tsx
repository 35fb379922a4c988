import { useState } from 'react'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { failureText, fieldProblem } from './failure-text.ts'
import { PasswordField } from './field.tsx'
import { useForm } from './form.ts'
import { Notice } from './notice.tsx'

/** Asks who is signed in to prove it, and lets the call that waits for it go on. */
export default function ProofDialog() {
  const t = useText()
  const { api, proof } = useApp()
  const [password, setPassword] = useState('')
  const form = useForm(async () => {
    await api.call('user/proof/', { method: 'POST', body: { password } })
    proof.answer(true)
  })
  const { failure } = form
  return (
    <Dialog title={t('proof.title')} onClose={() => proof.answer(false)}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        <p>{t('proof.text')}</p>
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
          <Button look="secondary" onClick={() => proof.answer(false)}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" isBusy={form.isBusy}>
            {t('proof.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

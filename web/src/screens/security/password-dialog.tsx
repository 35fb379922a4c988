import { useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { CurrentPasswordField, PasswordField } from '../../ui/password-field.tsx'
import { PasswordRules } from '../../ui/password-rules.tsx'
import { ScreenLink } from '../../ui/shell.tsx'

const fields = ['old_password', 'new_password']

/** Changes the password. */
export function PasswordDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const t = useText()
  const { api } = useApp()
  const profile = useAccount()?.UserProfile[0]
  const username = profile?.username ?? ''
  const own = [username, profile?.first_name, profile?.last_name, profile?.email].map((text) => text ?? '')
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const form = useForm(async () => {
    const body = { old_password: old, new_password: password }
    await api.call('POST', 'user/password/change/', { body })
    onDone()
  })
  const { failure } = form
  const isAtFields = failure !== null && fields.some((name) => failure.problems[name])
  return (
    <Dialog title={t('password.change')} onClose={onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        <p className="quiet">{t('password.others')}</p>
        {failure && !isAtFields ? <Notice look="danger">{failureText(t, failure, fields)}</Notice> : null}
        {/* Password managers store the new password under this name. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <CurrentPasswordField
          name="old-password"
          value={old}
          onChange={setOld}
          problem={fieldProblem(t, failure, 'old_password')}
          hint={
            <ScreenLink route="forgot" className="link">
              {t('sign_in.forgot')}
            </ScreenLink>
          }
        />
        <PasswordField
          label={t('password.new')}
          name="new-password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          problem={fieldProblem(t, failure, 'new_password')}
          hint={<PasswordRules password={password} own={own} failure={failure} />}
        />
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" isBusy={form.isBusy}>
            {t('password.change')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

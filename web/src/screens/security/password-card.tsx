import { useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { PasswordField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { PasswordRules } from '../../ui/password-rules.tsx'
import { ScreenLink } from '../../ui/shell.tsx'

const fields = ['old_password', 'new_password']

/** Changes the password. */
export function PasswordCard({ onChanged }: { onChanged: () => void }) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const [isDone, setDone] = useState(false)
  return (
    <Card title={t('password.label')} text={t('password.text')}>
      {isDone ? <Notice look="good">{t('password.changed')}</Notice> : null}
      <div className="row">
        <Button
          look="secondary"
          name="change-password"
          onClick={() => {
            setDone(false)
            setOpen(true)
          }}
        >
          {t('password.change')}
        </Button>
      </div>
      {isOpen ? (
        <PasswordDialog
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            setDone(true)
            onChanged()
          }}
        />
      ) : null}
    </Card>
  )
}

function PasswordDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
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
        {/* Password managers keep the new password under this name. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t('password.old')}
          name="old-password"
          data-first
          autoComplete="current-password"
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
          hint={<PasswordRules password={password} own={own} />}
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

import { useState } from 'react'
import { useText } from '../i18n/language.tsx'
import { type FieldProps, TextField } from './field.tsx'
import { EyeIcon } from './icons.tsx'

/** A password, which can be shown. */
export function PasswordField(props: FieldProps) {
  const t = useText()
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      end={
        <button
          type="button"
          className="icon-button"
          aria-pressed={isShown}
          aria-label={t('password.show')}
          onClick={() => setShown(!isShown)}
        >
          <EyeIcon isOpen={isShown} />
        </button>
      }
    />
  )
}

/** The password that the person has now: before what could take over the account. */
export function CurrentPasswordField(props: Omit<FieldProps, 'label' | 'autoComplete'>) {
  const t = useText()
  return <PasswordField {...props} label={t('password.old')} autoComplete="current-password" />
}

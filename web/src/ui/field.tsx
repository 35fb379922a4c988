import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react'
import { asciiDigits } from '../../../common/digits.ts'
import { CODE_LENGTH } from '../../../common/limits.ts'
import { useText } from '../i18n/language.tsx'
import { AlertIcon, EyeIcon } from './icons.tsx'

/** What is wrong with a field, under it. It is announced when the form is sent, with the others. */
export function Problem({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="problem" id={id}>
      <AlertIcon />
      <span>{children}</span>
    </p>
  )
}

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  /** What is wrong with the value. */
  problem?: string | undefined
  /** Stands after the input, inside its frame. */
  end?: ReactNode
  frameClass?: string
}

/** An input with its label, hint and problem. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  problem,
  end,
  frameClass = '',
  type = 'text',
  ...rest
}: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className={`control ${frameClass}`} data-invalid={problem ? '' : undefined}>
        <input
          {...rest}
          id={id}
          type={type}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={described || undefined}
        />
        {end}
      </div>
      {problem ? <Problem id={`${id}-problem`}>{problem}</Problem> : null}
      {hint ? (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
    </div>
  )
}

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

/** A mailed code of six digits, which phones fill in from the message. */
export function CodeField(props: FieldProps) {
  return (
    <TextField
      {...props}
      onChange={(value) =>
        props.onChange(asciiDigits(value.normalize('NFKC')).replace(/\D/g, '').slice(0, CODE_LENGTH))
      }
      frameClass="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]*"
      dir="ltr"
    />
  )
}

/** A mailed code for a new password: eight letters and digits, which are sent as typed; the service knows all ways to write them. */
export function RecoveryCodeField(props: FieldProps) {
  return (
    <TextField
      {...props}
      frameClass="code code-letters"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      maxLength={32}
      dir="ltr"
    />
  )
}

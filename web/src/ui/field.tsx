import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { AlertIcon } from './icons.tsx'

/** The problem with a field, shown below it. It is announced with the others when the form is sent. */
export function Problem({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="problem" id={id}>
      <AlertIcon />
      <span>{children}</span>
    </p>
  )
}

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  ref?: Ref<HTMLInputElement>
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  /** The problem with the value. */
  problem?: string | undefined
  /** Rendered after the input, inside its frame. */
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

import type { ButtonHTMLAttributes } from 'react'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'secondary' | 'plain' | 'danger'
  isWide?: boolean
  /** Its action is in progress. It keeps the focus and does nothing meanwhile. */
  isBusy?: boolean
  /** It does nothing now, but can still get the focus, so that the reason can be read. */
  isOff?: boolean
}

export function Button({
  look = 'primary',
  isWide = false,
  isBusy = false,
  isOff = false,
  type = 'button',
  className = '',
  onClick,
  children,
  ...rest
}: Props) {
  const isInactive = isBusy || isOff
  return (
    <button
      {...rest}
      type={type}
      className={`button button-${look} ${isWide ? 'button-wide' : ''} ${className}`}
      aria-disabled={isInactive}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isInactive) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {isBusy ? <span className="spinner" aria-hidden="true" /> : null}
      {children}
    </button>
  )
}

import type { ButtonHTMLAttributes } from 'react'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'secondary' | 'plain' | 'danger'
  isWide?: boolean
  /** What it does is under way. It keeps the focus and does nothing meanwhile. */
  isBusy?: boolean
  /** It does nothing at present; it can still be reached, so that its reason can be read. */
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
  const isDead = isBusy || isOff
  return (
    <button
      {...rest}
      type={type}
      className={`button button-${look} ${isWide ? 'button-wide' : ''} ${className}`}
      aria-disabled={isDead}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isDead) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {isBusy ? <span className="spinner" aria-hidden="true" /> : null}
      {children}
    </button>
  )
}

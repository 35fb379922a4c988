import type { HTMLAttributes } from 'react'
import { AlertIcon, CheckIcon } from './icons.tsx'

/** A short status beside a value: an icon and a text. */
export function Mark({
  look,
  children,
  ...rest
}: HTMLAttributes<HTMLSpanElement> & { look: 'good' | 'warn' }) {
  return (
    <span className={`mark mark-${look}`} {...rest}>
      {look === 'good' ? <CheckIcon /> : <AlertIcon />}
      {children}
    </span>
  )
}

import type { ReactNode } from 'react'
import { AlertIcon, CheckIcon, InfoIcon } from './icons.tsx'

/** A message within a screen. Problems are announced at once, anything else at the next pause. */
export function Notice({
  look = 'info',
  children,
}: {
  look?: 'info' | 'good' | 'warn' | 'danger'
  children: ReactNode
}) {
  return (
    <div className={`notice notice-${look}`} role={look === 'danger' ? 'alert' : 'status'}>
      {look === 'good' ? <CheckIcon /> : look === 'info' ? <InfoIcon /> : <AlertIcon />}
      <div className="notice-body">{children}</div>
    </div>
  )
}

import type { ReactNode } from 'react'
import { AlertIcon, CheckIcon, InfoIcon } from './icons.tsx'

/** A message in the flow of a screen. What is wrong is announced at once, anything else when there is a pause. */
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

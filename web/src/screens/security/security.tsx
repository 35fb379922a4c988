import './security.css'
import { useCallback, useEffect, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { ActivityCard } from './activity-card.tsx'
import { DeletionCard } from './deletion-card.tsx'
import { ExportCard } from './export-card.tsx'
import { FactorCard } from './factor-card.tsx'
import { PasskeysCard } from './passkeys-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { SessionsCard } from './sessions-card.tsx'
import { WaitingCard } from './waiting-card.tsx'

/** Changes with what may have changed the lists: here, in another tab, or elsewhere while the person did not look. */
function useVersion() {
  const { session } = useApp()
  const deleteAt = useAccount()?.DeleteAt ?? ''
  const [count, setCount] = useState(0)
  const next = useCallback(() => setCount((now) => now + 1), [])
  useEffect(() => {
    const onVisible = () => {
      if (document.visibilityState === 'visible') next()
    }
    const ends = [session.onAccountChange(next), session.onProfileChange(next)]
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      for (const end of ends) end()
    }
  }, [session, next])
  const onChanged = () => {
    next()
    session.tellAccountChange()
  }
  return { version: `${count} ${deleteAt}`, onChanged }
}

/** Password, passkeys, second factor, sessions, activity, a copy of all data, and the deletion of the account. */
export default function Security() {
  useMoreTexts()
  const t = useText()
  const { version, onChanged } = useVersion()
  return (
    <div className="screen">
      <h1>{t('nav.security')}</h1>
      <WaitingCard version={version} onChanged={onChanged} />
      <PasswordCard onChanged={onChanged} />
      <PasskeysCard version={version} onChanged={onChanged} />
      <FactorCard version={version} onChanged={onChanged} />
      <SessionsCard version={version} onChanged={onChanged} />
      <ActivityCard version={version} />
      <ExportCard onDone={onChanged} />
      <DeletionCard onExported={onChanged} />
    </div>
  )
}

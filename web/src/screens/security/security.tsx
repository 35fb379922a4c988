import './security.css'
import { useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { ActivityCard } from './activity-card.tsx'
import { DeletionCard } from './deletion-card.tsx'
import { ExportCard } from './export-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { SessionsCard } from './sessions-card.tsx'

/** Password, sessions, activity, a copy of all data, and the deletion of the account. */
export default function Security() {
  const t = useText()
  const [version, setVersion] = useState(0)
  const onChanged = () => setVersion((now) => now + 1)
  return (
    <div className="screen">
      <h1>{t('nav.security')}</h1>
      <PasswordCard onChanged={onChanged} />
      <SessionsCard version={version} onChanged={onChanged} />
      <ActivityCard version={version} />
      <ExportCard onDone={onChanged} />
      <DeletionCard onRequested={onChanged} />
    </div>
  )
}

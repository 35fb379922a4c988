import './security.css'
import { useCallback, useEffect, useState } from 'react'
import type { Api } from '../../api/client.ts'
import { useApp } from '../../app-context.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Rows } from '../../ui/row.tsx'
import { ActivityCard } from './activity-card.tsx'
import { DeletionRow } from './deletion-row.tsx'
import { ExportRow } from './export-row.tsx'
import { FactorRow } from './factor-row.tsx'
import { PasskeysRow } from './passkeys-row.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { PasswordRow } from './password-row.tsx'
import { type Ended, SessionsCard } from './sessions-card.tsx'
import { useLoaded } from './use-loaded.ts'
import { WaitingCard } from './waiting-card.tsx'

/**
 * Changes after anything that may have changed the lists: here, in another tab, or elsewhere while the tab was hidden.
 */
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
    session.broadcastAccountChange()
  }
  return { version: `${count} ${deleteAt}`, onChanged }
}

const readPassword = (api: Api) => api.call('GET', 'user/password/reset/')

/** Password, passkeys, second factor, sessions, activity, a copy of all data, and the deletion of the account. */
export default function Security() {
  useMoreTexts()
  const t = useText()
  const { version, onChanged } = useVersion()
  const password = useLoaded(readPassword, version)
  const [isChanging, setChanging] = useState(false)
  const [isDone, setDone] = useState(false)
  const [ended, setEnded] = useState<Ended | null>(null)
  // After the dialog has returned the focus to the button that opened it, which may be gone.
  useEffect(() => {
    if (isDone) document.getElementsByName('edit-password')[0]?.focus()
  }, [isDone])
  const changePassword = () => {
    setDone(false)
    setChanging(true)
  }
  return (
    <div className="screen">
      <h1>{t('nav.security')}</h1>
      {password.data?.waiting ? <WaitingCard waiting={password.data.waiting} onStopped={onChanged} /> : null}
      <Card title={t('security.sign_in_title')}>
        <Rows>
          <PasswordRow state={password} onChange={changePassword} />
          {isDone ? <Notice look="good">{t('password.changed')}</Notice> : null}
          <PasskeysRow version={version} onChanged={onChanged} />
          <FactorRow version={version} onChanged={onChanged} />
        </Rows>
      </Card>
      <SessionsCard
        version={version}
        ended={ended}
        onEnded={(text) => {
          setEnded({ text })
          onChanged()
        }}
        onChangePassword={changePassword}
      />
      <ActivityCard version={version} />
      <Card title={t('security.data_title')}>
        <Rows>
          <ExportRow onDone={onChanged} />
          <DeletionRow onExported={onChanged} />
        </Rows>
      </Card>
      {isChanging ? (
        <PasswordDialog
          onClose={() => setChanging(false)}
          onDone={() => {
            setChanging(false)
            setEnded(null)
            setDone(true)
            onChanged()
          }}
        />
      ) : null}
    </div>
  )
}

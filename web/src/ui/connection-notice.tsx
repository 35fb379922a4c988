import { useEffect, useSyncExternalStore } from 'react'
import { isConnectionLost, onReconnect, subscribeConnection } from '../connection.ts'
import { useText } from '../i18n/language.tsx'
import { announce } from './announcer.tsx'
import { InfoIcon } from './icons.tsx'

/** Says that the service cannot be reached, while that is so. */
export function ConnectionNotice() {
  const t = useText()
  const isLost = useSyncExternalStore(subscribeConnection, isConnectionLost)
  useEffect(() => onReconnect(() => announce(t('connection.back'))), [t])
  return (
    <div className="connection" role="status">
      {isLost ? (
        <p>
          <InfoIcon />
          {t(navigator.onLine ? 'connection.lost' : 'connection.offline')}
        </p>
      ) : null}
    </div>
  )
}

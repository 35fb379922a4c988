import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../api/failure.ts'
import { loadFailedChunks } from '../chunk.ts'
import { checkConnection, onReconnect } from '../connection.ts'
import { useText } from '../i18n/language.tsx'
import { reloadOnce, reloadPage } from '../reload.ts'
import { Button } from './button.tsx'
import { failureText } from './failure-text.ts'
import { Notice } from './notice.tsx'

/**
 * Takes the place of code that could not be loaded. With a connection it is most likely gone, because the service has
 * been upgraded: the page reloads itself once. Without one it is loaded as soon as the connection is back.
 */
export function ChunkFailure({ failure, onLoaded }: { failure: Failure; onLoaded: () => void }) {
  const t = useText()
  const place = useRef<HTMLDivElement>(null)
  const [isBusy, setBusy] = useState(false)
  const loaded = useRef(onLoaded)
  loaded.current = onLoaded
  const retry = useCallback(async () => {
    setBusy(true)
    try {
      await loadFailedChunks()
      loaded.current()
    } catch {
      if (!(await reloadIfConnected())) setBusy(false)
    }
  }, [])
  useEffect(() => {
    void reloadIfConnected()
    place.current?.scrollIntoView({ block: 'nearest' })
    return onReconnect(() => void retry())
  }, [retry])
  return (
    <div ref={place}>
      <Notice look="danger">
        <p>{failureText(t, failure)}</p>
        <div className="row">
          <Button look="secondary" isBusy={isBusy} onClick={() => void retry()}>
            {t('action.retry')}
          </Button>
          <Button look="plain" onClick={reloadPage}>
            {t('action.reload')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}

const reloadIfConnected = async (): Promise<boolean> => (await checkConnection()) && reloadOnce()

import { useEffect, useState } from 'react'
import { useText } from '../i18n/language.tsx'
import { guardLeaving } from '../route.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Warns before something unsaved is left: by another screen, by closing the tab or by another address. */
export function LeaveGuard({ isDirty, onDiscard }: { isDirty: boolean; onDiscard: () => void }) {
  const t = useText()
  const [go, setGo] = useState<(() => void) | null>(null)
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    const release = guardLeaving((next) => {
      setGo(() => next)
      return false
    })
    return () => {
      removeEventListener('beforeunload', warn)
      release()
    }
  }, [isDirty])
  if (go === null) return null
  return (
    <Dialog title={t('leave.title')} onClose={() => setGo(null)}>
      <p>{t('leave.text')}</p>
      <div className="row row-end">
        <Button
          look="secondary"
          onClick={() => {
            setGo(null)
            onDiscard()
            go()
          }}
        >
          {t('leave.discard')}
        </Button>
        <Button onClick={() => setGo(null)}>{t('leave.stay')}</Button>
      </div>
    </Dialog>
  )
}

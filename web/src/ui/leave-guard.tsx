import { Suspense, useEffect, useState } from 'react'
import { guardLeaving } from '../route.ts'
import { preparable } from './preparable.tsx'

const LeaveDialog = preparable(() => import('./leave-dialog.tsx'))

/** Warns before something unsaved is left: by another screen, by closing the tab or by another address. */
export function LeaveGuard({ isDirty, onDiscard }: { isDirty: boolean; onDiscard: () => void }) {
  const [go, setGo] = useState<(() => void) | null>(null)
  useEffect(() => {
    if (!isDirty) return
    // Without a connection it must be there too.
    LeaveDialog.prepare()
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
    <Suspense>
      <LeaveDialog.Component
        onStay={() => setGo(null)}
        onLeave={() => {
          setGo(null)
          onDiscard()
          go()
        }}
      />
    </Suspense>
  )
}

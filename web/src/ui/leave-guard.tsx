import { Suspense, useId, useLayoutEffect, useState } from 'react'
import { guardLeaving } from '../route.ts'
import { warnBeforeUnload } from '../unload-warning.ts'
import { preparable } from './preparable.tsx'

/** Asks for confirmation before unsaved changes are left. */
export const LeaveDialog = preparable(() => import('./leave-dialog.tsx'))

/** Warns before unsaved changes are lost: by another screen, by closing the tab or by another address. */
export function LeaveGuard({ isDirty, onDiscard }: { isDirty: boolean; onDiscard: () => void }) {
  const id = useId()
  const [go, setGo] = useState<(() => void) | null>(null)
  // Before anything is painted: whoever sees the change may leave at once.
  useLayoutEffect(() => {
    if (!isDirty) return
    // It must be available without a connection too.
    void LeaveDialog.prepare()
    return guardLeaving((next) => {
      setGo(() => next)
      return false
    })
  }, [isDirty])
  useLayoutEffect(() => {
    warnBeforeUnload(id, isDirty)
    return () => warnBeforeUnload(id, false)
  }, [id, isDirty])
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

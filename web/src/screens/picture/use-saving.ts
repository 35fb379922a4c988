import { useEffect, useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'

/** Saves once at a time. `share`: the part that has been sent, from 0 to 1; null while nothing is being sent. */
export function useSaving(send: (onProgress: (share: number) => void, signal: AbortSignal) => Promise<void>) {
  const [share, setShare] = useState<number | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isCancelled, setCancelled] = useState(false)
  const [isUnsaved, setUnsaved] = useState(true)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const save = async () => {
    if (running.current !== null) return
    const controller = new AbortController()
    running.current = controller
    setShare(0)
    setFailure(null)
    setCancelled(false)
    try {
      await send(setShare, controller.signal)
      setUnsaved(false)
    } catch (error) {
      if (controller.signal.aborted) setCancelled(true)
      else setFailure(asFailure(error))
    } finally {
      running.current = null
      setShare(null)
    }
  }
  return { share, failure, isCancelled, isUnsaved, save, cancel: () => running.current?.abort() }
}

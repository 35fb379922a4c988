import { useEffect, useRef, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useAccount } from '../../session/use-account.ts'
import { type Adjusted, keepWork, takeWork, type Work } from './kept-work.ts'

/** What is being done with a picture, also over a session that the service ended while it was done. */
export function useWork() {
  const { session } = useApp()
  const username = useAccount()?.UserProfile[0]?.username
  const [work, setWork] = useState<Work | null>(null)
  const adjusted = useRef<Adjusted | null>(null)
  const latest = useRef({ work, owner: username })
  latest.current = { work, owner: username ?? latest.current.owner }

  useEffect(() => {
    const found = username === undefined ? null : takeWork(username)
    if (found === null) return
    adjusted.current = found.adjusted
    setWork(found.work)
  }, [username])
  useEffect(
    () =>
      session.subscribe(() => {
        const state = session.state()
        const { work: doing, owner } = latest.current
        if (state.status !== 'out' || state.reason !== 'ended' || doing === null || owner === undefined)
          return
        keepWork(session, { username: owner, work: doing, adjusted: adjusted.current })
      }),
    [session],
  )
  return {
    work,
    adjusted,
    /** Begins something, or ends what is being done. */
    begin(next: Work | null): void {
      adjusted.current = null
      setWork(next)
    },
  }
}

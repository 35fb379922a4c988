import { useEffect, useRef, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useAccount } from '../../session/use-account.ts'
import type { Part } from './crop.ts'
import { type Adjusted, keepWork, takeWork, type Work } from './kept-work.ts'

/** The work in progress on a picture; it survives a session that the service ended meanwhile. */
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
    /** Starts work with this part of the picture, by default the middle or the part shown now; or ends it. */
    begin(next: Work | null, part: Part | null = null): void {
      adjusted.current = part && { quarters: 0, part }
      setWork(next)
    },
  }
}

import type { Session } from '../../session/session.ts'
import type { Part } from './crop.ts'
import type { Source } from './prepare.ts'

/** What is being done: a new picture is adjusted, or the one that the service keeps. */
export type Work = { type: 'new'; source: Source } | { type: 'kept' }

/** How far it has got: turned clockwise by so many quarters, and the part that shows. */
export interface Adjusted {
  quarters: number
  part: Part | null
}

interface Kept {
  username: string
  work: Work
  adjusted: Adjusted | null
}

/** What somebody was adjusting when their session ended, for when they are back. It never leaves the page's memory. */
let kept: Kept | null = null

const forget = () => {
  kept = null
}

/** Keeps it until the same person takes it back, or signs out. */
export function keepWork(session: Session, work: Kept): void {
  kept = work
  const release = session.subscribe(() => {
    const state = session.state()
    if (state.status !== 'out' || state.reason === 'ended') return
    forget()
    release()
  })
}

/** What was kept for the person; what was kept for another one is forgotten. */
export function takeWork(username: string): Kept | null {
  const found = kept?.username === username ? kept : null
  forget()
  return found
}

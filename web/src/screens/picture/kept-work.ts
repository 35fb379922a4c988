import type { Session } from '../../session/session.ts'
import type { Part } from './crop.ts'
import type { Source } from './prepare.ts'

/** The work in progress: adjusting a new picture, or the stored one. */
export type Work = { type: 'new'; source: Source } | { type: 'kept' }

/** Its state: quarter turns clockwise, and the visible part. */
export interface Adjusted {
  quarters: number
  part: Part | null
}

interface Kept {
  username: string
  work: Work
  adjusted: Adjusted | null
}

/**
 * The picture that somebody was adjusting when their session ended, for when they return. It never leaves the page's
 * memory.
 */
let kept: Kept | null = null

const forget = () => {
  kept = null
}

/** Keeps it until the same person resumes it or signs out. */
export function keepWork(session: Session, work: Kept): void {
  kept = work
  const release = session.subscribe(() => {
    const state = session.state()
    if (state.status !== 'out' || state.reason === 'ended') return
    forget()
    release()
  })
}

/** Returns the work kept for the person; discards that of anybody else. */
export function takeWork(username: string): Kept | null {
  const found = kept?.username === username ? kept : null
  forget()
  return found
}

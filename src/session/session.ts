import type { ApplicationKind, RefreshPolicy } from '../application/application.ts'
import type { User } from '../user/user.ts'

/** How long an access token lives, in seconds (contract: Signing in). */
export const ACCESS_TOKEN_SECONDS = 600

/** A rotated refresh token used again within this time is a client's retry, later it is theft; in milliseconds. */
const REUSE_GRACE = 30_000

/** Longest password that is hashed, in UTF-16 units: bounds the work of one sign-in. */
export const PASSWORD_LENGTH_MAX = 4096

/** Who calls: proven by the API key and the access token together. */
export interface Caller {
  user: User
  sessionId: string
  application: { id: string; kind: ApplicationKind; origins: string[] }
}

/** What a used refresh token belongs to. */
export interface RefreshState {
  sessionId: string
  userId: string
  applicationId: string
  refreshPolicy: RefreshPolicy
  usedAt: number | null
  /** Neither the token, nor its session, nor the person has ended. */
  isLive: boolean
}

/** What a repeated use of a rotated token means. */
export function judgeReuse(usedAt: number, now: number): 'retry' | 'theft' {
  return now - usedAt <= REUSE_GRACE ? 'retry' : 'theft'
}

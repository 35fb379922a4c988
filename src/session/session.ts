import type { ApplicationKind, RefreshPolicy } from '../application/application.ts'
import type { Actor } from '../audit/audit.ts'
import type { NoticeReason } from '../messages/texts.ts'
import type { Transaction } from '../ports/database.ts'
import type { User } from '../user/user.ts'

/** Tells the owner of an account by mail, inside the transaction of what happened; given by the room of the notices. */
export type TellOwner = (tx: Transaction, userId: string, reason: NoticeReason, actor: Actor) => Promise<void>

/** How long an access token lives, in seconds (contract: Signing in). */
export const ACCESS_TOKEN_SECONDS = 600

/** Live sessions of a person in one application, at most: at a sign-in beyond it the least recently used ends. */
export const SESSIONS_MAX = 50

/** How much of a `User-Agent` is kept, in UTF-16 units. */
export const USER_AGENT_MAX = 255

/** Longest password that is hashed, in UTF-16 units: bounds the work of one sign-in. */
export const PASSWORD_LENGTH_MAX = 4096

/** Who is signed in: proven by the API key and the access token together. */
export interface SignedIn {
  user: User
  sessionId: string
  /** When whoever has the session last proved to be the person: at sign-in, or since. Milliseconds since the Unix epoch. */
  provedAt: number
  application: { id: string; kind: ApplicationKind; origins: string[] }
}

/** Who calls, and from where. */
export interface Caller extends SignedIn {
  /** IP address, as seen through the proxies of `TRUST_PROXY`. */
  address: string
}

/** The caller as the audit trail names them. */
export function actorOf({ application, sessionId, address }: Caller): Actor {
  return { kind: 'person', applicationId: application.id, sessionId, address }
}

/** A session as its person sees it. Instants are in milliseconds. */
export interface OwnSession {
  id: string
  application: { id: string; name: string }
  /** `User-Agent` at sign-in; `""` if none was sent. */
  userAgent: string
  /** IANA zone that its client told last; `""` where it told none. */
  timezone: string
  createdAt: number
  /** The last sign-in or refresh. */
  lastSeenAt: number
  /** When whoever has it last proved to be the person. */
  provedAt: number
  expiresAt: number
  endedAt: number | null
}

/** How long sessions last, in milliseconds: since they were used last, and since they began. */
export interface SessionLifetimes {
  idle: number
  absolute: number
}

/** When a session ends that began at an instant and is used now; instants are in milliseconds. */
export function expiryOf(startedAt: number, now: number, { idle, absolute }: SessionLifetimes): number {
  return Math.min(now + idle, startedAt + absolute)
}

/** When a session is live: it ends after `now`, and began after `startedAfter`. Instants are in milliseconds. */
export type LiveAt = { now: number; startedAfter: number }

/** What a used refresh token belongs to. */
export interface RefreshState {
  sessionId: string
  /** When the session began. */
  startedAt: number
  userId: string
  applicationId: string
  refreshPolicy: RefreshPolicy
  usedAt: number | null
  /** Neither the token, nor its session, nor the person has ended. */
  isLive: boolean
}

/**
 * What a repeated use of a rotated token means: within `grace` milliseconds of the first it is a client's retry, later it
 * is theft.
 */
export function judgeReuse(usedAt: number, now: number, grace: number): 'retry' | 'theft' {
  return now - usedAt <= grace ? 'retry' : 'theft'
}

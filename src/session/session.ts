import type { ApplicationKind, RefreshPolicy } from '../application/application.ts'
import type { Actor } from '../audit/audit.ts'
import type { NoticeReason } from '../messages/texts.ts'
import type { Transaction } from '../ports/database.ts'
import type { User } from '../user/user.ts'

/**
 * Notifies the owner of an account by mail, in the transaction of the event; implemented by the room of the
 * notices.
 */
export type NotifyOwner = (
  tx: Transaction,
  userId: string,
  reason: NoticeReason,
  actor: Actor,
) => Promise<void>

/** Lifetime of an access token, in seconds (contract: Signing in). */
export const ACCESS_TOKEN_SECONDS = 600

/**
 * Maximum number of active sessions of a person per application: a further sign-in ends the least recently
 * used one.
 */
export const SESSIONS_MAX = 50

/** Maximum stored length of a `User-Agent`, in UTF-16 units. */
export const USER_AGENT_MAX = 255

/** How somebody signed in: values of `amr` (RFC 8176, 2), or those that an OpenID provider returned. */
export type Method = string

/** What the ways to sign in prove. */
export const methods = {
  password: ['pwd'],
  /** The password, and a code of the authenticator app or a recovery code. */
  secondFactor: ['pwd', 'otp', 'mfa'],
  /** A key that its device uses only after a check of the person. */
  passkey: ['pop', 'user', 'mfa'],
  /** A mailed code. */
  recovery: ['otp'],
} as const satisfies Record<string, readonly Method[]>

/** Reads the column of a session. */
export const methodsOf = (text: string): readonly Method[] => text.split(' ').filter((one) => one !== '')

/** A signed-in person, proven by the API key and the access token together. Several requests may share what it contains. */
export interface SignedIn {
  user: Readonly<User>
  sessionId: string
  /**
   * When whoever has the session last proved to be the person, at sign-in or later. Milliseconds since the
   * Unix epoch.
   */
  provedAt: number
  /** Entry of `ISSUERS` by which the session started; null for all others. */
  provider: string | null
  /** Whether the call came with a token of that provider rather than one of ours. */
  hasForeignToken: boolean
  application: Readonly<{ id: string; kind: ApplicationKind; origins: readonly string[] }>
}

/** What was read of the caller with an access token and an API key. */
export interface KeptCaller {
  caller: SignedIn
  keyHash: string
  /** Until when it holds unless a row changes: milliseconds since the Unix epoch. */
  until: number
}

/** The caller, with the address of the call. */
export interface Caller extends SignedIn {
  /** IP address, determined with the proxies of `TRUST_PROXY`. */
  address: string
}

/** Converts the caller for the audit trail. */
export function actorOf({ application, sessionId, address }: Caller): Actor {
  return { kind: 'person', applicationId: application.id, sessionId, address }
}

/** What a client said about itself: enough to show its person where a session is. */
export interface SessionClient {
  /** What people call the provider by which it started; `""` for none. */
  provider: string
  /** `User-Agent` at sign-in; `""` if none was sent. */
  userAgent: string
  /** IANA zone last reported; `""` if it reported none. */
  timezone: string
}

/** A session, as shown to its person. Instants are in milliseconds. */
export interface OwnSession extends SessionClient {
  id: string
  application: { id: string; name: string }
  /** IP address of the last sign-in or refresh; `""` if it is unknown. */
  address: string
  createdAt: number
  /** The last sign-in or refresh. */
  lastSeenAt: number
  /** When whoever has it last proved to be the person. */
  provedAt: number
  expiresAt: number
  endedAt: number | null
}

/** Lifetimes of sessions, in milliseconds: since their last use, and since their start. */
export interface SessionLifetimes {
  idle: number
  absolute: number
}

/**
 * Returns when a session expires that started at an instant and is used now; instants are in milliseconds.
 */
export function expiryOf(startedAt: number, now: number, { idle, absolute }: SessionLifetimes): number {
  return Math.min(now + idle, startedAt + absolute)
}

/**
 * When a session is active: it expires after `now` and started after `startedAfter`. Instants are in
 * milliseconds.
 */
export type LiveAt = { now: number; startedAfter: number }

/** Returns the bounds of sessions that are active at an instant, in milliseconds. */
export const liveAt = (now: number, { absolute }: Pick<SessionLifetimes, 'absolute'>): LiveAt => ({
  now,
  startedAfter: now - absolute,
})

/** Returns until when a session that started and expires at these instants is active, with a key that ends at one. */
export const liveUntil = (
  { startedAt, expiresAt, keyEndsAt }: { startedAt: number; expiresAt: number; keyEndsAt: number | null },
  { absolute }: Pick<SessionLifetimes, 'absolute'>,
): number => Math.min(startedAt + absolute, expiresAt, keyEndsAt ?? Number.POSITIVE_INFINITY)

/** What a used refresh token belongs to. */
export interface RefreshState {
  sessionId: string
  /** When the session started. */
  startedAt: number
  /** When whoever has the session last proved to be the person. */
  provedAt: number
  /** How its person signed in. */
  methods: readonly Method[]
  /** Entry of `ISSUERS` by which it started; null for all others. */
  provider: string | null
  userId: string
  applicationId: string
  refreshPolicy: RefreshPolicy
  usedAt: number | null
  /** Whether token, session and person are all active. */
  isLive: boolean
}

/**
 * Judges the reuse of a rotated token: within `grace` milliseconds of its first use it is a client's retry,
 * later it is theft.
 */
export function judgeReuse(usedAt: number, now: number, grace: number): 'retry' | 'theft' {
  return now - usedAt <= grace ? 'retry' : 'theft'
}

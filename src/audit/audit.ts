import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import type { AuditAction } from '../../common/audit-actions.ts'
import type { SecurityEventKind } from '../ports/security-events.ts'

/** A change, or an attempt of which the trail has counts. */
export type TrailAction = AuditAction | SecurityEventKind

/**
 * Who acts: a signed-in person or one who proves to be by a code, an operator at the command line, whoever holds the
 * link of a mail, or the service itself.
 */
export type ActorKind = 'person' | 'operator' | 'link' | 'system'

/** Who does something, and from where. */
export interface Actor {
  kind: ActorKind
  /** The application that the call came through. */
  applicationId?: string
  sessionId?: string
  /** The caller's IP address, as seen through the proxies of `TRUST_PROXY`. */
  address?: string
  /** An operator's name on the operating system. */
  operator?: string
}

/** What an event is about. */
export interface AuditSubject {
  /** The person. */
  userId?: string
  /** The application, where it is not the one that the actor came through. */
  applicationId?: string
  /** Names of the values that changed, as the API names them. Never the values. */
  fields?: readonly string[]
  /** Keys (`emailKey`) of the address before and after; what is kept of them is a keyed hash. */
  oldEmailKey?: string
  newEmailKey?: string
}

/** One line of the trail. What does not apply is null; of a removed person only ids, action and hashes are left. */
export interface AuditEvent {
  id: string
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  action: TrailAction
  userId: string | null
  actor: ActorKind
  operator: string | null
  applicationId: string | null
  sessionId: string | null
  address: string | null
  fields: string[]
  oldEmailHash: string | null
  newEmailHash: string | null
  /** How often an attempt was made in one minute; null for a change. */
  count: number | null
}

/** A change, as the trail has it. */
export type ChangeEvent = AuditEvent & { action: AuditAction }

/** What to read of the trail. Instants are in milliseconds; `since` is included, `until` is not. */
export interface AuditQuery {
  userId?: string
  /** Hash of an address before or after. */
  emailHash?: string
  action?: TrailAction
  /** Changes alone, without counts of attempts. */
  isChange?: true
  since?: number
  until?: number
}

/**
 * What the trail keeps of an address: HMAC-SHA-256 (RFC 2104) of its key, as base64url. Without the secret nobody can
 * try addresses on a list that was handed on; `SECURITY.md` says what that does not protect.
 */
export function emailHash(secret: string, emailKey: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(emailKey).digest('base64url')
}

/** The IP address without a zone, or null if the text is none: a proxy that is believed can send any text. */
export function plainAddress(text: string | undefined): string | null {
  const address = text?.split('%', 1)[0] ?? ''
  return isIP(address) === 0 ? null : address
}

/** The key of no address: what `emailKey` makes of the empty text that a person without an address has. */
export const NO_ADDRESS = '@'

/** Longest name of an operator that is kept. */
const OPERATOR_MAX = 100

/** The event of an action; `made` is what the rules do not know. */
export function eventOf(
  made: Pick<AuditEvent, 'id' | 'createdAt' | 'oldEmailHash' | 'newEmailHash'>,
  action: TrailAction,
  actor: Actor,
  about: AuditSubject,
): AuditEvent {
  return {
    ...made,
    action,
    userId: about.userId ?? null,
    actor: actor.kind,
    operator: actor.operator?.slice(0, OPERATOR_MAX) ?? null,
    applicationId: about.applicationId ?? actor.applicationId ?? null,
    sessionId: actor.sessionId ?? null,
    address: plainAddress(actor.address),
    fields: [...(about.fields ?? [])],
    count: null,
  }
}

/**
 * Id of the row that a count goes into: an HMAC of its key, so that all nodes add to one row, and nobody learns an address
 * from the id of a row that was stripped of it.
 */
export function countId(secret: string, key: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(`count ${key}`).digest('base64url')
}

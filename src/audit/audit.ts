import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import type { AuditAction } from '../../common/audit-actions.ts'
import type { SecurityEventKind } from '../ports/security-events.ts'

/** A change, or a kind of attempt that the trail counts. */
export type TrailAction = AuditAction | SecurityEventKind

/**
 * Kinds of actors: a person who is signed in or proves to be one by a code, an operator on the command line,
 * an application with the key of a server, the holder of a mailed link, or the service itself.
 */
export type ActorKind = 'person' | 'operator' | 'application' | 'link' | 'system'

/** Who does something, and from where. */
export interface Actor {
  kind: ActorKind
  /** The application through which the call came. */
  applicationId?: string
  sessionId?: string
  /** The key with which an application acts. */
  keyId?: string
  /** The caller's IP address, determined with the proxies of `TRUST_PROXY`. */
  address?: string
  /** The operator's user name on the operating system. */
  operator?: string
}

/** What an event is about. */
export interface AuditSubject {
  /** The person. */
  userId?: string
  /** The application, if it differs from the one through which the actor came. */
  applicationId?: string
  /** Names of the changed values, as in the API. Never the values. */
  fields?: readonly string[]
  /** Keys (`emailKey`) of the address before and after; only a keyed hash is stored. */
  oldEmailKey?: string
  newEmailKey?: string
}

/**
 * An event of the trail. Values that do not apply are null. For a removed person, only ids, action and hashes
 * remain.
 */
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
  /** The key with which an application acted. */
  keyId: string | null
  address: string | null
  fields: string[]
  oldEmailHash: string | null
  newEmailHash: string | null
  /** Number of attempts in one minute; null for a change. */
  count: number | null
}

/** A change, as recorded in the trail. */
export type ChangeEvent = AuditEvent & { action: AuditAction }

/** Selects events. Instants are in milliseconds; `since` is inclusive, `until` is exclusive. */
export interface AuditQuery {
  userId?: string
  /** Hash of an address before or after. */
  emailHash?: string
  /** One of these. */
  actions?: readonly TrailAction[]
  /** Only changes, without counts of attempts. */
  isChange?: true
  /** Only what the person may see. */
  isVisible?: boolean
  since?: number
  until?: number
}

/**
 * Returns the form in which the trail stores an address: HMAC-SHA-256 (RFC 2104) of its key, as base64url.
 * Without the secret, no one can test addresses against a leaked trail; `SECURITY.md` describes what that
 * does not protect against.
 */
export function emailHash(secret: string, emailKey: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(emailKey).digest('base64url')
}

/**
 * Returns the IP address without its zone, or null if the text is not one: a trusted proxy can send any text.
 */
export function plainAddress(text: string | undefined): string | null {
  const address = text?.split('%', 1)[0] ?? ''
  return isIP(address) === 0 ? null : address
}

/** The result of `emailKey` for the empty text, which stands for a missing address. */
export const NO_ADDRESS = '@'

/** Maximum length of a stored operator name. */
const OPERATOR_MAX = 100

/** Creates the event of an action; `made` contains what the rules cannot determine. */
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
    keyId: actor.keyId ?? null,
    address: plainAddress(actor.address),
    fields: [...(about.fields ?? [])],
    count: null,
  }
}

/**
 * Returns the id of the row for a count: an HMAC of its key. So all nodes update the same row, and the id
 * does not reveal an address that was stripped from the row.
 */
export function countId(secret: string, key: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(`count ${key}`).digest('base64url')
}

import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import type { SecurityEventKind } from '../ports/security-events.ts'

/**
 * The catalogue: every action that leaves an event, and what has happened then. A name, once released, never changes.
 *
 * Attempts such as failed sign-ins are counted (`securityEvents`), since anyone could fill the disk with them. Not recorded are
 * requests for a code for a new password.
 * Not recorded for itself is what another action brings along: the sessions that end with a new password, the renewal
 * of a hash at sign-in, the refresh of an access token, another mail with a code.
 */
export const auditActions = {
  'session.started': 'a person signed in',
  'session.ended': 'a person signed out; one event for each session',
  'sessions.ended': 'a person signed out everywhere else; one event for all',
  'sessions.revoked': 'an operator ended the sessions of a person; one event for all',
  'session.stolen': 'a rotated refresh token was used again later than a client would, and its session ended',
  'session.displaced':
    'the least recently used session ended, since the person signed in beyond the most there may be',
  'sign_in.locked':
    'so many passwords were wrong that sign-ins from new places are refused; at most one event an hour',
  'sign_in.unlocked': 'an operator let sign-ins count anew',
  'profile.updated': 'values of the profile changed',
  'email.requested': 'a person asked for the code for another address',
  'email.cancelled': 'a person took that back',
  'email.changed': 'the address changed, by its code; with whatever else that update changed',
  'email.verified':
    'a person proved the address that they have, by its code; with whatever else that update changed',
  'email.undone': 'the address was put back by the link mailed to it',
  'email.undo_ended': 'a person proved who they are, and the address can no longer be put back',
  'account.frozen':
    'the address that lost the account by that objected: it is neither moved, nor recovered, nor removed',
  'account.unfrozen': 'the person proved who they are, or an operator decided, and that is over',
  'picture.uploaded': 'another picture is shown',
  'picture.cropped': 'the picture was cropped anew',
  'picture.removed': 'the picture was removed',
  'password.changed': 'a person changed the password, by the old one',
  'password.reset': 'a new password was chosen by a mailed code',
  'password.waiting':
    'a new password was chosen by a code that was mailed to an address before; it takes effect later',
  'password.stopped': 'somebody who proved to be the person stopped that',
  'password.set': 'an operator set the password',
  'data.exported': 'a person took a copy of everything stored about them',
  'deletion.requested':
    'a person asked for the removal of the account, which happens after the days of grace',
  'deletion.cancelled': 'a person took that back',
  'user.created': 'a person was added',
  'user.disabled': 'a person can sign in no more',
  'user.enabled': 'a person can sign in again',
  'user.deleted': 'a person was removed',
  'second_factor.added': 'a person set up a second factor, the first or another one',
  'second_factor.removed': 'a person removed it, with its recovery codes',
  'second_factor.codes_renewed': 'new recovery codes took the place of those before',
  'second_factor.code_used': 'a recovery code was used in the place of a code of the app',
  'second_factor.reset': 'an operator removed it, for a person who has lost it',
  'second_factor.required': 'an operator asks a person for one',
  'second_factor.not_required': 'an operator took that back',
  'passkey.added': 'a person registered a passkey',
  'passkey.renamed': 'a passkey got another name',
  'passkey.removed': 'a passkey was removed',
  'passkey.refused': 'a passkey was refused, since its counter had gone back: there may be a copy of it',
  'users.imported': 'people were added by an import; one event for all',
  'application.created': 'an application was registered',
  'application.key_rotated': 'an application got another API key',
  'application.revoked': 'an application was ended',
  'application.updated': 'the built-in application took on what the settings say',
  'signing_keys.rotated': 'tokens are signed with another key',
  'secrets.encrypted': 'an operator had the stored secrets encrypted with the current key',
  'signing_keys.revoked': 'tokens are signed with another key, and those of the old ones are refused',
} as const satisfies Record<string, string>

/** A change. */
export type AuditAction = keyof typeof auditActions
/** A change, or an attempt of which the trail has counts. */
export type TrailAction = AuditAction | SecurityEventKind

/** The actions whose events can be about one person. */
export const personActions = (Object.keys(auditActions) as AuditAction[]).filter(
  (action) => !/^(users|application|signing_keys|secrets)\./.test(action),
)

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

/** The IP address without a zone, or null where the text is none: a proxy that is believed can send any text. */
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

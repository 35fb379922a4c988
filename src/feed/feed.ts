import type { AuditAction } from '../../common/audit-actions.ts'
import { DAY } from '../basics/durations.ts'
import { isId } from '../basics/text.ts'

/** The catalogue: every type of event in the feed, with its meaning. A name never changes once it is released. */
export const feedTypes = {
  'user.created': 'A person was added, by an operator, an application or an import.',
  'user.updated':
    'Attributes changed; `attributes` has their names, never their values. The e-mail address and the picture have types of their own.',
  'email.changed':
    'The e-mail address changed. If the same update changed other attributes, `user.updated` names them.',
  'picture.changed': 'The picture, or its crop, was set, replaced or removed.',
  'user.disabled':
    'A person can no longer sign in. All their sessions have ended; each has an event of its own.',
  'user.enabled': 'A person can sign in again.',
  'user.deletion_requested':
    'A person requested the removal of the account, which happens after the grace period.',
  'user.deletion_cancelled': 'A requested removal was canceled. The account stays.',
  'user.deleted': 'A person was removed. Remove what you have about them.',
  'session.started': 'A person signed in; `session_id` and `application_id` say how.',
  'session.revoked':
    'A session ended before it expired: signed out, ended elsewhere, replaced, or with the account. Each has an event of its own; if `session_id` is null, more than a hundred ended at once.',
} as const satisfies Record<string, string>

export type FeedType = keyof typeof feedTypes

export const feedTypeNames = Object.keys(feedTypes) as FeedType[]

/** How long events are kept, in milliseconds. */
export const FEED_KEPT = 30 * DAY

/** A place in the feed: that of an event. */
export interface FeedPosition {
  /** Numbers of later transactions are larger. Events of one transaction share it. */
  transaction: number
  id: string
}

/** The place before the first event. */
export const FEED_START: FeedPosition = { transaction: -1, id: '' }

export const isFeedStart = ({ transaction }: FeedPosition): boolean => transaction === FEED_START.transaction

/** Something that happened to a person. Values that do not apply are null. */
export interface FeedEvent extends FeedPosition {
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  type: FeedType
  userId: string
  /** Names of the changed attributes, as in the API; null unless the type is `user.updated`. */
  fields: string[] | null
  applicationId: string | null
  sessionId: string | null
}

/** An event before it has a place. */
export type NewFeedEvent = Omit<FeedEvent, 'transaction'>

/** A part of the feed. */
export interface FeedPage {
  events: FeedEvent[]
  /** The cursor for what follows. */
  next: string
}

/** What the feed takes from a recorded action. */
export interface RecordedAction {
  action: string
  userId: string | null
  fields: readonly string[]
  applicationId: string | null
  sessionId: string | null
  createdAt: number
}

/** Actions that mean one type each. */
const plainTypes: Partial<Record<AuditAction, FeedType>> = {
  'user.created': 'user.created',
  'picture.uploaded': 'picture.changed',
  'picture.cropped': 'picture.changed',
  'picture.removed': 'picture.changed',
  'user.disabled': 'user.disabled',
  'user.enabled': 'user.enabled',
  'deletion.requested': 'user.deletion_requested',
  'deletion.cancelled': 'user.deletion_cancelled',
  'user.deleted': 'user.deleted',
}

/** Actions that end one session. Those that may end several tell of each: see `endsOf`. */
const endOne: readonly string[] = ['session.ended', 'session.stolen', 'session.displaced']
const changeAddress: readonly string[] = ['email.changed', 'email.undone']

/** Attributes that the address brings along. */
const ofAddress = ['email', 'email_verified']

/** Returns the types and details of the events that a recorded action means to applications, in order; often none. */
export function eventsOf(recorded: RecordedAction): Omit<NewFeedEvent, 'id'>[] {
  const { action, userId, createdAt } = recorded
  if (userId === null) return []
  const event = (type: FeedType, details: Partial<NewFeedEvent> = {}) => ({
    createdAt,
    type,
    userId,
    fields: null,
    applicationId: null,
    sessionId: null,
    ...details,
  })
  const session = { applicationId: recorded.applicationId, sessionId: recorded.sessionId }
  const plain = plainTypes[action as AuditAction]
  const moves = changeAddress.includes(action)
  const names = [...recorded.fields, ...(action === 'email.verified' ? ['email_verified'] : [])]
  const fields = moves ? names.filter((name) => !ofAddress.includes(name)) : names
  const updates = action === 'profile.updated' || action === 'email.verified' || moves
  return [
    ...(plain ? [event(plain)] : []),
    ...(moves ? [event('email.changed')] : []),
    ...(updates && fields.length > 0 ? [event('user.updated', { fields })] : []),
    ...(action === 'session.started' ? [event('session.started', session)] : []),
    ...(endOne.includes(action) ? [event('session.revoked', session)] : []),
  ]
}

/** A session that ended. */
export interface EndedSession {
  id: string
  applicationId: string
}

/** Sessions that ended together and have an event each, so that a change never writes any number of rows. */
const ENDS_TOLD = 100

/** Returns the events of sessions of a person that ended together; one without a session stands for those beyond a hundred. */
export function endsOf(
  userId: string,
  sessions: readonly EndedSession[],
  createdAt: number,
): Omit<NewFeedEvent, 'id'>[] {
  const told: (EndedSession | null)[] = sessions.slice(0, ENDS_TOLD)
  if (sessions.length > ENDS_TOLD) told.push(null)
  return told.map((session) => ({
    createdAt,
    type: 'session.revoked',
    userId,
    fields: null,
    sessionId: session?.id ?? null,
    applicationId: session?.applicationId ?? null,
  }))
}

/** The cursor of `FEED_START`. */
const START = 'start'

/** Returns the cursor of a place. Clients treat it as opaque. */
export const cursorOf = (place: FeedPosition): string =>
  isFeedStart(place) ? START : `${place.transaction}_${place.id}`

/** Reads a cursor; null if it is none. */
export function readCursor(text: string): FeedPosition | null {
  if (text === START) return FEED_START
  const [, number, id = ''] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(text) ?? []
  return number !== undefined && isId(id) ? { transaction: Number(number), id } : null
}

/** Returns the instant in a time-ordered id (RFC 9562, 5.7), in milliseconds. */
export const instantOfId = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

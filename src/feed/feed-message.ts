import type { FeedEvent } from './feed.ts'

/** An event as applications receive it, from the feed and by webhooks. */
export interface FeedMessage {
  type: string
  /** When it happened, ISO 8601. */
  timestamp: string
  data: {
    user_id: string
    /** Names of the changed attributes, with `user.updated`. */
    attributes?: string[]
    /** With events of sessions; null if they are about several. */
    session_id?: string | null
    application_id?: string | null
    /** What applications show of the person, if it is sent along; null if they are gone. */
    card?: object | null
  }
}

/** Converts an event for applications. With `card`, that is sent along. */
export function messageOf(event: FeedEvent, card?: object | null): FeedMessage {
  const { type, createdAt, userId, fields, sessionId, applicationId } = event
  return {
    type,
    timestamp: new Date(createdAt).toISOString(),
    data: {
      user_id: userId,
      ...(fields !== null && { attributes: fields }),
      ...(type.startsWith('session.') && { session_id: sessionId, application_id: applicationId }),
      ...(card !== undefined && { card }),
    },
  }
}

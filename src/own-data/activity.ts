import type { ChangeEvent } from '../audit/audit.ts'
import type { FieldResult } from '../basics/fields.ts'
import type { KnownClient } from '../session/device.ts'

/** An event of an account, as shown to its person. */
export interface Activity {
  event: ChangeEvent
  /** Name of the application that it came through; `""` for none. */
  application: string
  /** Null if the session is not the person's own, or no longer stored. */
  client: KnownClient | null
}

/** End of a batch of the activity; the next one begins after it. */
export type ActivityCursor = Pick<ChangeEvent, 'id' | 'createdAt'>

/** Default number of events. */
export const ACTIVITY_DEFAULT = 20

/** Encodes a cursor for clients, to whom it is opaque. */
export function formatCursor({ createdAt, id }: ActivityCursor): string {
  return `${createdAt.toString(36)}.${id}`
}

/** A cursor: an instant in milliseconds (base 36) and the id of an event. */
export const CURSOR = /^([0-9a-z]{1,10})\.([0-9a-f-]{36})$/
export const CURSOR_MAX = 47

export function readCursor(value: unknown): FieldResult<ActivityCursor> {
  const parts = CURSOR.exec(typeof value === 'string' ? value : '')
  if (!parts) return { fault: { key: 'cursor_invalid' } }
  return { value: { createdAt: Number.parseInt(parts[1]!, 36), id: parts[2]! } }
}

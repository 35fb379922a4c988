import { ACTIVITY_MAX } from '../../common/limits.ts'
import type { ChangeEvent } from '../audit/audit.ts'
import type { FieldResult } from '../fields.ts'
import type { Device } from '../session/device.ts'

/** What happened with an account, as its person sees it. */
export interface Activity {
  event: ChangeEvent
  /** Name of the application that it came through; `""` where it came through none. */
  application: string
  /** Null where the session is none of the person's, or forgotten. */
  device: Device | null
}

/** Where a page of the activity ends; the next begins after it. */
export type ActivityCursor = Pick<ChangeEvent, 'id' | 'createdAt'>

/** Events of a page where no number is asked for. */
export const ACTIVITY_DEFAULT = 20

/** The cursor as clients get it. They may not look into it. */
export function formatCursor({ createdAt, id }: ActivityCursor): string {
  return `${createdAt.toString(36)}.${id}`
}

/** A cursor: an instant in milliseconds, base 36, and the id of an event. */
export const CURSOR = /^([0-9a-z]{1,10})\.([0-9a-f-]{36})$/
export const CURSOR_MAX = 47

export function readCursor(value: unknown): FieldResult<ActivityCursor> {
  const parts = CURSOR.exec(typeof value === 'string' ? value : '')
  if (!parts) return { fault: { key: 'cursor_invalid' } }
  return { value: { createdAt: Number.parseInt(parts[1]!, 36), id: parts[2]! } }
}

/** How many events a page has; more than the most are as many as that. */
export function readLimit(value: unknown): FieldResult<number> {
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) return { fault: { key: 'not_an_integer' } }
  if (Number(value) < 1) return { fault: { key: 'min_value', params: { min: 1 } } }
  return { value: Math.min(Number(value), ACTIVITY_MAX) }
}

import type { FieldResult } from '../basics/fields.ts'

/** Events of one response: the default, and the maximum. */
export const LIMIT_DEFAULT = 100
export const LIMIT_MAX = 1000
/** Maximum wait for new events, in seconds. */
export const WAIT_MAX = 30
/** For `after`: the end of the feed as it is now. */
export const LATEST = 'latest'

/** What `after` may be, and the length of the longest cursor. */
export const AFTER = /^(latest|start|\d{1,15}_[0-9a-f-]{36})$/
export const AFTER_MAX = 52

/** Reads a cursor, which is checked later. */
export function readAfter(value: unknown): FieldResult<string> {
  if (typeof value !== 'string' || value.length > AFTER_MAX || !AFTER.test(value))
    return { fault: { key: 'cursor_invalid' } }
  return { value }
}

import { DAY } from '../basics/durations.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'

/**
 * How long a replaced picture is still shown at its own address, in milliseconds: lists and mails that were sent
 * before keep showing it.
 */
export const REPLACED_SHOWN = DAY

/** Maximum number of replaced pictures of a person that are still shown, so that crops do not fill the store. */
export const REPLACED_MAX = 20

/**
 * Whether a picture is shown at its own address. An end later than any replacement can have set was written by a
 * clock that ran ahead; it has passed.
 * @param shownUntil null for a picture that was not replaced
 */
export function isShown(shownUntil: number | null, now: number): boolean {
  return shownUntil === null || (shownUntil > now && shownUntil <= lastEnd(now))
}

/** Returns the latest end that a replacement until now can have set. */
export function lastEnd(now: number): number {
  return now + REPLACED_SHOWN + CLOCK_SKEW
}

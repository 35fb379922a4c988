import { DAY } from '../basics/durations.ts'
import { Refusal } from '../errors/errors.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'

/** The window in which accepted pictures are counted, in milliseconds. */
export const allowanceWindow = DAY
/**
 * Returns the span of acceptance times that count at the instant. Times further ahead than clocks may differ
 * were written by a clock that ran ahead and has since been corrected; they would otherwise count until that
 * time.
 */
export function countedSpan(now: number): { after: number; until: number } {
  return { after: now - allowanceWindow, until: now + CLOCK_SKEW }
}

/**
 * Returns the whole seconds until the person may upload again, from 1 to 24 hours.
 * @param blocking when the picture was accepted that must leave the window first: the nth newest, where n is
 * the allowance; null if no pictures are allowed at all
 */
export function secondsUntilAllowed(blocking: number | null, now: number): number {
  const left = blocking === null ? allowanceWindow : blocking + allowanceWindow - now
  return Math.ceil(Math.min(Math.max(left, 1), allowanceWindow) / 1000)
}

/**
 * Returns the refusal by the daily allowance, with the wait formatted as on the published page: `07` hours
 * `5` minutes `09` seconds.
 */
export function allowanceExhausted(seconds: number): Refusal {
  const params = {
    hh: String(Math.floor(seconds / 3600)).padStart(2, '0'),
    m: String(Math.floor(seconds / 60) % 60),
    ss: String(seconds % 60).padStart(2, '0'),
  }
  return new Refusal('pictures_per_day', { params, retryAfter: seconds })
}

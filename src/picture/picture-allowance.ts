import { Refusal } from '../errors.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import { DAY } from '../ports/durations.ts'

/** The window in which accepted pictures are counted, in milliseconds. */
export const allowanceWindow = DAY
/**
 * When pictures were accepted that count at the instant. What lies further ahead than clocks differ came from a clock that
 * ran ahead and was put back, and would otherwise count until the time comes.
 */
export function countedSpan(now: number): { after: number; until: number } {
  return { after: now - allowanceWindow, until: now + CLOCK_SKEW }
}

/**
 * Whole seconds until the person may upload again, from 1 to 24 hours.
 * @param blocking instant at which the picture that must leave the window first was accepted: the one that is as many
 *   places from the newest as pictures are allowed; null if none are allowed at all
 */
export function secondsUntilAllowed(blocking: number | null, now: number): number {
  const left = blocking === null ? allowanceWindow : blocking + allowanceWindow - now
  return Math.ceil(Math.min(Math.max(left, 1), allowanceWindow) / 1000)
}

/** The refusal by the daily allowance, its wait as the published page writes it: `07` hours `5` minutes `09` seconds. */
export function allowanceExhausted(seconds: number): Refusal {
  const params = {
    hh: String(Math.floor(seconds / 3600)).padStart(2, '0'),
    m: String(Math.floor(seconds / 60) % 60),
    ss: String(seconds % 60).padStart(2, '0'),
  }
  return new Refusal('pictures_per_day', { params, retryAfter: seconds })
}

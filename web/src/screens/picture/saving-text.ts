import type { Failure } from '../../api/failure.ts'
import type { Instants } from '../../i18n/instants.ts'
import type { Translate } from '../../i18n/translate.ts'
import { failureText } from '../../ui/failure-text.ts'

const MINUTE = 60_000

/** Returns why a picture was not saved. */
export function savingText(t: Translate, failure: Failure, instants: Instants): string {
  if (failure.kind === 'offline') return t('picture.offline')
  if (!failure.has('daily_limit_exceeded') || failure.retryAfter === undefined) return failureText(t, failure)
  // Rounded up to the minute, so that the time has come when the clock shows it.
  const instant = Math.ceil((Date.now() + failure.retryAfter * 1000) / MINUTE) * MINUTE
  return t('picture.limit', { time: instants.appointment(instant) })
}

import { type DiagLogFunction, DiagLogLevel, diag } from '@opentelemetry/api'
import { diagLogLevelFromString, getStringFromEnv, setGlobalErrorHandler } from '@opentelemetry/core'
import { MINUTE } from '../../basics/durations.ts'
import type { Log } from '../../ports/log.ts'

/**
 * How long repeated messages of the SDK are suppressed, in milliseconds: a collector may be unavailable for
 * days.
 */
const QUIET = 10 * MINUTE
/** Maximum number of remembered texts. */
const TEXTS_MAX = 200

/** Makes the SDK report to the service's log, at level `OTEL_LOG_LEVEL` (default `warn`) and above. */
export function reportTo(log: Log): void {
  const isNew = createRepeatFilter()
  const to =
    (level: keyof Log): DiagLogFunction =>
    (text) => {
      if (isNew(text)) log[level]({ source: 'opentelemetry' }, text)
    }
  const logger = {
    error: to('error'),
    warn: to('warn'),
    info: to('info'),
    debug: to('info'),
    verbose: to('info'),
  }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const logLevel = diagLogLevelFromString(getStringFromEnv('OTEL_LOG_LEVEL')?.trim())
  if (logLevel !== undefined) diag.setLogger(logger, { logLevel, suppressOverrideMessage: true })
  setGlobalErrorHandler((error) => {
    // Omits the error's text and stack, which may quote the response of the collector.
    const { name, code } = error as { name?: string; code?: string | number }
    if (isNew(`${name} ${code}`))
      log.warn({ source: 'opentelemetry', error: name, code }, 'traces could not be sent and are lost')
  })
}

/** Returns a function that says whether a text, ignoring numbers, is new or has not occurred for a while. */
function createRepeatFilter(): (text: string) => boolean {
  const seen = new Map<string, number>()
  return (text) => {
    const key = text.replaceAll(/\d+/g, '0').slice(0, 300)
    const now = performance.now()
    if (now - (seen.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET) return false
    if (seen.size >= TEXTS_MAX) seen.clear()
    seen.set(key, now)
    return true
  }
}

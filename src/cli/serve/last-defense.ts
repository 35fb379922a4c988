import { type BackgroundError, backgroundErrors, fromEvents, listen } from '../../basics/foreign-events.ts'
import type { Log } from '../../ports/log.ts'

/** A log with lines for errors that end the process. */
export interface FatalLog extends Log {
  fatal(fields: object, message: string): void
}

/**
 * The last line of defense: logs an uncaught error, once and as fatal, and resolves with it, so that the
 * process can stop gracefully. Further uncaught errors are logged as errors, like background errors of
 * callbacks, after which the process continues.
 */
export function uncaughtError(log: FatalLog): Promise<unknown> {
  backgroundErrors.subscribe((message) => {
    const { name, error } = message as BackgroundError
    log.error({ err: error, callback: name }, 'a callback failed')
  })
  return fromEvents<unknown>('last defense', ({ resolve }) => {
    let hasFailed = false
    const onFault = (error: unknown) => {
      if (hasFailed) return log.error({ err: error }, 'another uncaught error')
      hasFailed = true
      log.fatal({ err: error }, 'uncaught error, the process is stopping')
      resolve(error)
    }
    listen('last defense', process, 'uncaughtException', onFault)
    listen('last defense', process, 'unhandledRejection', onFault)
  })
}

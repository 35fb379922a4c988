import { fromEvents, listen, type StrayFault, strayFaults } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'

/** A log that also knows lines after which the process ends. */
export interface FatalLog extends Log {
  fatal(fields: object, message: string): void
}

/**
 * The last line of defense: logs an error that no code caught, once and as fatal, and resolves with it, so that the
 * process can stop in order. What is uncaught later is logged as an error, as are the stray faults of callbacks, after
 * which the process goes on.
 */
export function uncaughtFault(log: FatalLog): Promise<unknown> {
  strayFaults.subscribe((message) => {
    const { name, error } = message as StrayFault
    log.error({ err: error, callback: name }, 'a callback failed')
  })
  return fromEvents<unknown>('last defense', ({ resolve }) => {
    let hasFailed = false
    const onFault = (error: unknown) => {
      if (hasFailed) return log.error({ err: error }, 'another uncaught error')
      hasFailed = true
      log.fatal({ err: error }, 'uncaught error, the process stops')
      resolve(error)
    }
    listen('last defense', process, 'uncaughtException', onFault)
    listen('last defense', process, 'unhandledRejection', onFault)
  })
}

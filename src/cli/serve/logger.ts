import pino, { type DestinationStream, type Logger } from 'pino'
import { listen, nextTurn } from '../../basics/foreign-events.ts'
import type { Config } from '../../config/config.ts'
import { prettyLine } from './pretty-line.ts'

/** Whether log lines are formatted for people. */
export function isPretty({ logFormat }: Pick<Config, 'logFormat'>): boolean {
  return logFormat === 'auto' ? process.stdout.isTTY === true : logFormat === 'pretty'
}

/** Logs to standard output, each line with the fields of `base`, in the format of `LOG_FORMAT`. */
export function createLogger(config: Config, base: { worker: number } | null): Logger {
  const options = { level: config.logLevel, base, timestamp: createIsoTime() }
  return pino(options, isPretty(config) ? prettyOutput() : turnOutput())
}

/** Returns a function that writes the time as pino does. Many lines are of the same millisecond, whose text is kept. */
function createIsoTime(): () => string {
  let at = Number.NaN
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== at) {
      at = now
      text = `,"time":"${new Date(now).toISOString()}"`
    }
    return text
  }
}

/** Lines that wait for the end of a turn are written early beyond this length, in UTF-16 units. */
const PENDING_MAX = 65_536

/**
 * Collects the lines of one turn of the event loop and writes them in one call, synchronously, so that the last lines
 * before the process ends appear.
 */
function turnOutput(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: true })
  let pending = ''
  const flush = (): void => {
    if (pending === '') return
    const lines = pending
    pending = ''
    out.write(lines)
  }
  listen('log', process, 'exit', flush)
  return {
    write(line) {
      if (pending === '') nextTurn('log', flush)
      pending += line
      if (pending.length > PENDING_MAX) flush()
    },
  }
}

/** Writes synchronously and in this thread, as for JSON, so that the last lines before the process ends appear. */
function prettyOutput(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: true })
  const options = { hasColors: hasColors() }
  return {
    write(line) {
      out.write(readable(line, options))
    },
  }
}

/** Logging must not throw. */
function readable(line: string, options: { hasColors: boolean }): string {
  try {
    return prettyLine(line, options)
  } catch {
    return line
  }
}

/** Whether standard output is a terminal with colors; `NO_COLOR` and `TERM=dumb` turn them off. */
export function hasColors(): boolean {
  return process.stdout.isTTY === true && process.stdout.hasColors()
}

import pino, { type Logger } from 'pino'
import type { Config } from '../config.ts'

/** JSON lines on standard output, each with the fields of `base`. */
export function createLogger({ logLevel }: Config, base: { worker: number } | null): Logger {
  return pino({ level: logLevel, base, timestamp: pino.stdTimeFunctions.isoTime })
}

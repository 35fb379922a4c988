import { MINUTE } from '../../basics/durations.ts'
import { fromEvents, inBackground, within } from '../../basics/foreign-events.ts'
import { isSystemError, unusablePlace } from '../../basics/system-errors.ts'
import type { Log } from '../../ports/log.ts'
import type { SecurityLine, SecurityLog, SecurityLogPlace } from '../../ports/security-log.ts'
import { openFileLines, openStandardError } from './file-lines.ts'
import type { LineTransport } from './line-transport.ts'
import { openSyslog } from './syslog.ts'

/** Maximum number of waiting lines; further ones are dropped. */
const WAITING_MAX = 5000
/** Lines per batch. */
const BATCH = 100
/**
 * In milliseconds: timeout for one batch, pause between attempts, timeout for the last lines, pause between
 * complaints.
 */
const SEND_TIME = 5000
const PAUSE = 1000
const CLOSING = 2000
const COMPLAINT_PAUSE = MINUTE

interface Options {
  place: SecurityLogPlace
  onDropped: () => void
  /** Where problems are logged. */
  log: () => Log | null
}

/**
 * Sends lines to a file, standard error or a syslog server in the background. Unsent lines wait, up to 5,000,
 * and are retried every second. A batch whose outcome is unknown is sent again, so lines may arrive twice.
 */
export function createSecurityLog({ place, onDropped, log }: Options): SecurityLog {
  const transport = openTransport(place)
  let waiting: SecurityLine[] = []
  let pumping: Promise<void> | null = null
  let isClosed = false
  let complainedAt = Number.NEGATIVE_INFINITY

  const complain = (error: unknown): void => {
    const now = performance.now()
    const to = log()
    if (to === null || now - complainedAt < COMPLAINT_PAUSE) return
    complainedAt = now
    const { code, message } = error as NodeJS.ErrnoException
    to.error({ code, reason: message, waiting: waiting.length }, 'SECURITY_LOG cannot be written')
  }
  const send = (lines: readonly SecurityLine[]) =>
    within(SEND_TIME, transport.send(lines), () => new Error(`not sent within ${SEND_TIME} ms`))
  const pause = () => fromEvents<void>('security log', ({ resolve, after }) => after(PAUSE, () => resolve()))
  const pump = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH)
      try {
        await send(batch)
        // Only this function removes lines.
        waiting.splice(0, batch.length)
      } catch (error) {
        complain(error)
        if (isClosed) return
        await pause()
      }
    }
  }
  const start = (): void => {
    if (pumping) return
    pumping = pump().finally(() => {
      pumping = null
    })
    inBackground('security log', pumping)
  }

  return {
    write(line) {
      if (isClosed || waiting.length >= WAITING_MAX) return onDropped()
      waiting.push(line)
      start()
    },
    async check() {
      try {
        await send([])
      } catch (error) {
        if (place.kind !== 'file' || !isSystemError(error)) throw error
        throw unusablePlace('SECURITY_LOG', `${place.path} cannot be written`, error)
      }
    },
    async close() {
      isClosed = true
      if (pumping) await within(CLOSING, pumping, () => new Error('overdue')).catch(() => {})
      for (const _ of waiting) onDropped()
      waiting = []
      transport.close()
    },
  }
}

function openTransport(place: SecurityLogPlace): LineTransport {
  if (place.kind === 'file') return openFileLines(place.path)
  if (place.kind === 'stderr') return openStandardError()
  return openSyslog(place)
}

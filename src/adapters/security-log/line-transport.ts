import type { SecurityLine } from '../../ports/security-log.ts'

/** A transport for lines. */
export interface LineTransport {
  /** Resolves when the lines have been handed over. If it rejects, the lines are sent again. */
  send(lines: readonly SecurityLine[]): Promise<void>
  /** Aborts pending work. */
  close(): void
}

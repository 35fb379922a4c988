import type { SecurityLine } from '../ports/security-log.ts'

/** A way for lines to somewhere. */
export interface LineTransport {
  /** Resolves once the lines are handed over. Lines of a call that rejects are sent again. */
  send(lines: readonly SecurityLine[]): Promise<void>
  /** Ends at once what is under way. */
  close(): void
}

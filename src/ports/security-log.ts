/** Destination for security events and the audit trail. */
export type SecurityLogPlace =
  | { kind: 'stderr' }
  | { kind: 'file'; path: string }
  | { kind: 'unix'; path: string }
  | { kind: 'udp' | 'tcp' | 'tls'; host: string; port: number }

/** A line of the log. */
export interface SecurityLine {
  /** ISO 8601, UTC. */
  time: string
  /** Name of the event, at most 32 ASCII letters, `.` and `_`. */
  event: string
  /** Whether it is a refused attempt rather than a change. */
  isWarning: boolean
  /** A JSON object in ASCII, without line breaks. */
  json: string
}

/** Accepts lines immediately and sends them in the background. Never blocks, fails or grows without bound. */
export interface SecurityLog {
  write(line: SecurityLine): void
  /**
   * Rejects if lines cannot be delivered now. Connects, for at most five seconds.
   * @throws {UnusablePlace} if it is a file that cannot be written
   */
  check(): Promise<void>
  /** Sends the remaining lines, for at most two seconds. */
  close(): Promise<void>
}

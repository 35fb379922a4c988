/** Where security events and the audit trail are sent as they happen. */
export type SecurityLogPlace =
  | { kind: 'stderr' }
  | { kind: 'file'; path: string }
  | { kind: 'unix'; path: string }
  | { kind: 'udp' | 'tcp' | 'tls'; host: string; port: number }

/** One line. */
export interface SecurityLine {
  /** ISO 8601, UTC. */
  time: string
  /** Name of the event, at most 32 ASCII letters, `.` and `_`. */
  event: string
  /** Whether an attempt was refused, rather than a change made. */
  isWarning: boolean
  /** One JSON object, in ASCII, without a line break. */
  json: string
}

/** Takes lines at once and sends them in the background: it never waits, fails or grows beyond a bound. */
export interface SecurityLog {
  write(line: SecurityLine): void
  /** Sends what still waits, for two seconds at most. */
  close(): Promise<void>
}

/** How one metric is measured and what it means. */
export interface Definition {
  type: 'counter' | 'gauge' | 'histogram'
  /** Each has few values, whatever is sent to the service. */
  labels: readonly string[]
  /** One line without a final stop; Prometheus shows it too. */
  help: string
  /** Upper bounds of a histogram. */
  buckets?: readonly number[]
  /** Tells of what all processes share, such as rows of the database: over several processes the largest counts, not the sum. */
  isShared?: true
}

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const pictureSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * Every metric of the service. Names follow Prometheus: base units, `_total` for counters. `docs/metrics.md` is generated
 * from here.
 */
export const catalogue = {
  user_profile_build_info: {
    type: 'gauge',
    labels: ['version', 'node'],
    help: 'Always 1; the labels give the version of the service and of Node.js',
    isShared: true,
  },
  user_profile_http_requests_total: {
    type: 'counter',
    labels: ['method', 'route', 'status'],
    help: 'Requests that ended; route is the pattern, or unmatched; status is the code, or aborted where the client left',
  },
  user_profile_http_request_duration_seconds: {
    type: 'histogram',
    labels: ['method', 'route', 'status'],
    help: 'From the head of a request to the last byte of its answer',
    buckets: requestSeconds,
  },
  user_profile_http_requests_in_flight: {
    type: 'gauge',
    labels: [],
    help: 'Requests that are being answered',
  },
  user_profile_http_requests_at_work: {
    type: 'gauge',
    labels: [],
    help: 'Requests that the process works on: neither waiting for their body, nor with an answer on its way',
  },
  user_profile_http_shed_requests_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Requests that were refused with 503 before any work, since too many were at work (requests) or had waited for too long to be begun (wait); they count nowhere else',
  },
  user_profile_sign_ins_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Sign-ins: done, error, or the key of the refusal in errors.md',
  },
  user_profile_password_hashes: {
    type: 'gauge',
    labels: ['state'],
    help: 'Passwords and codes that are being hashed, and those that wait for their turn',
  },
  user_profile_breached_password_checks_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'New passwords that BREACHED_PASSWORDS_URL was asked about: breached; clean; failed, where it gave no answer that can be read; or skipped, since too many were asked about at a time',
  },
  user_profile_throttle_hits_total: {
    type: 'counter',
    labels: ['limit'],
    help: 'Uses that an abuse limit refused, by the name of the limit',
  },
  user_profile_picture_uploads_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Uploaded pictures: accepted, error, or the key of the refusal in errors.md',
  },
  user_profile_picture_decode_duration_seconds: {
    type: 'histogram',
    labels: [],
    help: 'From the turn of an upload or a new crop to its finished masters, without the wait in line',
    buckets: pictureSeconds,
  },
  user_profile_picture_encode_duration_seconds: {
    type: 'histogram',
    labels: ['format'],
    help: 'Deriving one form of a picture, without the wait in line',
    buckets: pictureSeconds,
  },
  user_profile_picture_file_faults_total: {
    type: 'counter',
    labels: ['fault'],
    help: 'Picture files found damaged or missing while a picture was asked for, and forms of pictures that could not be kept (not_kept)',
  },
  user_profile_picture_line_jobs: {
    type: 'gauge',
    labels: ['line', 'state'],
    help: 'Jobs of the lines decode, encode and draw (default pictures) that are running or waiting',
  },
  user_profile_picture_line_places: {
    type: 'gauge',
    labels: ['line', 'state'],
    help: 'How many of these jobs there may be; what comes beyond is answered with 503',
  },
  user_profile_picture_workers_lost_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Child processes for pictures that crashed, or were killed because they took more memory or time than they may',
  },
  user_profile_mails_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Tries to hand mail over: sent; refused, for this recipient and for good; rejected, since the server refuses the service; or failed; the last two are tried again',
  },
  user_profile_outbox_jobs_total: {
    type: 'counter',
    labels: ['kind', 'outcome'],
    help: 'Runs of outbox jobs: done, retried, given_up, or refused, by the recipient of a mail',
  },
  user_profile_outbox_due_jobs: {
    type: 'gauge',
    labels: [],
    help: 'Outbox jobs that are due and not done',
    isShared: true,
  },
  user_profile_outbox_oldest_due_age_seconds: {
    type: 'gauge',
    labels: [],
    help: 'For how long the oldest of them has been due; 0 where there is none',
    isShared: true,
  },
  user_profile_outbox_retrying_jobs: {
    type: 'gauge',
    labels: ['kind'],
    help: 'Outbox jobs that failed and wait for their next try, or are at it',
    isShared: true,
  },
  user_profile_outbox_given_up_jobs: {
    type: 'gauge',
    labels: ['kind'],
    help: 'Outbox jobs that were given up and are kept for the operator',
    isShared: true,
  },
  user_profile_database_connections: {
    type: 'gauge',
    labels: ['state'],
    help: 'Connections for writing that are open, and those of them that are idle',
  },
  user_profile_database_waiting_writes: {
    type: 'gauge',
    labels: [],
    help: 'Writes that wait for a connection',
  },
  user_profile_database_retries_total: {
    type: 'counter',
    labels: [],
    help: 'Transactions that met another one, or a connection that broke, and were run again',
  },
  user_profile_database_commit_writes: {
    type: 'histogram',
    labels: [],
    help: 'Writes that shared one commit of the embedded database',
    buckets: [1, 2, 4, 8, 16, 32, 64],
  },
  user_profile_part_state: {
    type: 'gauge',
    labels: ['part', 'state'],
    help: 'How many processes see the part as ok, degraded or failed',
  },
  user_profile_workers: {
    type: 'gauge',
    labels: ['state'],
    help: 'Processes of serve --workers that are wanted, and those that are listening; absent for a process alone',
  },
  user_profile_security_events_total: {
    type: 'counter',
    labels: ['event'],
    help: 'Attempts on accounts that were refused, such as failed sign-ins',
  },
  user_profile_security_counts_lost_total: {
    type: 'counter',
    labels: [],
    help: 'Such attempts that the audit trail has not counted, since the database was unavailable for too long',
  },
  user_profile_security_log_dropped_total: {
    type: 'counter',
    labels: [],
    help: 'Lines that could not be sent to SECURITY_LOG and were dropped',
  },
  user_profile_worker_exits_total: {
    type: 'counter',
    labels: [],
    help: 'Workers that ended without being asked to, and were started anew',
  },
} as const satisfies Record<`user_profile_${string}`, Definition>

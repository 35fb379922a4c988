/** How one metric is measured and what it means. */
export interface Definition {
  type: 'counter' | 'gauge' | 'histogram'
  /** Each has few distinct values, whatever is sent to the service. */
  labels: readonly string[]
  /** One line without a full stop; also shown by Prometheus. */
  help: string
  /** Upper bounds of a histogram. */
  buckets?: readonly number[]
  /**
   * Describes something that all processes share, such as rows of the database: across processes, the largest
   * value counts, not the sum.
   */
  isShared?: true
}

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const pictureSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * Every metric of the service. Names follow the conventions of Prometheus: base units, `_total` for counters.
 * `docs/metrics.md` is generated from this list.
 */
export const catalogue = {
  user_profile_build_info: {
    type: 'gauge',
    labels: ['version', 'node'],
    help: 'Always 1; the labels contain the versions of the service and of Node.js',
    isShared: true,
  },
  user_profile_http_requests_total: {
    type: 'counter',
    labels: ['method', 'route', 'status'],
    help: 'Completed requests; route is the pattern, or unmatched; status is the code, or aborted if the client disconnected',
  },
  user_profile_http_request_duration_seconds: {
    type: 'histogram',
    labels: ['method', 'route', 'status'],
    help: 'Time from the headers of a request to the last byte of its response',
    buckets: requestSeconds,
  },
  user_profile_http_requests_in_flight: {
    type: 'gauge',
    labels: [],
    help: 'Requests in progress',
  },
  user_profile_http_requests_at_work: {
    type: 'gauge',
    labels: [],
    help: 'Requests that the process is working on: neither receiving their body nor sending their response',
  },
  user_profile_http_shed_requests_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Requests refused with 503 before any work, because too many were in progress (requests) or had waited too long (wait); they are not counted elsewhere',
  },
  user_profile_foreign_tokens_total: {
    type: 'counter',
    labels: ['provider', 'outcome'],
    help: 'Access tokens of providers in ISSUERS, by id of the entry: accepted, or why not; of several entries with one issuer, refused ones count for the first',
  },
  user_profile_provider_fetches_total: {
    type: 'counter',
    labels: ['provider', 'outcome'],
    help: 'Fetches of the keys of providers in ISSUERS, by id of the entry: done or failed',
  },
  user_profile_feed_waiting_readers: {
    type: 'gauge',
    labels: [],
    help: 'Requests for events that wait for new ones',
  },
  user_profile_webhook_attempts_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Requests to endpoints of applications: delivered, failed, or gone (410)',
  },
  user_profile_webhook_endpoints: {
    type: 'gauge',
    labels: ['state'],
    help: 'Endpoints of applications: active; disabled by an operator; or lost, disabled because it is gone or failed for three days',
    isShared: true,
  },
  user_profile_webhook_failing_endpoints: {
    type: 'gauge',
    labels: [],
    help: 'Active endpoints whose last delivery failed',
    isShared: true,
  },
  user_profile_webhook_oldest_waiting_age_seconds: {
    type: 'gauge',
    labels: [],
    help: 'Age of the oldest event that an active endpoint has not received; 0 if there is none',
    isShared: true,
  },
  user_profile_sign_ins_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Sign-ins by outcome: done, error, or the key of the refusal in errors.md',
  },
  user_profile_password_hashes: {
    type: 'gauge',
    labels: ['state'],
    help: 'Passwords and codes that are being hashed or are waiting',
  },
  user_profile_breached_password_checks_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'New passwords checked with BREACHED_PASSWORDS_URL: breached; clean; failed, without a readable response; or skipped, because too many checks were running',
  },
  user_profile_throttle_hits_total: {
    type: 'counter',
    labels: ['limit'],
    help: 'Uses refused by an abuse limit, by the name of the limit',
  },
  user_profile_picture_uploads_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Uploaded pictures by outcome: accepted, error, or the key of the refusal in errors.md',
  },
  user_profile_picture_decode_duration_seconds: {
    type: 'histogram',
    labels: [],
    help: 'Time to decode an upload or a new crop into its masters, without the wait in the queue',
    buckets: pictureSeconds,
  },
  user_profile_picture_encode_duration_seconds: {
    type: 'histogram',
    labels: ['format'],
    help: 'Time to derive one variant of a picture, without the wait in the queue',
    buckets: pictureSeconds,
  },
  user_profile_picture_file_faults_total: {
    type: 'counter',
    labels: ['fault'],
    help: 'Picture files found damaged or missing while serving a picture, and variants that could not be stored (not_kept)',
  },
  user_profile_picture_line_jobs: {
    type: 'gauge',
    labels: ['line', 'state'],
    help: 'Running and waiting jobs of the queues decode, encode and draw (default pictures)',
  },
  user_profile_picture_line_places: {
    type: 'gauge',
    labels: ['line', 'state'],
    help: 'Maximum number of these jobs; requests beyond it are refused with 503',
  },
  user_profile_picture_workers_lost_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Child processes for pictures that crashed, or were killed for exceeding their memory or time limit',
  },
  user_profile_mails_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Attempts to send mail: sent; refused, permanently for this recipient; rejected, because the server refuses the service; or failed; the last two are retried',
  },
  user_profile_outbox_jobs_total: {
    type: 'counter',
    labels: ['kind', 'outcome'],
    help: 'Runs of outbox jobs: done, retried, given_up, or refused (by the recipient of a mail)',
  },
  user_profile_outbox_due_jobs: {
    type: 'gauge',
    labels: [],
    help: 'Outbox jobs that are due and not finished',
    isShared: true,
  },
  user_profile_outbox_oldest_due_age_seconds: {
    type: 'gauge',
    labels: [],
    help: 'Time since the oldest of them became due; 0 if there is none',
    isShared: true,
  },
  user_profile_outbox_retrying_jobs: {
    type: 'gauge',
    labels: ['kind'],
    help: 'Outbox jobs that failed and are waiting for a retry or being retried',
    isShared: true,
  },
  user_profile_outbox_given_up_jobs: {
    type: 'gauge',
    labels: ['kind'],
    help: 'Outbox jobs that failed permanently and are stored for the operator',
    isShared: true,
  },
  user_profile_database_connections: {
    type: 'gauge',
    labels: ['state'],
    help: 'Open and idle connections for writing',
  },
  user_profile_database_waiting_writes: {
    type: 'gauge',
    labels: [],
    help: 'Writes waiting for a connection',
  },
  user_profile_database_retries_total: {
    type: 'counter',
    labels: [],
    help: 'Transactions retried after a conflict or a broken connection',
  },
  user_profile_database_commit_writes: {
    type: 'histogram',
    labels: [],
    help: 'Number of writes in a group commit of the embedded database',
    buckets: [1, 2, 4, 8, 16, 32, 64],
  },
  user_profile_part_state: {
    type: 'gauge',
    labels: ['part', 'state'],
    help: 'Number of processes that consider the dependency ok, degraded or failed',
  },
  user_profile_workers: {
    type: 'gauge',
    labels: ['state'],
    help: 'Configured and listening processes of serve --workers; absent for a single process',
  },
  user_profile_security_events_total: {
    type: 'counter',
    labels: ['event'],
    help: 'Refused attempts on accounts, such as failed sign-ins',
  },
  user_profile_security_counts_lost_total: {
    type: 'counter',
    labels: [],
    help: 'Refused attempts missing from the audit trail because the database was unavailable for too long',
  },
  user_profile_security_log_dropped_total: {
    type: 'counter',
    labels: [],
    help: 'Lines dropped because they could not be sent to SECURITY_LOG',
  },
  user_profile_worker_exits_total: {
    type: 'counter',
    labels: [],
    help: 'Workers that exited unexpectedly and were restarted',
  },
} as const satisfies Record<`user_profile_${string}`, Definition>

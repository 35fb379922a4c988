/**
 * `npm run capacity -- --people 100000000 --requests 10000`: estimates the cores, nodes and bytes for that many people
 * and requests per second. The constants come from `npm run bench:scale`; docs/scaling.md states their limits.
 */
import { parseArgs } from 'node:util'

/**
 * Microseconds of processor time per request, of a node and of PostgreSQL, with a million people. For a sign-in the
 * password hash is measured and the transaction is assumed to cost as much as that of a refresh. For an upload a JPEG
 * of 12 megapixels is measured and the transactions are assumed to cost as much as two updates.
 */
const COST = {
  /** Assumes that each is the first with its token at the node. */
  read: { node: 480, database: 95 },
  update: { node: 850, database: 730 },
  refresh: { node: 1100, database: 810 },
  signIn: { node: 12_000, database: 900 },
  upload: { node: 500_000, database: 1500 },
} as const
type Kind = keyof typeof COST

/** Shares of all requests; the rest are reads. */
const MIX: Readonly<Record<Exclude<Kind, 'read'>, number>> = {
  update: 0.02,
  refresh: 0.05,
  signIn: 0.002,
  upload: 0.0005,
}

/** Bytes per row with its indexes in PostgreSQL, and rows per person. */
const ROWS = {
  users: { bytes: 461, perPerson: 1 },
  email_addresses: { bytes: 257, perPerson: 1.02 },
  sessions: { bytes: 455, perPerson: 1.5 },
  refresh_tokens: { bytes: 301, perPerson: 2 },
  pictures: { bytes: 456, perPerson: 0.35 },
  audit_events: { bytes: 446, perPerson: 20 },
} as const

/** Estimated bytes of one picture's objects: two masters and the requested variants. */
const PICTURE_BYTES = 450_000
/** The planned share of a core; the rest is for peaks, vacuum and a lost zone. */
const BUSY = 0.5
const CORES_OF_NODE = 4
const CORES_OF_SHARD = 16
const BYTES_OF_SHARD = 1e12

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000000' },
    requests: { type: 'string', default: '10000' },
  },
})
const people = Number(values.people)
const perSecond = Number(values.requests)
const share = (kind: Kind) =>
  kind === 'read' ? 1 - Object.values(MIX).reduce((sum, part) => sum + part, 0) : MIX[kind]
const kinds = Object.keys(COST) as Kind[]
const cores = (part: 'node' | 'database') =>
  kinds.reduce((sum, kind) => sum + (perSecond * share(kind) * COST[kind][part]) / 1e6, 0) / BUSY

const bytes = Object.values(ROWS).reduce((sum, row) => sum + row.bytes * row.perPerson * people, 0)
const nodes = Math.max(2, Math.ceil(cores('node') / CORES_OF_NODE))
const shards = Math.max(1, Math.ceil(bytes / BYTES_OF_SHARD), Math.ceil(cores('database') / CORES_OF_SHARD))

console.table(
  kinds.map((kind) => ({
    kind,
    'a second': Number((perSecond * share(kind)).toFixed(1)),
    'cores of nodes': Number(((perSecond * share(kind) * COST[kind].node) / 1e6 / BUSY).toFixed(1)),
    'cores of PostgreSQL': Number(((perSecond * share(kind) * COST[kind].database) / 1e6 / BUSY).toFixed(1)),
  })),
)
console.table(
  Object.entries(ROWS).map(([table, row]) => ({
    table,
    'million rows': Math.round((row.perPerson * people) / 1e6),
    'bytes a row': row.bytes,
    GB: Math.round((row.bytes * row.perPerson * people) / 1e9),
  })),
)
console.log(`nodes of ${CORES_OF_NODE} cores: ${nodes} (${cores('node').toFixed(1)} cores)`)
console.log(`cores of PostgreSQL: ${cores('database').toFixed(1)}; shards: ${shards}`)
console.log(
  `rows and indexes: ${(bytes / 1e12).toFixed(2)} TB, with one replica ${((2 * bytes) / 1e12).toFixed(2)} TB`,
)
console.log(`objects: ${((people * ROWS.pictures.perPerson * PICTURE_BYTES) / 1e12).toFixed(1)} TB`)
console.log(
  `Redis: ${Math.round(perSecond * (share('update') + 6 * share('signIn') + 2 * share('upload')))} operations a second`,
)

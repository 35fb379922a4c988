import { collectTurn } from '../basics/foreign-events.ts'
import type { Database } from '../ports/database.ts'
import { isPostgres } from '../tables/engine.ts'
import { prepareQuery } from '../tables/prepared-query.ts'
import { endsOf, selectLiveAmong, selectLiveCaller, toSignedIn } from './live-caller.row.ts'
import type { LiveAt } from './session.ts'

/** Maximum number of callers in a statement. */
const BATCH_MAX = 64

/** Whom to look for. */
interface Wanted {
  sessionId: string
  userId: string
  keyHash: string
}

const callers = prepareQuery((reader, is: LiveAt & Wanted) =>
  selectLiveCaller(reader, is).where('users.id', '=', is.userId),
)
const among = prepareQuery(selectLiveAmong)

type Row = Awaited<ReturnType<typeof callers>>[number]
type Found = ReturnType<typeof foundOf>

/**
 * Returns a function that verifies in one read that session, person, application and API key are active and belong
 * together. A database server gets one statement for all that are looked for in one turn of the event loop: most of what a
 * statement costs, here and there, does not depend on its rows.
 */
export function createCallerReads({ read }: Database, liveAt: () => LiveAt) {
  if (isPostgres(read)) return readTogether(read, liveAt)
  return async (wanted: Wanted): Promise<Found | null> => {
    const [row] = await callers(read, { ...wanted, ...liveAt() })
    return row ? foundOf(row) : null
  }
}

const foundOf = (row: Row) => ({ caller: toSignedIn(row, false), ends: endsOf(row) })

const keyOf = (sessionId: string, keyHash: string) => `${sessionId} ${keyHash}`

/** Callers who are looked for together. */
interface Batch {
  wanted: Wanted[]
  rows: PromiseWithResolvers<Map<string, Row>>
}

function readTogether(read: Database['read'], liveAt: () => LiveAt) {
  let open: Batch | null = null

  const readAll = async (wanted: readonly Wanted[]): Promise<Map<string, Row>> => {
    const sessionIds = [...new Set(wanted.map(({ sessionId }) => sessionId))]
    const keyHashes = [...new Set(wanted.map(({ keyHash }) => keyHash))]
    const rows = await among(read, { sessionIds, keyHashes, ...liveAt() })
    return new Map(rows.map((row) => [keyOf(row.session_id, row.key_hash), row]))
  }
  const plan = collectTurn<Batch>('callers', (batch) => {
    if (open === batch) open = null
    batch.rows.resolve(readAll(batch.wanted))
  })
  return async (wanted: Wanted): Promise<Found | null> => {
    if (open === null || open.wanted.length >= BATCH_MAX) {
      open = { wanted: [], rows: Promise.withResolvers() }
      plan(open)
    }
    open.wanted.push(wanted)
    const row = (await open.rows.promise).get(keyOf(wanted.sessionId, wanted.keyHash))
    return row?.id === wanted.userId ? foundOf(row) : null
  }
}

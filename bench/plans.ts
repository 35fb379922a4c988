import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { startProcess } from '../test/support/process.ts'
import { eventually } from '../test/support/wait.ts'
import type { Filling } from './installation.ts'

const root = join(import.meta.dirname, '..')

/** Every recorded statement of the service, with `?` for its values; some are from the previous version. */
const statements = new Set([...recordedInTests(), ...(await recordedUpkeep())])

function recordedInTests(): string[] {
  const file = globSync(join(root, 'test/fixtures/statements/*.json')).sort().at(-1)!
  const all = JSON.parse(readFileSync(file, 'utf8')) as string[]
  return all.filter((sql) => !sql.startsWith('insert'))
}

/** The statements that a service sends by itself after startup. */
async function recordedUpkeep(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-plans-'))
  const file = join(folder, 'statements')
  const service = await startProcess(folder, {
    NODE_OPTIONS: `--import ${join(root, 'test/support/record-statements.ts')}`,
    RECORD_STATEMENTS: file,
  })
  // The limit counters come last.
  await eventually(async () => readFileSync(file, 'utf8').includes('from \\"limit_counters'))
  await service.end('SIGTERM')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  await rm(folder, { recursive: true, force: true })
  const all = lines.map((line) => JSON.parse(line) as string)
  return all.filter((sql) => /^(select|update|delete)\b/.test(sql) && !/sqlite_|kysely_/.test(sql))
}

/** Tables with one or more rows per person. */
const LARGE = 'users|email_addresses|sessions|refresh_tokens|pictures|audit_events'

/** Returns the statements that scan a large table, according to the engine's plans for unknown values. */
export function sequentialScans(filling: Filling): Promise<string[]> {
  return filling.engine === 'sqlite' ? scansOfSqlite(filling) : scansOfPostgres(filling)
}

async function scansOfSqlite({ place }: Filling): Promise<string[]> {
  const connection = new DatabaseSync(join(place.DATA_DIR, 'user-profile.sqlite'), { readOnly: true })
  const scan = new RegExp(`^SCAN (${LARGE})\\b`)
  const found = [...statements].filter((sql) => {
    const plan = connection.prepare(`explain query plan ${sql}`).all() as { detail: string }[]
    return plan.some(({ detail }) => scan.test(detail))
  })
  connection.close()
  return found
}

async function scansOfPostgres({ place }: Filling): Promise<string[]> {
  const client = new pg.Client({ connectionString: place.DATABASE_URL })
  await client.connect()
  await client.query('set plan_cache_mode = force_generic_plan')
  const scan = new RegExp(`Seq Scan on (${LARGE})\\b|Index (Only )?Scan using \\w+ on (${LARGE})\\b[^]*?$`)
  const found: string[] = []
  for (const sql of statements) {
    let values = 0
    // Limits are always the same; a planner that does not know them assumes a tenth of the table.
    const limited = sql.replaceAll('limit ?', 'limit 500').replaceAll('offset ?', 'offset 9')
    await client.query(`prepare planned as ${limited.replaceAll('?', () => `$${++values}`)}`)
    const nothing = values === 0 ? '' : `(${Array(values).fill('null').join(', ')})`
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute planned${nothing}`)
    if (
      isScan(
        rows.map((row) => row['QUERY PLAN']),
        scan,
      )
    )
      found.push(sql)
    await client.query('deallocate planned')
  }
  await client.end()
  return found
}

/** An index read without a condition is a scan as well. */
function isScan(plan: readonly string[], scan: RegExp): boolean {
  return plan.some(
    (line, i) => scan.test(line) && (line.includes('Seq Scan') || !/Index Cond/.test(plan[i + 1] ?? '')),
  )
}

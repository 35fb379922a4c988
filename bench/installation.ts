import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { openServices } from '../src/app/app.ts'
import { readConfig } from '../src/config/config.ts'
import { scopeNames } from '../src/protocol/scopes.ts'
import { signAccessToken } from '../src/session/access-token.ts'
import type { Place } from '../test/support/process.ts'
import { newDatabase } from '../test/support/setup.ts'
import { filledTables, isSignedIn, personRows, sessionId, userId } from './people.ts'

export type Engine = 'sqlite' | 'postgresql'

/** A separate, filled installation, and the keys and tokens of its clients. */
export interface Filling {
  engine: Engine
  people: number
  place: Exclude<Place, string>
  apikey: string
  /** Key of a server with all scopes. */
  serverKey: string
  applicationId: string
  /** Seconds that filling took. */
  seconds: number
  /** Signs access tokens with the installation's own key, for `count` people chosen uniformly at random. */
  tokens(count: number): Promise<string[]>
  remove(): Promise<void>
}

/** Number of people whose rows are inserted at a time. */
const BATCH = 2000

/** Adds rows to a table in bulk, bypassing the service. */
interface Filler {
  add(table: string, rows: object[]): Promise<void>
  end(): Promise<void>
}

/** Creates and fills an installation. `postgres` is the PostgreSQL server, `redis` the server that counts limits. */
export async function fill(
  engine: Engine,
  people: number,
  servers: { postgres: string; redis: string },
): Promise<Filling> {
  const dataDir = await mkdtemp(join(tmpdir(), `user-profile-scale-${people}-`))
  const database = engine === 'postgresql' ? await newDatabase(undefined, servers.postgres) : null
  const place = {
    DATA_DIR: dataDir,
    PUBLIC_URL: 'http://bench.example',
    LOG_LEVEL: 'warn',
    LIMIT_SCALE: '100000000',
    ...(database && { DATABASE_URL: database.url, REDIS_URL: servers.redis, REDIS_PREFIX: `${people}:` }),
  }
  const services = await openServices(readConfig(place))
  const made = await services.applications.create(
    { name: 'bench', kind: 'web' },
    { kind: 'operator', operator: 'bench' },
  )
  const server = await services.applications.create(
    { name: 'bench server', kind: 'server', scopes: scopeNames },
    { kind: 'operator', operator: 'bench' },
  )
  await services.keyring.signing()
  await services.close()
  const began = performance.now()
  const filler = database
    ? await postgresFiller(database.url)
    : sqliteFiller(join(dataDir, 'user-profile.sqlite'))
  const now = Date.now()
  for (let start = 0; start < people; start += BATCH) {
    const all = Array.from({ length: Math.min(BATCH, people - start) }, (_, i) =>
      personRows(start + i, made.application.id, now),
    )
    for (const table of filledTables)
      await filler.add(
        table,
        all.flatMap((rows): object[] => rows[table]),
      )
  }
  await filler.end()
  return {
    engine,
    people,
    place,
    apikey: made.apiKey,
    serverKey: server.apiKey,
    applicationId: made.application.id,
    seconds: (performance.now() - began) / 1000,
    tokens: (count) => signTokens(place, people, made.application.id, count),
    async remove() {
      await database?.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function signTokens(
  place: Record<string, string>,
  people: number,
  applicationId: string,
  count: number,
): Promise<string[]> {
  const services = await openServices(readConfig(place))
  const tokens: string[] = []
  while (tokens.length < count) {
    const i = Math.floor(Math.random() * people)
    if (!isSignedIn(i)) continue
    const proof = { provedAt: Date.now(), methods: ['pwd'] }
    const claims = { userId: userId(i), sessionId: sessionId(i), applicationId, ...proof }
    tokens.push(
      await signAccessToken(
        services.keyring,
        services.config.publicUrl,
        claims,
        services.random.id(),
        Date.now(),
      ),
    )
  }
  await services.close()
  return tokens
}

function sqliteFiller(file: string): Filler {
  const connection = new DatabaseSync(file)
  connection.exec('PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1000000; BEGIN')
  return {
    async add(table, rows) {
      if (rows.length === 0) return
      const columns = Object.keys(rows[0]!)
      const places = columns.map(() => '?').join(', ')
      const insert = connection.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`)
      for (const row of rows) insert.run(...(Object.values(row) as string[]))
    },
    async end() {
      connection.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
      connection.close()
    },
  }
}

async function postgresFiller(url: string): Promise<Filler> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // The references are consistent as generated, so checking them is turned off.
  await client.query('set synchronous_commit = off; set session_replication_role = replica')
  return {
    async add(table, rows) {
      if (rows.length === 0) return
      const columns = Object.keys(rows[0]!).join(', ')
      await client.query(
        `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      )
    },
    async end() {
      await client.query('vacuum analyze')
      await client.query('checkpoint')
      await client.end()
    },
  }
}

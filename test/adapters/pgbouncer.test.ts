import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { migrations } from '../../migrations/index.ts'
import { openPostgres } from '../../src/adapters/database/postgres.ts'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { Locked } from '../../src/tables/maintenance.ts'
import { databaseContract } from '../contracts/database.ts'
import { firstNameAt, newClient, signInAt } from '../support/person.ts'
import { command, type Place, type ServiceProcess, startProcess } from '../support/process.ts'
import { startPgBouncer, type TestServer } from '../support/servers.ts'
import { newDatabase, newScaledOut } from '../support/setup.ts'

/** Fewer connections to the server than the nodes open to the pooler. */
const CONNECTIONS = 4
const NODES = 2

const database = await newDatabase()
const pooler = await startPgBouncer(database.url, CONNECTIONS)
after(async () => {
  await pooler.remove()
  await database.remove()
})

databaseContract('PostgreSQL behind PgBouncer in transaction mode', async () => {
  await createPostgresMaintenance(database.url).migrate()
  return openPostgres({ url: pooler.url, connections: 10, prepares: false })
})

test('nodes that migrate at once through PgBouncer wait for each other, and leave no lock behind', async () => {
  const empty = await newDatabase()
  const narrow = await startPgBouncer(empty.url, 3)
  const client = new pg.Client({ connectionString: empty.url })
  try {
    await client.connect()
    for (let round = 0; round < 3; round++) {
      const done = await Promise.all(
        Array.from({ length: 6 }, () => createPostgresMaintenance(narrow.url).migrate()),
      )
      if (round === 0) assert.deepEqual(done.flat().toSorted(), Object.keys(migrations).toSorted())
      const { rows } = await client.query(
        "select classid, objid, state, query from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and pg_locks.database = (select oid from pg_database where datname = current_database())",
      )
      assert.deepEqual(rows, [])
    }
  } finally {
    await client.end()
    await narrow.remove()
    await empty.remove()
  }
})

test('only one process at a time has a lock that it took through PgBouncer', async () => {
  const { lock } = createPostgresMaintenance(pooler.url)
  const release = await lock('import')
  await assert.rejects(lock('import'), Locked)
  await release()
  await (await lock('import'))()
})

let folder: string
let installation: Awaited<ReturnType<typeof newScaledOut>>
let place: Exclude<Place, string>
let poolerOfNodes: TestServer
const nodes: ServiceProcess[] = []
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-pgbouncer-test-'))
  installation = await newScaledOut()
  poolerOfNodes = await startPgBouncer(installation.settings.DATABASE_URL!, CONNECTIONS)
  const settings = { ...installation.settings, PUBLIC_URL: 'http://id.example' }
  place = { ...settings, DATA_DIR: join(folder, 'operator') } as typeof place
  // Bypasses the pooler, as docs/operations.md says.
  await command(place, 'migrate')
  const env = { DATABASE_URL: poolerOfNodes.url, DATABASE_PREPARED: 'false' }
  // If one does not start, the test fails and no other keeps running.
  const starts = Array.from({ length: NODES }, async (_, i) => {
    nodes.push(await startProcess({ ...place, DATA_DIR: join(folder, `node${i}`) }, env))
  })
  for (const start of await Promise.allSettled(starts)) if (start.status === 'rejected') throw start.reason
})
after(async () => {
  await Promise.all(nodes.map((node) => node.end('SIGTERM')))
  await poolerOfNodes?.remove()
  await installation?.remove()
  await rm(folder, { recursive: true, force: true })
})

test('nodes behind PgBouncer with few connections read and change many profiles at once', async () => {
  const clients = await Promise.all(Array.from({ length: 4 }, () => newClient(place)))
  const base = (i: number) => nodes[i % NODES]!.base
  const signedIn = await Promise.all(clients.map((client, i) => signInAt(base(i), client)))
  const work = Array.from({ length: 80 }, async (_, i) => {
    const { headers } = signedIn[i % signedIn.length]!
    const answer = await fetch(`${base(i)}/user/profile/`, {
      method: 'PATCH',
      headers,
      body: new URLSearchParams({ first_name: `n${i}` }),
    })
    assert.equal(answer.status, 200)
    return firstNameAt(base(i + 1), headers)
  })
  for (const name of await Promise.all(work)) assert.match(name ?? 'no profile', /^n\d+$/)
})

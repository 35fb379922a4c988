import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { openSqlite } from '../../src/adapters/database/sqlite.ts'
import { createSqliteMaintenance } from '../../src/adapters/database/sqlite-maintenance.ts'
import { listValues } from '../../src/attribute/attribute.store.ts'
import { findCards, listByAttribute, listChanged } from '../../src/people/people.store.ts'
import { listLive, listUnchecked } from '../../src/picture/picture.store.ts'
import type { Tables } from '../../src/tables/tables.ts'
import { findPeople } from '../../src/user/people-found.store.ts'
import { lacksNameKeys, listPeople, type PeopleQuery } from '../../src/user/people-search.store.ts'
import { readPeopleSearch } from '../../src/user/people-search.ts'
import { newDatabase } from '../support/setup.ts'

/** The statements that a query sends, with numbered values; nothing is found. */
async function statementsOf(send: (reader: Kysely<Tables>) => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  const reader = new Kysely<Tables>({
    dialect: {
      createDriver: () => new DummyDriver(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log(event) {
      sent.push(event.query.sql)
    },
  })
  await send(reader)
  return sent
}

const statementOf = async (send: (reader: Kysely<Tables>) => Promise<unknown>): Promise<string> =>
  (await statementsOf(send)).at(-1) ?? ''

const listOf = (query: Partial<PeopleQuery>) =>
  statementOf((reader) => listPeople(reader, { afterId: '', limit: 101, ...query }))

/** A page of a search reads its parts one after the other. */
const parts = await statementsOf((reader) => findPeople(reader, readPeopleSearch('ada lovelace'), null, 51))

const queries = {
  ...Object.fromEntries(parts.map((sql, part) => [`part ${part} of a page of a search`, sql])),
  'everybody, a part at a time': await listOf({}),
  'disabled people': await listOf({ isDisabled: true }),
  'a search': await listOf({ search: readPeopleSearch('ada') }),
  'a search by both names': await listOf({ search: readPeopleSearch('ada lovelace') }),
  'a search among disabled people': await listOf({ search: readPeopleSearch('ada'), isDisabled: true }),
  'a search among active people': await listOf({ search: readPeopleSearch('ada'), isDisabled: false }),
  'names without keys': await statementOf(lacksNameKeys),
  'changes since an instant': await statementOf((reader) => listChanged(reader, 1, null, 51)),
  'more changes': await statementOf((reader) => listChanged(reader, 1, { id: 'a', updatedAt: 1 }, 51)),
  'cards by id': await statementOf((reader) => findCards(reader, 'app', ['a', 'b'], [], false)),
  'cards by external id': await statementOf((reader) => findCards(reader, 'app', [], ['a', 'b'], false)),
  'cards by both': await statementOf((reader) => findCards(reader, 'app', ['a'], ['b'], true)),
  'people with a value': await statementOf((reader) => listByAttribute(reader, 'a', 'b', 'c', 51)),
  'pictures, a part at a time': await statementOf((read) => listLive({ read }, 'a', 50)),
  'pictures without checksums': await statementOf((read) => listUnchecked({ read }, 'a', 1)),
  'people with values': await statementOf((reader) => listValues(reader, 'a', 200)),
}

let folder: string
let sqlite: DatabaseSync
let postgres: pg.Client
let database: Awaited<ReturnType<typeof newDatabase>>
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-plans-'))
  const file = join(folder, 'plans.sqlite')
  const db = openSqlite(file)
  await createSqliteMaintenance(file, db).migrate()
  await db.close()
  sqlite = new DatabaseSync(file, { readOnly: true })
  database = await newDatabase()
  await createPostgresMaintenance(database.url).migrate()
  postgres = new pg.Client({ connectionString: database.url })
  await postgres.connect()
  // An empty table would be read as a whole, and sorted; a large one is only if there is no other way.
  await postgres.query(
    'set enable_seqscan = off; set enable_sort = off; set plan_cache_mode = force_generic_plan',
  )
})
after(async () => {
  sqlite?.close()
  await postgres?.end()
  await database?.remove()
  await rm(folder, { recursive: true, force: true })
})

for (const [what, sql] of Object.entries(queries)) {
  test(`SQLite reads ${what} by an index, not the whole table`, () => {
    const plan = sqlite.prepare(`explain query plan ${sql}`).all() as { detail: string }[]
    const reads = plan
      .map(({ detail }) => detail)
      .filter((line) => /\b(users|email_addresses|external_ids|attribute_keys|pictures)\b/.test(line))
    assert.ok(reads.length > 0)
    // Whatever is not searched comes in the order of its index.
    if (!what.startsWith('a search') && !what.startsWith('cards'))
      assert.ok(plan.every(({ detail }) => !detail.includes('TEMP B-TREE')))
    // The index of disabled people has nobody else.
    for (const line of reads) assert.match(line, /^SEARCH |USING (COVERING )?INDEX users_disabled/)
    if (what.startsWith('a search')) {
      const indexes =
        'users_first_name_id|users_last_name_id|sqlite_autoindex_users_\\d|sqlite_autoindex_email_addresses_1'
      for (const line of reads) assert.match(line, new RegExp(`USING (COVERING )?INDEX (${indexes}) `))
    }
  })

  test(`PostgreSQL reads ${what} by an index, not the whole table`, async () => {
    await postgres.query(`prepare planned as ${sql}`)
    const values = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))
    const { rows } = await postgres.query<{ 'QUERY PLAN': string }>(
      `explain execute planned(${Array(values).fill('null').join(', ')})`,
    )
    await postgres.query('deallocate planned')
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, /Seq Scan on (users|email_addresses|attribute_keys|pictures)/, plan)
    if (what.startsWith('cards')) {
      assert.match(plan, /Index Cond: .*\bid = /, plan)
      assert.doesNotMatch(plan, /using users_(?!pkey)\w+ on users|Seq Scan on external_ids/, plan)
      return
    }
    if (!what.startsWith('a search')) {
      assert.doesNotMatch(plan, /Sort/, plan)
      return
    }
    for (const column of ['username_key', 'first_name_key', 'last_name_key', 'email_key'])
      assert.match(plan, new RegExp(`Index Cond: .*${column}.* >= \\$\\d+.*${column}.* < \\$\\d+`), plan)
  })
}

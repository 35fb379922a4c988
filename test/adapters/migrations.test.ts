import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { Kysely } from 'kysely'
import pg from 'pg'
import { migrations } from '../../migrations/index.ts'
import { laterIndexes } from '../../migrations/indexes.ts'
import { openPostgres } from '../../src/adapters/database/postgres.ts'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { openSqlite } from '../../src/adapters/database/sqlite.ts'
import { sqliteDialect } from '../../src/adapters/database/sqlite-dialect.ts'
import { createSqliteMaintenance } from '../../src/adapters/database/sqlite-maintenance.ts'
import type { Database } from '../../src/ports/database.ts'
import { program } from '../support/program.ts'
import { newDatabase } from '../support/setup.ts'

const NODES = 10
const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'user-profile-migrations-'))
after(() => rm(folder, { recursive: true, force: true }))

/** One row per engine: settings of an empty installation, and how to remove it. */
const engines = {
  SQLite: async () => ({
    settings: { DATA_DIR: await mkdtemp(join(folder, 'sqlite-')) } as Record<string, string>,
    remove: async () => {},
  }),
  PostgreSQL: async () => {
    const database = await newDatabase()
    const settings = { DATA_DIR: await mkdtemp(join(folder, 'postgres-')), DATABASE_URL: database.url }
    return { settings: settings as Record<string, string>, remove: database.remove }
  },
}
for (const [name, make] of Object.entries(engines)) {
  test(`${name}: ten nodes that start at once on an empty database run each migration once`, async () => {
    const { settings, remove } = await make()
    const answers = await Promise.all(
      Array.from({ length: NODES }, () =>
        run(program, ['migrate', '--json'], { env: { ...process.env, ...settings } }),
      ),
    )
    const executed = answers.flatMap(({ stdout }) => (JSON.parse(stdout) as { executed: string[] }).executed)
    assert.deepEqual(executed.toSorted(), Object.keys(migrations))
    await remove()
  })
}

/** Returns the tables of a fully migrated SQLite database. */
async function newestSqlite() {
  const file = join(await mkdtemp(join(folder, 'newest-')), 'newest.sqlite')
  const db = openSqlite(file)
  await createSqliteMaintenance(file, db).migrate()
  return { file, db }
}

const recorded = globSync(join(import.meta.dirname, '../fixtures/statements/*.json')).sort()
for (const file of recorded) {
  const version = basename(file, '.json')
  const statements = JSON.parse(readFileSync(file, 'utf8')) as string[]

  test(`statements of a node of version ${version} still work on the newest SQLite tables`, async () => {
    const { file: path, db } = await newestSqlite()
    await db.close()
    const connection = new DatabaseSync(path)
    for (const sql of statements) connection.prepare(sql)
    connection.close()
  })

  test(`statements of a node of version ${version} still work on the newest PostgreSQL tables`, async () => {
    const database = await newDatabase()
    await createPostgresMaintenance(database.url).migrate()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    for (const [i, sql] of statements.entries()) {
      let parameter = 0
      await client.query(`prepare s${i} as ${sql.replace(/\?/g, () => `$${++parameter}`)}`)
    }
    await client.end()
    await database.remove()
  })

  test(`rows added by a node of version ${version} have every required column`, async () => {
    const { db } = await newestSqlite()
    const tables = await db.tables.introspection.getTables()
    for (const sql of statements) {
      const [, table, columns = ''] = /^insert into "(\w+)" \(([^)]*)\)/.exec(sql) ?? []
      if (table === undefined) continue
      const filled = columns.split(', ').map((column) => column.replaceAll('"', ''))
      const needed = tables
        .find((one) => one.name === table)
        ?.columns.filter((column) => !column.isNullable && !column.hasDefaultValue)
      assert.deepEqual(
        needed?.map((column) => column.name).filter((column) => !filled.includes(column)),
        [],
        sql,
      )
    }
    await db.close()
  })
}

test('a migration only adds, unless its name says that it contracts', async () => {
  const statements: { migration: string; sql: string }[] = []
  let migration = ''
  const connection = new DatabaseSync(':memory:')
  const db = new Kysely<unknown>({
    dialect: sqliteDialect(connection),
    log(event) {
      statements.push({ migration, sql: event.query.sql })
    },
  })
  for (const [name, { up }] of Object.entries(migrations)) {
    migration = name
    await up(db)
  }
  const made = (name: string) =>
    statements
      .filter((one) => one.migration === name)
      .flatMap(({ sql }) => /^create table "(\w+)"/.exec(sql)?.[1] ?? [])
  for (const { migration, sql } of statements) {
    if (/^\d+-contract-/.test(migration)) continue
    const index = /^create (?:unique )?index \S+ on "(\w+)"/.exec(sql)?.[1]
    const filled = /^insert into "(\w+)"/.exec(sql)?.[1]
    const column = /^alter table "\w+" add column .*/.exec(sql)?.[0]
    const isFine =
      sql.startsWith('create table ') ||
      ((index ?? filled) !== undefined && made(migration).includes(index ?? filled ?? '')) ||
      (column !== undefined && (!column.includes('not null') || column.includes('default')))
    assert.ok(isFine, `${migration} runs "${sql}": see CONTRIBUTING.md, Add a migration`)
  }
})

test('an older node starts on tables that a newer one has expanded, but not on contracted ones', async () => {
  const database = await newDatabase()
  const maintenance = createPostgresMaintenance(database.url)
  await maintenance.migrate()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`insert into kysely_migration values ('900-more', '2030-01-01T00:00:00.000Z')`)
  assert.deepEqual(await maintenance.migrate(), [])
  assert.ok((await maintenance.migrations()).some((one) => one.name === '900-more'))
  await client.query(`insert into kysely_migration values ('901-contract-users', '2030-01-01T00:00:00.000Z')`)
  await assert.rejects(maintenance.migrate(), /newer version.*901-contract-users/)
  await client.end()
  await database.remove()
})

test('a running node keeps reading and writing while a newer version adds a column to its prepared statements', async () => {
  const database = await newDatabase()
  await createPostgresMaintenance(database.url).migrate()
  const db = openPostgres({ url: database.url, connections: 3 })
  const all = (reader: Database['read']) => reader.selectFrom('limit_counters').selectAll().execute()
  const use = async () => {
    await Promise.all(Array.from({ length: 6 }, () => all(db.read)))
    await Promise.all(Array.from({ length: 6 }, () => db.write((tx) => all(tx))))
  }
  await use()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  for (const column of ['one', 'two']) {
    await client.query(`alter table limit_counters add column ${column} text`)
    await use()
  }
  await client.end()
  await db.close()
  await database.remove()
})

test('an index whose creation was interrupted is created again', async () => {
  const database = await newDatabase()
  const maintenance = createPostgresMaintenance(database.url)
  await maintenance.migrate()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const [name = ''] = Object.keys(laterIndexes)
  await client.query(`update pg_index set indisvalid = false where indexrelid = '${name}'::regclass`)
  assert.deepEqual(await maintenance.integrityProblems(), [`the index ${name} is not valid`])
  await maintenance.migrate()
  assert.deepEqual(await maintenance.integrityProblems(), [])
  const { rows } = await client.query('select indexname from pg_indexes where indexname = any($1)', [
    Object.keys(laterIndexes),
  ])
  assert.equal(rows.length, Object.keys(laterIndexes).length)
  await client.end()
  await database.remove()
})

test('a database that is not UTF8 is refused with a line that says what to do', async () => {
  const name = `latin${process.pid}`
  const admin = new pg.Client({ connectionString: process.env.TEST_POSTGRES })
  await admin.connect()
  await admin.query(
    `create database ${name} encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0`,
  )
  const url = new URL(process.env.TEST_POSTGRES ?? '')
  url.pathname = `/${name}`
  const failed = await run(program, ['migrate'], {
    env: { ...process.env, DATABASE_URL: url.href, DATA_DIR: await mkdtemp(join(folder, 'latin-')) },
  }).then(
    () => assert.fail('it started'),
    (error: { code: number; stderr: string }) => error,
  )
  assert.equal(failed.code, 1)
  assert.match(
    failed.stderr,
    /^user-profile: DATABASE_URL: the database must be in UTF8, not SQL_ASCII.*\n$/m,
  )
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
})

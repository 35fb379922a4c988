import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { openPostgres } from '../../src/adapters/database/postgres.ts'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { openSqlite } from '../../src/adapters/database/sqlite.ts'
import { createSqliteMaintenance } from '../../src/adapters/database/sqlite-maintenance.ts'
import { databaseContract } from '../contracts/database.ts'
import { newDatabase } from '../support/setup.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-profile-database-'))
const postgres = await newDatabase()
after(async () => {
  await postgres.remove()
  await rm(folder, { recursive: true, force: true })
})

databaseContract('SQLite', async () => {
  const file = join(folder, 'contract.sqlite')
  const db = openSqlite(file)
  await createSqliteMaintenance(file, db).migrate()
  return db
})

databaseContract('PostgreSQL', async () => {
  await createPostgresMaintenance(postgres.url).migrate()
  return openPostgres({ url: postgres.url, connections: 10 })
})

/** `node bench/step.ts NAME`: runs one migration or adds one later index. Prints when it started and ended. */
import { Migrator } from 'kysely/migration'
import { migrations } from '../migrations/index.ts'
import { addIndexes } from '../src/adapters/database/indexes.ts'
import { openTables } from './tables.ts'

const name = process.argv[2]!
const { tables, close } = openTables(process.env)
const from = Date.now()
if (name in migrations) {
  const migrator = new Migrator({ db: tables, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateUp()
  if (error) throw error
} else {
  await addIndexes(tables, [name], { concurrently: process.env.DATABASE_URL !== undefined })
}
process.stdout.write(JSON.stringify({ from, to: Date.now() }))
await close()

/** `node bench/step.ts NAME`: adds one later index. Prints when it started and ended. */
import { addIndexes } from '../src/adapters/database/indexes.ts'
import { openTables } from './tables.ts'

const name = process.argv[2]!
const { tables, close } = openTables(process.env)
const from = Date.now()
await addIndexes(tables, [name], { concurrently: process.env.DATABASE_URL !== undefined })
process.stdout.write(JSON.stringify({ from, to: Date.now() }))
await close()

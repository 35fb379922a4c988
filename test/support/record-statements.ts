/**
 * Loaded before a test by `npm run record:statements`. Records every statement that reaches SQLite in the file named by
 * `RECORD_STATEMENTS`, one JSON text per line.
 */
import { appendFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const file = process.env.RECORD_STATEMENTS
const { prepare } = DatabaseSync.prototype
if (file !== undefined) {
  DatabaseSync.prototype.prepare = function record(sql) {
    appendFileSync(file, `${JSON.stringify(sql)}\n`)
    return prepare.call(this, sql)
  }
}

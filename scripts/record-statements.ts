/**
 * `npm run record:statements`: runs the tests on the embedded set-up and records every statement that the service sends
 * to its tables, under the name of the newest migration. Run it before a release: `test/adapters/migrations.test.ts`
 * proves that all of them still work on the tables of every later version.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../migrations/index.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'user-profile-statements-'))
const file = join(folder, 'statements')
const { status } = spawnSync(process.execPath, ['scripts/test.ts', '--setup', 'embedded'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    RECORD_STATEMENTS: file,
    NODE_OPTIONS: `--import ${join(root, 'test/support/record-statements.ts')}`,
  },
})
if (status === 0) {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const statements = new Set(
    lines.map((line) => withoutLength(JSON.parse(line) as string)).filter(isOfService),
  )
  const name = Object.keys(migrations).at(-1)
  const target = join(root, 'test/fixtures/statements', `${name}.json`)
  writeFileSync(target, `${JSON.stringify([...statements].sort(), null, 1)}\n`)
}
rmSync(folder, { recursive: true })
process.exitCode = status ?? 1

/** Statements on the tables, except those that create or describe them. */
function isOfService(sql: string): boolean {
  return /^(select|insert|update|delete|with)\b/.test(sql) && !/sqlite_|kysely_|pragma/i.test(sql)
}

/** Statements that differ only in the length of a list count as one. */
function withoutLength(sql: string): string {
  return sql.startsWith('insert') ? sql : sql.replace(/\((\?, )+\?\)/g, '(?)')
}

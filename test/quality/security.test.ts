import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CODE_LENGTH } from '../../common/limits.ts'
import { systemRandom } from '../../src/adapters/system.ts'
import { CODE_LIFETIME, CODE_TRIES } from '../../src/one-time-code/one-time-code.ts'
import { hashPassword } from '../../src/password/password.ts'
import { ACCESS_TOKEN_SECONDS } from '../../src/session/session.ts'
import { tableNames } from '../../src/tables/tables.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const security = read('SECURITY.md')
const rowsOf = (heading: string): string[][] => {
  const section = security.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => /^\| (?!---)/.test(line))
  return rows.slice(1).map((line) => line.slice(2, -2).split(' | '))
}
const rowOf = (heading: string, name: RegExp): string => {
  const found = rowsOf(heading).filter(([first = '']) => name.test(first))
  assert.equal(found.length, 1, `${heading}: one row ${name}`)
  return found[0]!.join(' | ')
}
const KEYS = 'Keys and secrets: life cycle'

test('the inventory of cryptography in SECURITY.md names exactly the files that use it', () => {
  const named = rowsOf('Cryptography').flatMap((cells) =>
    [...(cells.at(-1) ?? '').matchAll(/`(src\/[\w/.-]+\.ts)`/g)].map(([, file]) => file!),
  )
  const uses = globSync('src/**/*.ts', { cwd: root }).filter((file) =>
    /(?:from |import\()'(?:node:crypto|jose|@node-rs\/[\w-]+|otpauth|@simplewebauthn\/[\w-]+)'|\bcrypto\.(?:subtle|random|getRandom)/.test(
      read(file),
    ),
  )
  assert.ok(uses.length > 15)
  assert.deepEqual([...new Set(named)].sort(), uses.sort())
})

test('the code uses nothing weaker than the algorithms in SECURITY.md', () => {
  const weak =
    /\bcreateHash\('(?!sha256)|\bhash\('(?!sha256)|createHmac\('(?!sha256)|createCipheriv\('(?!aes-256-gcm)|rejectUnauthorized: false|\bmd5\b/i
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    // The protocol of range services requires SHA-1.
    const text = file.endsWith('new-password.service.ts')
      ? read(file).replace("createHash('sha1')", '')
      : read(file)
    assert.equal(weak.exec(text)?.[0], undefined, file)
    // Only the delays between retries, in adapters, may be predictable.
    const isPause = /sleep\(Math\.random|Math\.random\(\) \* (?:Math\.min|PAUSE)/.test(read(file))
    assert.ok(isPause || !/Math\.random/.test(read(file)), file)
  }
})

test('the parameters in SECURITY.md are those of the code', async () => {
  const [, , , costs = '', salt = ''] = (await hashPassword('any')).split('$')
  assert.equal(costs, 'm=19456,t=2,p=1')
  assert.match(
    rowOf('Cryptography', /^Storing passwords/),
    /argon2id, m=19456 KiB, t=2, p=1, 128 bits of salt/,
  )
  assert.equal(Buffer.from(salt, 'base64').length * 8, 128)
  assert.match(rowOf(KEYS, /^Access token/), new RegExp(`\\| ${ACCESS_TOKEN_SECONDS} s \\|`))
  const code = rowOf(KEYS, /^Code by mail/)
  assert.ok(
    code.includes(`${CODE_LENGTH} digits`) && code.includes(`${CODE_LIFETIME / 1000} s, ${CODE_TRIES} tries`),
  )
  assert.equal(Buffer.from(systemRandom.secret(), 'base64url').length * 8, 256)
})

test('every key has all stages of its life cycle, and every command in the table exists', () => {
  const rows = rowsOf(KEYS)
  assert.ok(rows.length >= 10)
  for (const cells of rows) {
    assert.equal(cells.length, 6, cells[0])
    assert.ok(
      cells.every((cell) => cell.trim() !== ''),
      cells[0],
    )
  }
  const commands = new Set(rows.flat().flatMap((cell) => cell.match(/`(app|keys|user) [a-z-]+/g) ?? []))
  assert.ok(commands.size > 3)
  for (const command of commands) {
    const [group = '', name = ''] = command.slice(1).split(' ')
    const files = globSync(`src/cli/${group === 'app' ? 'application*' : group}.command.ts`, { cwd: root })
    assert.ok(
      files.some((file) => read(file).includes(`.command('${name}')`)),
      command,
    )
  }
})

test('every table of the database has a level of protection, and every level has all rules', () => {
  const rows = rowsOf('Levels of data')
  assert.equal(rows.length, 4)
  for (const cells of rows)
    assert.ok(cells.length === 6 && cells.every((cell) => cell.trim() !== ''), cells[0])
  const named = rows.flatMap(([, what = '']) => [...what.matchAll(/`(\w+)`/g)].map(([, table]) => table!))
  assert.deepEqual([...new Set(named)].sort(), [...tableNames].sort())
})

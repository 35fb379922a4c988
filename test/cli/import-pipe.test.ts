import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { openStores } from '../../src/app/open-stores.ts'
import type { Report } from '../../src/cli/user/import-report.ts'
import { type Cli, createCli } from '../support/cli.ts'
import { program } from '../support/program.ts'
import { eventually } from '../support/wait.ts'

const run = promisify(execFile)

let cli: Cli
let stores: Awaited<ReturnType<typeof openStores>>
before(async () => {
  cli = await createCli()
  await cli.run(['migrate'])
  stores = await openStores(cli.config)
})
after(async () => {
  stores?.objects.close()
  await stores?.db.close()
  await cli?.remove()
})

const rowsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${name}${i},${name}${i}@example.com`).join('\n')
const countOf = async (name: string): Promise<number> => {
  const query = stores.db.read.selectFrom('users').where('username', 'like', `${name}%`)
  return Number((await query.select((eb) => eb.fn.countAll().as('n')).executeTakeFirst())?.n)
}
const counts = ({ created, skipped, refused }: Report) => [created, skipped, refused]
/** Runs a line of `sh`, in which `$import` is the command. */
async function shell(line: string): Promise<Report> {
  const { stdout } = await run('bash', ['-c', line], {
    env: { ...cli.environment, import: `${program} --json user import` },
  })
  return JSON.parse(stdout) as Report
}
const file = async (name: string, content: string) => {
  const path = join(dirname(cli.dataDir), name)
  await writeFile(path, content)
  return path
}

test('a pipe is read by the name of standard input, by its path, and by the path of any other pipe', async () => {
  const path = await file('pipe.csv', `\uFEFFusername;email\n${rowsOf('piped', 3).replaceAll(',', ';')}\n`)
  assert.deepEqual(counts(await shell(`cat ${path} | $import -`)), [3, 0, 0])
  assert.deepEqual(counts(await shell(`cat ${path} | $import --skip-existing /dev/stdin`)), [0, 3, 0])
  assert.deepEqual(counts(await shell(`$import --skip-existing /dev/stdin < ${path}`)), [0, 3, 0])
  assert.deepEqual(counts(await shell(`$import --skip-existing <(cat ${path})`)), [0, 3, 0])
})

test('JSON lines come through a pipe too, be it told by the first byte or by --format', async () => {
  const lines = ['a', 'b'].map((name) =>
    JSON.stringify({ username: `json${name}`, email: `${name}@json.org` }),
  )
  const path = await file('people.txt', `\n  ${lines.join('\n\n')}`)
  assert.deepEqual(counts(await shell(`cat ${path} | $import -`)), [2, 0, 0])
  assert.deepEqual(counts(await shell(`$import --skip-existing --format jsonl ${path}`)), [0, 2, 0])
  // By its name it would be CSV.
  await assert.rejects(shell(`$import --skip-existing ${path}`))
})

test('a writer that delivers single bytes, beginning with those of a byte order mark, is read as any other', async () => {
  const child = spawn(program, ['--json', 'user', 'import', '-'], { env: cli.environment })
  const output = text(child.stdout)
  for (const byte of Buffer.from('\uFEFF\n\nusername,email\nslow,slow@example.com')) {
    child.stdin.write(Buffer.of(byte))
    await new Promise((resolve) => setImmediate(resolve))
  }
  child.stdin.end()
  assert.deepEqual(counts(JSON.parse(await output)), [1, 0, 0])
})

test('an import that Ctrl-C ends while its pipe is silent says after which line, and how to continue', async () => {
  for (const isJson of [false, true]) {
    const name = isJson ? 'halted' : 'ended'
    const all = `username,email\n${rowsOf(name, 1500)}\n`
    const args = ['user', 'import', '-', ...(isJson ? ['--json'] : [])]
    const child = spawn(program, args, { env: cli.environment })
    const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
    child.stdin.write(all)
    await eventually(async () => (await countOf(name)) === 1000)
    child.kill('SIGINT')
    const [[code], stdout] = await ended
    assert.equal(code, 130, name)
    if (isJson) assert.equal((JSON.parse(stdout) as Report).interrupted_after_line, 1001)
    else
      assert.match(
        stdout,
        /^interrupted after the row on line 1001\ncreated 1000, refused 0\nto continue, .*--skip-existing\n$/,
      )
    assert.equal(await countOf(name), 1000)
    const path = await file('halted.csv', all)
    const again = await cli.json<Report>(['user', 'import', '--skip-existing', path])
    assert.deepEqual(counts(again), [500, 1000, 0])
  }
})

test('a strict import that is interrupted leaves nobody', async () => {
  const child = spawn(program, ['user', 'import', '--strict', '-'], { env: cli.environment })
  const ended = Promise.all([once(child, 'close'), text(child.stdout)])
  child.stdin.write(`username,email\n${rowsOf('strict', 1500)}\n`)
  await eventually(async () => (await countOf('strict')) === 1000)
  child.kill('SIGTERM')
  const [[code], stdout] = await ended
  assert.deepEqual([code, await countOf('strict')], [143, 0])
  assert.match(stdout, /interrupted after the row on line 1001\nnobody was imported/)
})

test('an import that is killed is completed by the same command with --skip-existing', async () => {
  const count = 4000
  const path = await file('killed.csv', `username,email\n${rowsOf('killed', count)}\n`)
  const child = cli.start(['user', 'import', path])
  const closed = once(child, 'close')
  while ((await countOf('killed')) < 200) await new Promise((resolve) => setTimeout(resolve, 2))
  child.kill('SIGKILL')
  await closed
  const left = await countOf('killed')
  assert.ok(left >= 200 && left < count, `${left} rows were in`)
  const refused = await cli.run(['user', 'import', path])
  assert.equal(refused.code, 1)
  assert.match(refused.stdout, /--skip-existing leaves them as they are/)
  await cli.run(['user', 'delete', '--yes', 'killed0'])
  const again = await cli.json<Report>(['user', 'import', '--skip-existing', path])
  assert.deepEqual(counts(again), [1, count - 1, 0])
  assert.equal(await countOf('killed'), count)
})

test('refused rows are written to a new file of the same columns, which only its owner can read', async () => {
  const rejects = join(dirname(cli.dataDir), 'rejects.csv')
  const path = await file(
    'mixed.csv',
    'username,email,first_name\nfine,fine@example.com,\nbad,nonsense,"two\nlines, ""quoted"""\nshort,short@example.com\n',
  )
  const report = await cli.json<Report>(['user', 'import', '--rejects', rejects, path], { code: 1 })
  assert.deepEqual(counts(report), [1, 0, 2])
  const written = await readFile(rejects, 'utf8')
  assert.equal(
    written,
    'username,email,first_name\nbad,nonsense,"two\nlines, ""quoted"""\nshort,short@example.com\n',
  )
  assert.equal((await stat(rejects)).mode & 0o777, 0o600)
  const taken = await cli.json<{ error: string }>(['user', 'import', '--rejects', path, path], { code: 1 })
  assert.match(taken.error, /exists already/)
  const corrected = await file(
    'corrected.csv',
    written.replace('nonsense', 'bad@example.com').replace(/short.*\n/, ''),
  )
  const none = join(dirname(cli.dataDir), 'none.csv')
  const good = await cli.json<Report>(['user', 'import', '--rejects', none, corrected])
  assert.deepEqual(counts(good), [1, 0, 0])
  await assert.rejects(stat(none), 'where nothing is refused there is no file')
})

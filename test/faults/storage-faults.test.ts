import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { failWrites, smallDisk } from '../support/disk.ts'
import { firstNameAt, newClient, signInAt } from '../support/person.ts'
import { detailed } from '../support/pictures.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { embeddedSettings } from '../support/setup.ts'
import { eventually } from '../support/wait.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-storage-'))
})
after(() => rm(root, { recursive: true, force: true }))

async function startOn(t: TestContext, dataDir: string) {
  const place = { ...embeddedSettings, DATA_DIR: dataDir }
  const client = await newClient(place)
  const node = await startProcess(place)
  t.after(() => node.end('SIGKILL'))
  const { headers } = await signInAt(node.base, client)
  const update = async (first_name: string) => {
    const body = new URLSearchParams({ first_name })
    const answer = await fetch(`${node.base}/user/profile/`, { method: 'PATCH', headers, body })
    await answer.arrayBuffer()
    if (answer.status === 503) assert.equal(answer.headers.get('retry-after'), '5')
    return answer.status
  }
  const read = async () => (await fetch(`${node.base}/user/get/profile/`, { headers })).status
  const upload = async () => {
    const body = new FormData()
    body.set('image', new Blob([Buffer.from(await detailed(300, 200).jpeg().toBuffer())]), 'a.jpg')
    return (await fetch(`${node.base}/user/profile-image/`, { method: 'POST', headers, body })).status
  }
  return { node, headers, update, read, upload, file: join(dataDir, 'user-profile.sqlite') }
}

interface Readiness {
  status: string
  checks: Record<string, string>
}

async function readiness(node: ServiceProcess): Promise<{ code: number } & Readiness> {
  const answer = await fetch(new URL('/readyz', node.base))
  return { code: answer.status, ...((await answer.json()) as Readiness) }
}

/** Waits until readiness notices: writes are tried every ten seconds. */
const seen = (node: ServiceProcess, status: string) =>
  eventually(async () => {
    const found = await readiness(node)
    return found.status === status && found
  }, 30_000)

/** Lines of the log, except those of requests. */
const faultLines = (node: ServiceProcess) =>
  node
    .output()
    .split('\n')
    .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line)] : []))
    .filter((line: { level: number }) => line.level >= 40) as { level: number; msg: string }[]

test('on a full disk reads work, changes get 503, and everything works when there is room again', async (t) => {
  const disk = await smallDisk(t, join(root, 'full'), 24)
  const { node, headers, update, read, upload } = await startOn(t, disk.folder)
  assert.deepEqual([await update('before'), await upload()], [200, 200])
  await disk.fill()
  // SQLite's log may have spare room that it allocated earlier.
  await eventually(async () => (await update('full')) === 503)
  assert.deepEqual([await upload(), await read()], [503, 200])
  const statuses = await Promise.all(Array.from({ length: 20 }, (_, i) => update(`n${i}`)))
  assert.deepEqual([...new Set(statuses)], [503])
  const warnings = faultLines(node).filter((line) => line.msg === 'request failed: dependency unavailable')
  assert.ok(warnings.length > 0 && warnings.length < 10, `${warnings.length} warnings`)
  assert.deepEqual(
    faultLines(node).filter((line) => line.msg === 'request failed'),
    [],
  )
  const { code, checks } = await seen(node, 'degraded')
  assert.deepEqual(
    [code, checks.database, checks.writes, checks.uploads],
    [200, 'ok', 'degraded', 'degraded'],
  )
  await disk.free()
  assert.deepEqual([await update('after'), await upload()], [200, 200])
  assert.equal(await firstNameAt(node.base, headers), 'after')
  await seen(node, 'ok')
  assert.equal(await node.end('SIGTERM'), 0)
})

test('reads work while the disk fails to write, and writes work again when it recovers', async (t) => {
  const { node, headers, update, read, upload } = await startOn(t, await mkdtemp(join(root, 'failing-')))
  assert.equal(await update('before'), 200)
  await failWrites(node.child.pid ?? 0, true)
  assert.deepEqual([await update('lost'), await upload(), await read()], [503, 503, 200])
  const { code, checks } = await seen(node, 'degraded')
  assert.deepEqual([code, checks.database, checks.writes], [200, 'ok', 'degraded'])
  assert.equal(await firstNameAt(node.base, headers), 'before')
  await failWrites(node.child.pid ?? 0, false)
  await eventually(async () => (await update('after')) === 200)
  assert.equal(await upload(), 200)
  await seen(node, 'ok')
})

test('a write lock that another process holds for more than ten seconds is a 503, and reads do not wait', async (t) => {
  const { node, update, read, file } = await startOn(t, await mkdtemp(join(root, 'locked-')))
  const other = new DatabaseSync(file, { timeout: 10_000 })
  other.exec('BEGIN IMMEDIATE')
  const waiting = Promise.all(Array.from({ length: 70 }, (_, i) => update(`n${i}`)))
  assert.equal(await read(), 200)
  const { code, checks } = await seen(node, 'degraded')
  assert.deepEqual([code, checks.database, checks.writes], [200, 'ok', 'degraded'])
  assert.deepEqual([...new Set(await waiting)], [503])
  other.exec('ROLLBACK')
  other.close()
  assert.equal(await update('after'), 200)
})

/**
 * One row per kind of damage: a function that damages the file of a running service, and returns a function that
 * repairs it.
 */
const damages: [string, (file: string) => Promise<() => Promise<void>>][] = [
  [
    'cut to nothing',
    async (file) => {
      const whole = await readFile(file)
      await truncate(file, 0)
      return () => writeFile(file, whole, { flag: 'r+' })
    },
  ],
  [
    'overwritten with zeros',
    async (file) => {
      const whole = await readFile(file)
      await writeFile(file, Buffer.alloc(whole.length), { flag: 'r+' })
      return () => writeFile(file, whole, { flag: 'r+' })
    },
  ],
  [
    'replaced by an empty file',
    async (file) => {
      await rename(file, `${file}.aside`)
      await writeFile(file, '')
      return () => rename(`${file}.aside`, file)
    },
  ],
  [
    'moved away',
    async (file) => {
      await rename(file, `${file}.aside`)
      return () => rename(`${file}.aside`, file)
    },
  ],
]
for (const [what, damage] of damages) {
  test(`a database file that is ${what} under the running service never ends it, and it works again after a repair`, async (t) => {
    const dataDir = await mkdtemp(join(root, 'damaged-'))
    const { node, update, read, file } = await startOn(t, dataDir)
    assert.equal(await update('before'), 200)
    // From here on everything is in the file itself.
    const other = new DatabaseSync(file, { timeout: 10_000 })
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    other.close()
    const mend = await damage(file)
    for (let i = 0; i < 20; i++) {
      // Cached data may be returned, but nothing may be a defect.
      assert.ok([200, 401, 503].includes(await read()))
      assert.ok([200, 503].includes(await update(`n${i}`)))
    }
    assert.equal((await fetch(new URL('/healthz', node.base))).status, 200)
    assert.deepEqual(
      faultLines(node).filter((line) => line.msg === 'request failed'),
      [],
    )
    await mend()
    await eventually(async () => (await read()) === 200)
  })
}

test('after a long snapshot the write-ahead log shrinks again', async (t) => {
  const { update, file } = await startOn(t, await mkdtemp(join(root, 'snapshot-')))
  const holder = new DatabaseSync(file, { readOnly: true })
  holder.exec('BEGIN')
  holder.prepare('SELECT count(*) FROM users').get()
  const filler = new DatabaseSync(file, { timeout: 10_000 })
  filler.exec('CREATE TABLE filler (bytes BLOB)')
  for (let i = 0; i < 40; i++) filler.exec('INSERT INTO filler VALUES (randomblob(1000000))')
  filler.close()
  const size = async () => (await stat(`${file}-wal`)).size
  assert.ok((await size()) > 35_000_000, `${await size()}`)
  holder.exec('COMMIT')
  holder.close()
  await eventually(async () => {
    assert.equal(await update(`n${performance.now()}`), 200)
    return (await size()) <= 17_000_000
  })
})

test('a read of a truncated file is an error, not the end of the process', async () => {
  const file = join(await mkdtemp(join(root, 'cut-')), 'a.sqlite')
  const adapter = JSON.stringify(new URL('../../src/adapters/database/sqlite.ts', import.meta.url).href)
  // In a separate process, because a signal would end this one.
  const script = `
    import { truncateSync } from 'node:fs'
    import { CompiledQuery } from ${JSON.stringify(import.meta.resolve('kysely'))}
    import { openSqlite } from ${adapter}
    const db = openSqlite(${JSON.stringify(file)})
    db.connection.exec('CREATE TABLE filler (bytes BLOB)')
    for (let i = 0; i < 50; i++) db.connection.exec('INSERT INTO filler VALUES (randomblob(100000))')
    db.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const sum = () => db.read.executeQuery(CompiledQuery.raw('SELECT sum(length(bytes || 1)) FROM filler'))
    await sum()
    truncateSync(${JSON.stringify(file)}, 0)
    await sum().then(() => console.log('read'), (error) => console.log(error.name))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  assert.equal(stdout.trim(), 'Unavailable')
})

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { restartDelay } from '../../src/cli/serve/workers.ts'
import { readConfig } from '../../src/config/config.ts'
import { createCli } from '../support/cli.ts'
import { sampleValue, scrape } from '../support/metrics.ts'
import { eventually } from '../support/wait.ts'

const primary = join(import.meta.dirname, '../support/workers/primary.ts')
const running = new Set<ChildProcess>()
after(() => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs a primary with two workers in a separate process group. */
function startPrimary(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [primary], {
    env: { ...process.env, WORKERS: '2', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child)
    return (code ?? signal) as number | string
  })
  const found = (pattern: RegExp) => eventually(async () => pattern.exec(output)?.[1], 20_000)
  return { child, ended, output: () => output, origin: () => found(/listening at ([^"]+)"/), found }
}

/** A connection that was assigned to a worker just as it died never gets a response. */
const get = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(2000) })).text()

/** Returns the process ids of the workers that respond, once there are `count`. */
function workersAt(origin: string, count = 2, except: string[] = []): Promise<string[]> {
  return eventually(async () => {
    const ids = new Set<string>()
    for (let i = 0; i < 2 * count; i++) ids.add(await get(origin).catch(() => ''))
    for (const id of ['', ...except]) ids.delete(id)
    return ids.size === count && [...ids]
  }, 20_000)
}

test('several workers on the SQLite file are refused at once with a line that says what they need', async () => {
  const cli = await createCli({ DATABASE_URL: '' })
  try {
    const { code, stdout, stderr } = await cli.run(['serve', '--workers', '2'])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /^user-profile: --workers 2 requires PostgreSQL.*DATABASE_URL=postgres:\/\/.*\n$/)
    for (const wrong of ['0', '1.5', 'two', '257'])
      assert.equal((await cli.run(['serve', '--workers', wrong])).code, 2, wrong)
  } finally {
    await cli.remove()
  }
})

test('all workers serve one address, which is printed once, and SIGTERM stops them all with exit code 0', async () => {
  const { child, ended, origin, output } = startPrimary()
  const address = await origin()
  const ids = await workersAt(address)
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
  assert.equal(output().split('listening at').length, 2)
  for (const id of ids) assert.throws(() => process.kill(Number(id), 0), /ESRCH/)
})

test('an interrupt from the terminal to primary and workers stops them just as cleanly', async () => {
  const { child, ended, origin } = startPrimary()
  await workersAt(await origin())
  process.kill(-(child.pid ?? 0), 'SIGINT')
  assert.equal(await ended, 0)
})

test('a worker that dies is restarted, while the other keeps running', async () => {
  const { child, ended, origin, found } = startPrimary()
  const address = await origin()
  const [first = '', second = ''] = await workersAt(address)
  process.kill(Number(first), 'SIGKILL')
  await eventually(async () => (await get(address).catch(() => '')) === second)
  await workersAt(address, 2, [first])
  await found(/(a worker exited and will be restarted)/)
  await fetch(`${address}/die`).catch(() => {})
  await found(/"code":(3)/)
  await workersAt(address, 2, [first])
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
})

test('if no worker can start, the primary exits with the message and the exit code of the worker', async () => {
  const { ended, output } = startPrimary({ START: 'fails' })
  assert.equal(await ended, 4)
  assert.equal(output(), 'the worker cannot start\n')
})

test('workers that do not stop in time are killed, and the exit code reports a failure', async () => {
  const { child, ended, origin, found } = startPrimary({ STOP_TIME: '300' })
  await get(`${await origin()}/stubborn`)
  child.kill('SIGTERM')
  assert.equal(await ended, 1)
  await found(/(workers did not exit in time)/)
})

test('a second signal immediately kills workers that do not stop', async () => {
  const { child, ended, origin, found } = startPrimary()
  await get(`${await origin()}/stubborn`)
  child.kill('SIGTERM')
  await found(/(stopping)/)
  child.kill('SIGTERM')
  assert.equal(await ended, 1)
  await found(/(second signal)/)
})

test('workers end when their primary is killed', async () => {
  const { child, origin } = startPrimary()
  const address = await origin()
  const ids = await workersAt(address)
  child.kill('SIGKILL')
  await eventually(async () => ids.every((id) => !isRunning(Number(id))))
})

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}

test('the primary adds up the counts of the workers, and takes shared values once', async () => {
  const { child, ended, origin, found } = startPrimary({ METRICS_PORT: '0' })
  const address = await origin()
  const url = await found(/metrics at ([^"]+)"/)
  const [first = '', second = ''] = await workersAt(address)
  const signIns = async () => sampleValue((await scrape(url)).samples, 'user_profile_sign_ins_total')
  const before = (await signIns()) ?? 0
  for (let i = 0; i < 6; i++) await get(address)
  assert.equal(await signIns(), before + 6)
  const { samples } = await scrape(url)
  assert.equal(sampleValue(samples, 'user_profile_outbox_due_jobs'), 7)
  assert.equal(sampleValue(samples, 'user_profile_build_info'), 1)
  assert.equal(sampleValue(samples, 'user_profile_workers', { state: 'running' }), 2)

  // A hanging worker delays nobody, and its last values stay.
  process.kill(Number(first), 'SIGSTOP')
  assert.equal(await signIns(), before + 6)
  // Counts of an ended worker stay: a counter that decreases would look like a reset.
  process.kill(Number(first), 'SIGKILL')
  await found(/(a worker exited)/)
  assert.ok(((await signIns()) ?? 0) >= before + 6)
  await workersAt(address, 2, [first])
  assert.ok(((await signIns()) ?? 0) > before + 6)
  assert.equal(sampleValue((await scrape(url)).samples, 'user_profile_worker_exits_total'), 1)
  process.kill(Number(second), 0)
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
})

test('a worker that keeps dying is restarted with growing delays, up to half a minute', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000].map(restartDelay)
  assert.deepEqual(delays, [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})

test('workers divide the cores for decoding pictures, and each has at least one, unless the setting says how many', () => {
  const cores = availableParallelism()
  assert.equal(readConfig({}).pictureDecodes, cores)
  assert.equal(readConfig({}, cores).pictureDecodes, 1)
  assert.equal(readConfig({}, 256).pictureDecodes, 1)
  assert.equal(readConfig({ PICTURE_DECODES: '3' }, 8).pictureDecodes, 3)
})

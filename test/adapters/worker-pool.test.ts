import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { createProcessPool } from '../../src/adapters/worker-pool/process-pool.ts'
import { createFrameReader, encodeFrame, FrameError } from '../../src/basics/frames.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { type LossReason, type PoolSettings, TaskFailed, WorkerLost } from '../../src/ports/worker-pool.ts'
import { eventually } from '../support/wait.ts'

const MB = 1_000_000
const entry = new URL('../support/workers/hostile.ts', import.meta.url)
const lost: LossReason[] = []
const open = (settings: Partial<PoolSettings> = {}) =>
  createProcessPool({
    entry,
    env: { SHOWN: 'yes' },
    most: 2,
    memory: 400 * MB,
    idleMemory: 40 * MB,
    idleTime: 60_000,
    onLost: (reason) => lost.push(reason),
    ...settings,
  })
const pool = open()
after(() => pool.close())

const task = (
  name: string,
  message: unknown = null,
  limits: { memory?: number; milliseconds?: number } = {},
) => ({
  name,
  message,
  memory: 64 * MB,
  milliseconds: 60_000,
  ...limits,
})
const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a task gets its message and returns its result, including bytes', async () => {
  const message = { text: 'é', none: null, list: [Buffer.from('one'), { deep: new Uint8Array([0, 255]) }] }
  assert.deepEqual(await pool.run(task('echo', message)), {
    text: 'é',
    none: null,
    list: [Buffer.from('one'), { deep: Buffer.from([0, 255]) }],
  })
})

test('a child is reused for the next task, and sees none of the environment of the service', async () => {
  const before = pool.state().children
  const environment = (await pool.run(task('environment'))) as Record<string, string>
  assert.deepEqual(pool.state().children, before)
  assert.equal(environment.SHOWN, 'yes')
  assert.ok(!('HOME' in environment) && !('PATH' in environment), Object.keys(environment).join())
})

test('only the task that throws fails, and its child keeps running', async () => {
  await pool.run(task('echo'))
  const before = pool.state().children
  await assert.rejects(pool.run(task('fail')), TaskFailed)
  await assert.rejects(pool.run(task('unknown')), TaskFailed)
  assert.deepEqual(pool.state().children, before)
})

/** The format on the pipe: four bytes of length, four bytes of the JSON's length, the JSON. */
const frame = (message: unknown) => encodeFrame(message).toString('hex')
const hostile: [what: string, name: string, message: unknown, limits: object, reason: LossReason][] = [
  ['aborts', 'abort', null, {}, 'crash'],
  ['ends as if all were well', 'exit', null, {}, 'crash'],
  ['grows without end', 'grow', null, {}, 'memory'],
  ['loops forever', 'loop', null, { milliseconds: 500 }, 'time'],
  ['waits forever', 'never', null, { milliseconds: 500 }, 'time'],
  ['writes bytes that are no frame', 'garbage', { hex: '00'.repeat(64) }, {}, 'crash'],
  ['announces four gigabytes', 'garbage', { hex: 'ffffffff00000000' }, {}, 'crash'],
  ['writes a frame that is no JSON', 'garbage', { hex: '0a000000020000007b7b' }, {}, 'crash'],
  ['writes null', 'garbage', { hex: frame(null) }, {}, 'crash'],
  ['answers another task', 'garbage', { hex: frame({ kind: 'done', id: 999, result: 1 }) }, {}, 'crash'],
  ['says what nobody knows', 'garbage', { hex: frame({ kind: 'odd', id: 1 }) }, {}, 'crash'],
  ['names bytes it did not send', 'garbage', { hex: frame({ $bytes: [0, 1e9] }) }, {}, 'crash'],
]
for (const [what, name, message, limits, reason] of hostile) {
  test(`a child that ${what} is the only one lost, and the next task gets a new one`, async () => {
    lost.length = 0
    const [attack, other] = await Promise.allSettled([
      pool.run(task(name, message, limits)),
      pool.run(task('echo', 'unharmed')),
    ])
    assert.ok(attack.status === 'rejected' && attack.reason instanceof WorkerLost, JSON.stringify(attack))
    assert.equal(attack.reason.reason, reason)
    assert.deepEqual(lost, [reason])
    assert.deepEqual(other, { status: 'fulfilled', value: 'unharmed' })
    assert.equal(await pool.run(task('echo', 'next')), 'next')
  })
}

test('tasks that wait for a child when it dies are run by another one', async () => {
  const single = open({ most: 1 })
  try {
    const works = [single.run(task('abort')), ...[1, 2, 3].map((n) => single.run(task('echo', n)))]
    const [first, ...rest] = await Promise.allSettled(works)
    assert.equal(first?.status, 'rejected')
    assert.deepEqual(
      rest,
      [1, 2, 3].map((value) => ({ status: 'fulfilled', value })),
    )
  } finally {
    await single.close()
  }
})

test('a task whose child is killed before it starts the task goes to another one', async () => {
  const single = open({ most: 1 })
  try {
    await single.run(task('echo'))
    process.kill(single.state().children[0]!, 'SIGKILL')
    assert.equal(await single.run(task('echo', 'again')), 'again')
  } finally {
    await single.close()
  }
})

test('a child that grows between two checks hits the system limit', async (t) => {
  const limits = await readFile('/proc/self/limits', 'utf8')
  if (!/^Max data size +unlimited/m.test(limits)) return t.diagnostic('data is limited already')
  const small = open({ memory: 100 * MB })
  try {
    await small.run(task('echo'))
    const [pid] = small.state().children
    await eventually(
      async () => !/^Max data size +unlimited/m.test(await readFile(`/proc/${pid}/limits`, 'utf8')),
    )
    // The watch would not notice it.
    const burst = small.run(task('burst', { bytes: 900 * MB }, { memory: 2000 * MB }))
    await assert.rejects(burst, (error) => error instanceof TaskFailed || error instanceof WorkerLost)
  } finally {
    await small.close()
  }
})

test('an idle child ends after a while, and idle children make room for a large task', async () => {
  const short = open({ idleTime: 20 })
  const tight = open({ memory: 100 * MB })
  try {
    await short.run(task('echo'))
    await eventually(async () => short.state().children.length === 0)
    await Promise.all([tight.run(task('echo', 'a')), tight.run(task('echo', 'b'))])
    await tight.run(task('echo', 'c', { memory: 60 * MB }))
    assert.equal(tight.state().children.length, 1)
  } finally {
    await Promise.all([short.close(), tight.close()])
  }
})

test('a task takes the child that was started for it, instead of another one', async () => {
  const warmed = open({ most: 3 })
  try {
    warmed.warm()
    await warmed.run(task('echo'))
    assert.equal(warmed.state().children.length, 1)
  } finally {
    await warmed.close()
  }
})

test('a task whose child was to come and did not start is refused', async () => {
  const broken = open({ entry: new URL('../support/workers/missing.ts', import.meta.url) })
  broken.warm()
  await assert.rejects(broken.run(task('echo')), Unavailable)
  await broken.close()
})

test('if no child can start, tasks are refused as unavailable, and attempts become less frequent', async () => {
  const broken = open({ entry: new URL('../support/workers/missing.ts', import.meta.url) })
  const results = []
  for (let i = 0; i < 5; i++) {
    results.push(
      await broken.run(task('echo')).then(
        () => 'done',
        (error: Error) => [error instanceof Unavailable, error.cause !== undefined],
      ),
    )
  }
  // The first reports the reason; those right after it do not try.
  assert.deepEqual(results[0], [true, true])
  assert.deepEqual(results[4], [true, false])
  await broken.close()
})

test('closing rejects running tasks and leaves no process behind', async () => {
  const closing = open()
  await closing.run(task('echo'))
  const [pid] = closing.state().children
  const running = assert.rejects(closing.run(task('never')), Unavailable)
  await closing.close()
  await running
  assert.ok(!isRunning(pid!))
  await assert.rejects(closing.run(task('echo')), Unavailable)
})

test('signals from the terminal do not end a child, and the end of its parent does', async () => {
  const script = `
    import { createProcessPool } from ${JSON.stringify(new URL('../../src/adapters/worker-pool/process-pool.ts', import.meta.url).href)}
    const pool = createProcessPool({ entry: new URL(${JSON.stringify(entry.href)}), env: {}, most: 1, memory: 4e8,
      idleMemory: 4e7, idleTime: 60000 })
    await pool.run({ name: 'echo', message: 1, memory: 1e8, milliseconds: 60000 })
    console.log(pool.state().children[0])
    await pool.run({ name: 'never', message: 1, memory: 1e8, milliseconds: 60000 })`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  parent.stdout.on('data', (chunk) => {
    output += chunk
  })
  const pid = Number(await eventually(async () => output.trim()))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal)
  assert.ok(isRunning(pid))
  parent.kill('SIGKILL')
  await eventually(async () => !isRunning(pid) || undefined)
})

test('any message passes through a frame, however the stream is split', () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))
  const message = fc.record({ id: fc.nat(), value: fc.jsonValue(), list: fc.array(bytes), one: bytes })
  fc.assert(
    fc.property(fc.array(message, { maxLength: 4 }), fc.integer({ min: 1, max: 50 }), (messages, step) => {
      const stream = Buffer.concat(messages.map(encodeFrame))
      const reader = createFrameReader()
      const read: unknown[] = []
      for (let i = 0; i < stream.length; i += step) read.push(...reader.push(stream.subarray(i, i + step)))
      assert.deepEqual(JSON.stringify(read), JSON.stringify(messages))
    }),
  )
})

test('invalid frames always throw a frame error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (array, hasHead) => {
      const body = Buffer.from(array)
      const head = Buffer.alloc(8)
      head.writeUInt32LE(body.length + 8, 0)
      head.writeUInt32LE(Math.floor(body.length / 2), 4)
      try {
        createFrameReader().push(hasHead ? Buffer.concat([head, body]) : body)
      } catch (error) {
        assert.ok(error instanceof FrameError, String(error))
      }
    }),
  )
})

import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { afterEach, test } from 'node:test'
import {
  type BackgroundError,
  backgroundErrors,
  collectTurn,
  every,
  fromEvents,
  ignoreErrors,
  inBackground,
  later,
  listen,
  sabotage,
  within,
} from '../../src/basics/foreign-events.ts'
import { eventually } from '../support/wait.ts'

const stray: BackgroundError[] = []
const note = (fault: unknown) => stray.push(fault as BackgroundError)
backgroundErrors.subscribe(note)
afterEach(() => {
  stray.length = 0
})

const fault = new Error('thrown in a callback')
const fail = () => {
  throw fault
}

/** Every kind of callback that belongs to a promise. */
const promised: [string, () => Promise<unknown>][] = [
  [
    'a listener',
    () => {
      const emitter = new EventEmitter()
      const promise = fromEvents('work', ({ on }) => on(emitter, 'data', fail))
      emitter.emit('data')
      return promise
    },
  ],
  ['a timer', () => fromEvents('work', ({ after }) => after(1, fail))],
  [
    'a callback for a library',
    () =>
      fromEvents('work', ({ callback }) => {
        queueMicrotask(callback(fail))
      }),
  ],
  ['the start of the work', () => fromEvents('work', fail)],
]
for (const [name, work] of promised) {
  test(`a throw in ${name} rejects the promise that waits for it`, async () => {
    await assert.rejects(work, fault)
    assert.deepEqual(stray, [])
  })
}

/** Every kind of callback that belongs to no promise. */
const lonely: [string, string, () => void][] = [
  [
    'a lasting listener',
    'pool: error',
    () => {
      const emitter = new EventEmitter()
      listen('pool', emitter, 'error', fail)
      emitter.emit('error', new Error('x'))
    },
  ],
  ['a late callback', 'late', () => later('late', 1, fail)],
  ['work in the background', 'background', () => inBackground('background', Promise.reject(fault))],
]
for (const [name, called, begin] of lonely) {
  test(`a throw in ${name} is reported with its name`, async () => {
    const alive = setInterval(() => {}, 1000)
    begin()
    await eventually(async () => stray.length > 0)
    clearInterval(alive)
    assert.deepEqual(stray, [{ name: called, error: fault }])
  })
}

test('a throw in a repeated callback is reported, and the next call still happens', async () => {
  const alive = setInterval(() => {}, 1000)
  const end = every('again', 1, fail)
  await eventually(async () => stray.length > 1)
  end()
  clearInterval(alive)
  assert.equal(stray[0]?.name, 'again')
})

test('a settled promise stops listening, but still handles a late error', async () => {
  const emitter = new EventEmitter()
  const promise = fromEvents<string>('work', ({ on, resolve, reject }) => {
    on(emitter, 'end', () => resolve('done'))
    on(emitter, 'error', reject)
  })
  emitter.emit('end')
  assert.equal(await promise, 'done')
  assert.equal(emitter.listenerCount('end'), 0)
  assert.doesNotThrow(() => emitter.emit('error', new Error('late')))
})

test('an emitter with an error handler fails without ending the process', () => {
  const emitter = new EventEmitter()
  ignoreErrors(emitter)
  assert.doesNotThrow(() => emitter.emit('error', new Error('x')))
})

test('work that does not finish in time is abandoned, and its later result does no harm', async () => {
  let failLater: (error: Error) => void = () => {}
  const work = new Promise<void>((_resolve, reject) => {
    failLater = reject
  })
  await assert.rejects(
    within(5, work, () => new Error('overdue')),
    /overdue/,
  )
  failLater(new Error('later'))
  assert.equal(await within(1000, Promise.resolve(7), () => new Error('overdue')), 7)
  assert.deepEqual(stray, [])
})

test('the sabotage hook gets the name of the callback', async () => {
  const names: string[] = []
  sabotage.before = (name) => names.push(name)
  await fromEvents<void>('work', ({ after, resolve }) => after(0, resolve))
  sabotage.before = () => {}
  assert.deepEqual(names, ['work: timer'])
})

test('values of one turn are handled together, in order, after what else is pending', async () => {
  const handled: unknown[] = []
  const add = collectTurn<number>('values', (value) => handled.push(value))
  for (const value of [1, 2, 3]) add(value)
  process.nextTick(() => handled.push('tick'))
  await eventually(async () => handled.length === 4)
  add(4)
  await eventually(async () => handled.length === 5)
  assert.deepEqual(handled, ['tick', 1, 2, 3, 4])
})

test('a value that cannot be handled costs no other', async () => {
  const handled: number[] = []
  const add = collectTurn<number>('values', (value) => (value === 2 ? fail() : handled.push(value)))
  for (const value of [1, 2, 3]) add(value)
  await eventually(async () => handled.length === 2)
  assert.deepEqual([handled, stray.map(({ name, error }) => [name, error])], [[1, 3], [['values', fault]]])
})

test('values are not lost with a callback that fails before it handles them', async (t) => {
  t.after(() => {
    sabotage.before = () => {}
  })
  const handled: number[] = []
  const add = collectTurn<number>('values', (value) => handled.push(value))
  let isDone = false
  sabotage.before = (name) => {
    if (name !== 'values' || isDone) return
    isDone = true
    fail()
  }
  add(1)
  await eventually(async () => handled.length === 1)
})

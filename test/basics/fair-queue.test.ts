import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFairQueue } from '../../src/basics/fair-queue.ts'

/** Jobs that end on demand. */
function jobs(queue: ReturnType<typeof createFairQueue>) {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  return {
    started,
    add(name: string, owner = name, weight = 1) {
      return queue.run(
        () =>
          new Promise<void>((resolve) => {
            started.push(name)
            ends.set(name, resolve)
          }),
        { owner, weight },
      )
    },
    async end(name: string) {
      ends.get(name)?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('the second person waits for one job of the first, not for all forty', async () => {
  const work = jobs(createFairQueue({ capacity: 1, waiting: 100 }))
  const all = Array.from({ length: 40 }, (_, i) => work.add(`a${i}`, 'a'))
  all.push(work.add('b', 'b'))
  await work.end('a0')
  await work.end('a1')
  assert.deepEqual(work.started, ['a0', 'a1', 'b'])
  for (const name of ['b', ...Array.from({ length: 38 }, (_, i) => `a${i + 2}`)]) await work.end(name)
  await Promise.all(all)
})

test('a job that is too heavy for now is not overtaken forever', async () => {
  const work = jobs(createFairQueue({ capacity: 3, waiting: 10 }))
  const all = [work.add('small', 'a', 1), work.add('large', 'b', 3), work.add('later', 'c', 1)]
  assert.deepEqual(work.started, ['small'])
  await work.end('small')
  assert.deepEqual(work.started, ['small', 'large'])
  await work.end('large')
  assert.deepEqual(work.started, ['small', 'large', 'later'])
  await work.end('later')
  await Promise.all(all)
})

test('a job that weighs more than the capacity runs alone', async () => {
  const work = jobs(createFairQueue({ capacity: 2, waiting: 10 }))
  const all = [work.add('one', 'a'), work.add('huge', 'b', 9), work.add('two', 'c')]
  await work.end('one')
  assert.deepEqual(work.started, ['one', 'huge'])
  await work.end('huge')
  await work.end('two')
  await Promise.all(all)
})

test('a newcomer while too many wait is refused at once with a time to retry', async () => {
  const work = jobs(createFairQueue({ capacity: 1, waiting: 2, waitingPerOwner: 1 }))
  const all = [work.add('a0', 'a'), work.add('a1', 'a')]
  await assert.rejects(work.add('a2', 'a'), { key: 'unavailable', retryAfter: 5 })
  all.push(work.add('b', 'b'))
  await assert.rejects(work.add('c', 'c'), { key: 'unavailable' })
  for (const name of ['a0', 'a1', 'b']) await work.end(name)
  await Promise.all(all)
})

test('if one person occupies all places, somebody else gets the last of them', async () => {
  const work = jobs(createFairQueue({ capacity: 1, waiting: 3 }))
  const all = ['a0', 'a1', 'a2'].map((name) => work.add(name, 'a'))
  const last = assert.rejects(work.add('a3', 'a'), { key: 'unavailable' })
  all.push(work.add('b', 'b'))
  await last
  await assert.rejects(work.add('a4', 'a'), { key: 'unavailable' })
  for (const name of ['a0', 'a1', 'b', 'a2']) await work.end(name)
  await Promise.all(all)
  assert.deepEqual(work.started, ['a0', 'a1', 'b', 'a2'])
})

test('work that is bounded elsewhere waits in any number, and as long as it takes', async () => {
  const queue = createFairQueue({ capacity: 1, waiting: 0, maxWait: 1 })
  const work = jobs(queue)
  const first = work.add('a')
  await assert.rejects(work.add('b'), { key: 'unavailable' })
  const patient = queue.run(async () => 'done', { isUnlimited: true })
  await work.end('a')
  assert.equal(await patient, 'done')
  await first
})

test('a job that waits too long is refused, and makes room for the next one', async () => {
  const queue = createFairQueue({ capacity: 1, waiting: 1, maxWait: 20 })
  const work = jobs(queue)
  const first = work.add('a')
  await assert.rejects(work.add('b'), { key: 'unavailable' })
  assert.deepEqual(queue.state(), { running: 1, weight: 1, waiting: 0 })
  const third = work.add('c')
  await work.end('a')
  await work.end('c')
  await Promise.all([first, third])
  assert.deepEqual(work.started, ['a', 'c'])
})

test('a failed job releases its place', async () => {
  const queue = createFairQueue({ capacity: 1, waiting: 1 })
  await assert.rejects(
    queue.run(async () => {
      throw new Error('no')
    }),
    /no/,
  )
  assert.equal(await queue.run(async () => 'yes'), 'yes')
  assert.deepEqual(queue.state(), { running: 0, weight: 0, waiting: 0 })
})

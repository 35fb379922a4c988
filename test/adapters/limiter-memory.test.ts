import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMemoryLimiter } from '../../src/adapters/limiter/memory-limiter.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

// In a separate file, because counters that other tests leave in the process would count too.
test('a flood of names does not grow the memory, and does not erase the count of a known name', async () => {
  const limiter = createMemoryLimiter(1, 1000)
  const limit = { name: 'flooded', points: 3, seconds: 600 }
  const heap = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const flood = async (name: string) => {
    for (let i = 0; i < 200_000; i++) await limiter.consume(limit, `${name} ${i}`)
  }
  const before = heap()
  await limiter.consume(limit, 'victim', 3)
  await flood('name')
  const first = heap() - before
  await flood('further name')
  const second = heap() - before
  assert.ok(second < 4_000_000, `${first} bytes after the first flood, ${second} after the second`)
  assert.ok((await limiter.consume(limit, 'victim')) > 0)
  // Further names share counters, so none of them has more uses than the limit.
  for (let use = 1; use <= 3; use++) await limiter.consume(limit, 'late')
  assert.ok((await limiter.consume(limit, 'late')) > 0)
})

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Limit, Limiter, Use } from '../../src/ports/limiter.ts'

/** The contract of every limiter. `open` returns two, as on two nodes, and a function that closes them. */
export function limiterContract(
  name: string,
  open: () => Promise<{ nodes: [Limiter, Limiter]; close: () => Promise<void> }>,
): void {
  let limiter: Limiter
  let other: Limiter
  let close: () => Promise<void>
  before(async () => {
    ;({
      nodes: [limiter, other],
      close,
    } = await open())
  })
  after(() => close?.())
  const limit: Limit = { name: 'test', points: 3, seconds: 600 }

  test(`${name}: as many uses as the limit has points pass, and the next one gets the time to wait`, async () => {
    const key = randomUUID()
    for (let use = 1; use <= 3; use++) assert.equal(await limiter.consume(limit, key), 0)
    const wait = await limiter.consume(limit, key)
    assert.ok(Number.isInteger(wait) && wait > 590 && wait <= 600, String(wait))
    assert.equal(await limiter.consume(limit, randomUUID()), 0, 'another key has its own points')
    assert.equal(await limiter.consume({ ...limit, name: 'other' }, key), 0, 'so has another limit')
  })

  test(`${name}: one node sees what the other counts`, async () => {
    const key = randomUUID()
    await limiter.consume(limit, key, 2)
    assert.equal(await other.consume(limit, key), 0)
    assert.ok((await other.consume(limit, key)) > 0)
    assert.ok((await limiter.peek(limit, key)) > 0)
  })

  test(`${name}: of sixteen simultaneous uses on two nodes, exactly as many pass as the limit has points`, async () => {
    const key = randomUUID()
    const waits = await Promise.all(
      Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? limiter : other).consume(limit, key)),
    )
    assert.equal(waits.filter((wait) => wait === 0).length, 3)
  })

  test(`${name}: a check counts nothing, and a returned use is available again`, async () => {
    const key = randomUUID()
    assert.equal(await limiter.peek(limit, key), 0)
    await limiter.consume(limit, key, 3)
    assert.ok((await limiter.peek(limit, key)) > 0)
    await limiter.consume(limit, key, -1)
    assert.equal(await limiter.peek(limit, key), 0)
    assert.equal(await limiter.consume(limit, key), 0)
    assert.ok((await limiter.consume(limit, key)) > 0)
  })

  test(`${name}: returning a use twice does not add one`, async () => {
    const key = randomUUID()
    await limiter.consume(limit, key)
    await limiter.consume(limit, key, -5)
    for (let use = 1; use <= 3; use++) assert.equal(await limiter.consume(limit, key), 0)
    assert.ok((await limiter.consume(limit, key)) > 0)
  })

  test(`${name}: an attempt being checked blocks others only until it has passed`, async () => {
    const uses: Use[] = [[limit, randomUUID()]]
    for (let attempt = 1; attempt <= 3; attempt++)
      assert.deepEqual(await limiter.reserve(uses), { state: 'held' })
    assert.deepEqual(await other.reserve(uses), { state: 'full' }, 'also at another node')
    assert.equal(await other.peek(...uses[0]!), 0, 'none of them has failed')
    await limiter.settle(uses, 'passed')
    assert.deepEqual(await other.reserve(uses), { state: 'held' })
  })

  test(`${name}: failed attempts use up the limit, and then waiting does not help`, async () => {
    const uses: Use[] = [[limit, randomUUID()]]
    for (let attempt = 1; attempt <= 3; attempt++) {
      assert.deepEqual(await limiter.reserve(uses), { state: 'held' })
      await limiter.settle(uses, 'failed')
    }
    const refused = await other.reserve(uses)
    assert.ok(refused.state === 'refused' && refused.limit === limit && refused.seconds > 590)
    assert.ok((await other.peek(...uses[0]!)) > 590)
  })

  test(`${name}: of sixteen simultaneous attempts on two nodes, as many are checked as the limit has points`, async () => {
    const uses: Use[] = [[limit, randomUUID()]]
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? limiter : other).reserve(uses)),
    )
    assert.equal(all.filter(({ state }) => state === 'held').length, 3)
    assert.equal(all.filter(({ state }) => state === 'full').length, 13)
  })

  test(`${name}: an attempt that one limit refuses uses none of the others`, async () => {
    const [first, last]: Use[] = [
      [limit, randomUUID()],
      [{ ...limit, name: 'other' }, randomUUID()],
    ]
    await limiter.consume(...last!, 3)
    const refused = await limiter.reserve([first!, last!])
    assert.ok(refused.state === 'refused' && refused.limit === last![0])
    for (let use = 1; use <= 3; use++) assert.equal(await limiter.consume(...first!), 0)
  })

  test(`${name}: an expired window starts again`, async () => {
    const key = randomUUID()
    const short: Limit = { name: 'short', points: 1, seconds: 1 }
    assert.equal(await limiter.consume(short, key), 0)
    const wait = await limiter.consume(short, key)
    assert.equal(wait, 1)
    await new Promise((resolve) => setTimeout(resolve, wait * 1000 + 20))
    assert.equal(await limiter.consume(short, key), 0)
  })

  test(`${name}: keys of any length and with any character are distinct`, async () => {
    const start = `${randomUUID()} é\0😀`.repeat(1000)
    await limiter.consume(limit, `${start}a`, 3)
    assert.equal(await limiter.consume(limit, `${start}b`), 0)
  })

  test(`${name}: the check passes`, () => limiter.check())
}

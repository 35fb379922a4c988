import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createMemoryLimiter } from '../../src/adapters/limiter/memory-limiter.ts'
import { placesInLine } from '../../src/password/hashing-queue.ts'
import { hashPassword } from '../../src/password/password.ts'
import { expensiveWork } from '../../src/ports/expensive-work.ts'
import type { Use } from '../../src/ports/limiter.ts'
import { createAttempts } from '../../src/session/attempts.service.ts'
import { serviceFixture, startService } from '../support/service.ts'

const TOO_LONG = 'p'.repeat(4097)

/** Returns the names of expensive work since the last call. */
const work: string[] = []
const take = () => work.splice(0)
const noteWork = (message: unknown) => void work.push((message as { name: string }).name)
const service = await serviceFixture({ LIMIT_SCALE: '1' })
before(() => expensiveWork.start.subscribe(noteWork))
after(() => expensiveWork.start.unsubscribe(noteWork))

async function send(
  path: string,
  body: Record<string, string>,
  headers: Record<string, string> = {},
  base = service.base,
) {
  const answer = await fetch(`${base}/${path}`, {
    method: 'POST',
    headers: { apikey: service.apiKey, ...headers },
    body: new URLSearchParams(body),
  })
  const text = await answer.text()
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text }
}
const signIn = (username: string, password: string) => send('user/login/', { username, password })
/** Like a client that is told to retry. */
async function signInPatiently(username: string, password: string) {
  for (;;) {
    const answer = await signIn(username, password)
    if (answer.status !== 503) return answer
    assert.equal(answer.retryAfter, '5')
    await sleep(500)
  }
}
const statuses = (answers: { status: number }[]) => new Set(answers.map(({ status }) => status))

test('250 people who sign in at once from one address all succeed, and nobody is locked out', async () => {
  const person = await service.person()
  const all = Array.from({ length: 250 }, () => signInPatiently(person.username, person.password))
  assert.deepEqual(statuses(await Promise.all(all)), new Set([200]))
  assert.equal((await signIn(person.username, person.password)).status, 200)
})

test('of 1,000 simultaneous guesses for one name no more are compared than the limit has points', async () => {
  const { username, password } = await service.person()
  take()
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => signIn(username, `guess ${i}`)))
  assert.equal(take().filter((name) => name === 'password verify').length, 10)
  assert.equal(answers.filter(({ status }) => status === 401).length, 10)
  assert.ok(answers.every(({ status, retryAfter }) => status === 401 || Number(retryAfter) >= 1))
  assert.equal((await signIn(username, password)).status, 429)
})

test('of 1,000 simultaneous guesses for as many names from one address no more are compared either', async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  try {
    const guess = (i: number) =>
      send('user/login/', { username: `n${i}`, password: 'w' }, { apikey: strict.apiKey }, strict.base)
    take()
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => guess(i)))
    for (let i = 1000; answers.at(-1)?.status !== 429; i++) answers.push(await guess(i))
    assert.equal(take().filter((name) => name === 'password verify').length, 100)
    assert.equal(answers.filter(({ status }) => status === 401).length, 100)
  } finally {
    await strict.stop()
  }
})

test('twenty simultaneous right passwords all prove the person, and none of them counts as wrong', async () => {
  const person = await service.person()
  const ask = (password: string) => send('user/delete/', { password }, person.headers)
  const all = await Promise.all(Array.from({ length: 20 }, () => ask(person.password)))
  assert.deepEqual(statuses(all), new Set([200]))
  const wrong = await Promise.all(Array.from({ length: 20 }, () => ask('wrong')))
  assert.equal(wrong.filter(({ status }) => status === 400).length, 10)
  assert.equal((await ask(person.password)).status, 429)
})

test('a password that is too long is never hashed', async () => {
  const person = await service.person()
  take()
  const refused = [
    await signIn(person.username, TOO_LONG),
    await signIn('nobody-here', TOO_LONG),
    await send('user/delete/', { password: TOO_LONG }, person.headers),
    await send('user/password/change/', { old_password: TOO_LONG, new_password: TOO_LONG }, person.headers),
  ]
  const page = await fetch(`${service.origin}/session`, {
    method: 'POST',
    headers: { 'x-requested-with': 'page' },
    body: new URLSearchParams({ username: person.username, password: TOO_LONG }),
  })
  assert.deepEqual(
    [...refused, page].map(({ status }) => status),
    [401, 401, 400, 400, 401],
  )
  assert.deepEqual(take(), [])
  const change = { old_password: person.password, new_password: TOO_LONG }
  assert.equal((await send('user/password/change/', change, person.headers)).status, 400)
  assert.deepEqual(take(), ['password verify'], 'only the old one')
  const code = { email: person.email, token_checksum_field: 'c', token_field: '1' }
  assert.equal((await send('user/password/reset/', { ...code, new_password: TOO_LONG })).status, 400)
  assert.deepEqual(take(), ['password verify'], 'only the code')
})

test('an attempt that could not be checked is not a failure', async () => {
  const attempts = createAttempts({ limiter: createMemoryLimiter(1) })
  const uses: Use[] = [[{ name: 'test', points: 1, seconds: 60 }, 'k']]
  const fail = async () => {
    throw new Error('the database is unavailable')
  }
  await assert.rejects(attempts.check(uses, 'a', fail), /unavailable/)
  assert.equal(await attempts.check(uses, 'a', async () => 'right'), 'right')
  assert.equal(await attempts.check(uses, 'a', async () => false), false)
  await assert.rejects(
    attempts.check(uses, 'a', async () => 'right'),
    { key: 'throttled' },
  )
})

test('files are read while many passwords wait to be hashed', async () => {
  let hashed = 0
  const hashes = Array.from({ length: 40 }, () =>
    hashPassword('secret', { isUnlimited: true }).then(() => hashed++),
  )
  await readFile(import.meta.filename)
  assert.ok(hashed < 20, `${hashed} passwords were hashed before`)
  await Promise.all(hashes)
})

const places: [what: string, threads: number, hashTime: number, standing: number, places: number][] = [
  ['a burst on one thread', 1, 20, 0, 200],
  ['a burst on two threads', 2, 40, 2000, 200],
  ['a line that was never empty for longer', 1, 20, 2001, 50],
  ['fast hashing', 8, 5, 0, 300],
  ['hashing that takes no time', 1, 0, 0, 300],
  ['slow hashing', 1, 5000, 0, 32],
]
for (const [what, threads, hashTime, standing, expected] of places) {
  test(`${what}: ${expected} may wait`, () =>
    assert.equal(placesInLine(threads, hashTime, standing), expected))
}

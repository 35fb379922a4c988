import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cliFixture } from '../support/cli.ts'
import { settled } from '../support/feed.ts'
import { serviceFixture, testOperator } from '../support/service.ts'

const service = await serviceFixture()
const { services } = service
const server = async (scopes: string[]) => {
  const made = await services.applications.create(
    { name: `server ${scopes.join(' ')}`, kind: 'server', scopes } as never,
    testOperator,
  )
  return made.apiKey
}
const key = await server(['events:read'])

interface Answer {
  status: number
  data: { events: { id: string; type: string; timestamp: string; data: object }[]; next: string }
  codes: Record<string, string>
}

async function read(query: string, apikey = key): Promise<Answer> {
  const answer = await fetch(`${service.base}/events/${query}`, { headers: { apikey } })
  const { data, error_codes: codes } = (await answer.json()) as never
  return { status: answer.status, data, codes }
}

test('a server reads what happened, with ids and names of attributes only', async () => {
  const { data: start } = await read('?after=latest')
  assert.deepEqual(start.events, [])
  const ada = await service.person()
  const body = JSON.stringify({ email: ada.email, first_name: 'Ada' })
  const headers = { ...ada.headers, 'content-type': 'application/json' }
  await fetch(`${service.base}/user/update/profile/`, { method: 'POST', headers, body })
  await settled(services)
  const { status, data } = await read(`?after=${start.next}`)
  assert.equal(status, 200)
  assert.deepEqual(
    data.events.map(({ type }) => type),
    ['session.started', 'user.updated'],
  )
  assert.deepEqual(data.events[1]?.data, { user_id: ada.id, attributes: ['first_name'] })
  assert.deepEqual(Object.keys(data.events[0]?.data ?? {}), ['user_id', 'session_id', 'application_id'])
  assert.ok(Math.abs(Date.parse(data.events[1]!.timestamp) - service.clock.now()) < 60_000)
  assert.deepEqual((await read(`?after=${data.next}`)).data, { events: [], next: data.next })
  assert.equal((await read('?limit=1')).data.events.length, 1)
})

test('only the key of a server with the scope reads events', async () => {
  const other = await read('', await server(['users:read']))
  assert.deepEqual([other.status, other.codes.detail], [403, 'insufficient_scope'])
  const web = await read('', service.apiKey)
  assert.deepEqual([web.status, web.codes.detail], [403, 'server_key_required'])
  assert.equal((await read('', 'nobody')).status, 401)
})

for (const [query, field] of [
  ['?after=x', 'after'],
  ['?after=1_2', 'after'],
  [`?after=${'9'.repeat(16)}_0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f`, 'after'],
  ['?limit=0', 'limit'],
  ['?limit=many', 'limit'],
  ['?wait=-1', 'wait'],
] as const) {
  test(`${query.slice(0, 20)} is refused, and the fault named`, async () => {
    const { status, codes } = await read(query)
    assert.equal(status, 400)
    assert.deepEqual(Object.keys(codes), [field])
  })
}

test('a cursor of an event that is not here is refused with a code that says so', async () => {
  const { status, codes } = await read(`?after=1_${services.random.orderedId()}`)
  assert.deepEqual([status, codes.detail], [400, 'cursor_unknown'])
  const old = await read('?after=1_00000000-7a44-7cc3-98a8-5b51c0bd1c5f')
  assert.deepEqual([old.status, old.codes.detail], [410, 'cursor_expired'])
})

test('waiting holds no connection, and ends with the first event', async () => {
  await settled(services)
  const { data } = await read('?after=latest')
  const waiting = Promise.all(Array.from({ length: 8 }, () => read(`?after=${data.next}&wait=30`)))
  const { open = 0, idle = 0, waiting: writes = 0 } = services.db.stats?.() ?? {}
  assert.deepEqual([open - idle, writes], [0, 0])
  const ada = await service.person()
  for (const one of await waiting) {
    assert.equal(one.status, 200)
    assert.equal((one.data.events[0]!.data as { user_id: string }).user_id, ada.id)
  }
})

const cli = await cliFixture()

test('a waiting request ends at once when the service is stopped', async () => {
  const { apikey } = await cli.json<{ apikey: string }>([
    ...['app', 'create', '--name', 'Reader', '--kind', 'server', '--scope', 'events:read'],
  ])
  const served = await cli.serve()
  const { data } = (await (
    await fetch(`${served.base}/events/?after=latest`, { headers: { apikey } })
  ).json()) as Answer
  let isAnswered = false
  const waiting = fetch(`${served.base}/events/?after=${data.next}&wait=30`, { headers: { apikey } }).finally(
    () => {
      isAnswered = true
    },
  )
  // The request has arrived when a later one is answered.
  await fetch(`${served.base}/events/?after=latest`, { headers: { apikey } })
  assert.equal(isAnswered, false)
  const began = performance.now()
  const code = await served.stop()
  assert.equal(code, 0)
  const answer = await waiting
  assert.equal(answer.status, 200)
  assert.deepEqual(((await answer.json()) as Answer).data.events, [])
  assert.ok(performance.now() - began < 25_000, 'the wait would have taken 30 seconds')
})

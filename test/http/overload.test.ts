import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, test } from 'node:test'
import fastify, { type FastifyInstance } from 'fastify'
import { createTurns } from '../../src/basics/turns.ts'
import { createOrigins } from '../../src/http/cors.ts'
import { shedLoad } from '../../src/http/overload.ts'
import { noMetrics, type Reading } from '../../src/ports/metrics.ts'
import { eventually } from '../support/wait.ts'

/** Maximum number of requests in progress in a process. */
const AT_WORK_MAX = 500
const SPA = 'https://spa.example'

let app: FastifyInstance
let origin: string
let logged: object[]
let shed: string[]
let atWork: () => number
/** Ends the wait of every request to `/wait`. */
let release: () => void
let sockets: Socket[]

beforeEach(async () => {
  app = fastify({ forceCloseConnections: true })
  logged = []
  shed = []
  sockets = []
  const line = (fields: object) => void logged.push(fields)
  const origins = createOrigins({ spaOrigins: async () => [SPA] })
  await origins.learn()
  shedLoad(app, {
    origins,
    turns: createTurns(),
    logger: { info: line, warn: line, error: line },
    metrics: {
      ...noMetrics,
      count: (_name, labels) => shed.push((labels as { reason: string }).reason),
      readGauges: (read) => {
        atWork = () => (read() as readonly Reading[])[0]![1]
      },
    },
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  release = resolve
  const wait = async () => {
    await promise
    return {}
  }
  app.get('/wait', wait)
  app.post('/wait', wait)
  app.get('/healthz', async () => ({}))
  app.get('/now', async () => ({}))
  app.get('/large', async () => Buffer.alloc(20_000_000))
  app.get('/spin', async () => {
    for (const end = performance.now() + 30; performance.now() < end; );
    return {}
  })
  app.get('/hiccup', async () => {
    for (const end = performance.now() + 1500; performance.now() < end; );
    return {}
  })
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  release()
  for (const socket of sockets) socket.destroy()
  await app.close()
})

const statusOf = async (path: string) => (await fetch(`${origin}${path}`)).status
/** Opens connections that send the text and read nothing. */
async function open(count: number, text: string): Promise<Socket[]> {
  const { port } = new URL(origin)
  const opened = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write(text)
            resolve(socket)
          })
          socket.on('error', reject)
          sockets.push(socket)
        }),
    ),
  )
  return opened.map((socket) => socket.pause())
}

test('with too many requests in progress the next one is told to retry, and the process reports that it is alive', async () => {
  const waiting = Array.from({ length: AT_WORK_MAX }, () => statusOf('/wait'))
  await eventually(async () => atWork() === AT_WORK_MAX)
  const refused = await fetch(`${origin}/now`)
  assert.equal(refused.status, 503)
  assert.equal(refused.headers.get('retry-after'), '5')
  assert.match(refused.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
  assert.deepEqual(await refused.json(), {
    status_code: 503,
    errors: { detail: 'The service is temporarily unavailable. Try again in 5 seconds.' },
    data: {},
    error_type: 'Service Unavailable',
    error_codes: { detail: 'unavailable' },
  })
  assert.equal(await statusOf('/healthz'), 200)
  for (let i = 0; i < 20; i++) assert.equal(await statusOf('/now'), 503)
  assert.equal(shed.length, 21)
  assert.ok(logged.length < shed.length, 'not every refusal is logged')
  release()
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set([200]))
  assert.equal(atWork(), 0)
  assert.equal(await statusOf('/now'), 200)
})

test('a browser can read that it should retry, if its origin is registered', async () => {
  const waiting = Array.from({ length: AT_WORK_MAX }, () => statusOf('/wait'))
  await eventually(async () => atWork() === AT_WORK_MAX)
  const from = (of: string, method = 'GET') => fetch(`${origin}/now`, { method, headers: { origin: of } })
  const refused = await from(SPA)
  assert.equal(refused.status, 503)
  assert.equal(refused.headers.get('access-control-allow-origin'), SPA)
  assert.match(refused.headers.get('access-control-expose-headers') ?? '', /Retry-After/)
  const asked = await from(SPA, 'OPTIONS')
  assert.equal(asked.status, 204)
  assert.match(asked.headers.get('access-control-allow-headers') ?? '', /apikey/)
  for (const method of ['GET', 'OPTIONS']) {
    const foreign = await from('https://evil.example', method)
    assert.deepEqual([foreign.status, foreign.headers.get('access-control-allow-origin')], [503, null])
    assert.equal(foreign.headers.get('vary'), 'Origin')
  }
  release()
  await Promise.all(waiting)
})

test('clients with slow bodies keep nobody out, and cannot all start at once', async () => {
  const head = 'POST /wait HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n'
  const slow = await open(AT_WORK_MAX + 100, head)
  await eventually(async () => (await statusOf('/now')) === 200)
  for (let i = 0; i < 20; i++) assert.equal(await statusOf('/now'), 200)
  assert.equal(atWork(), 0)
  for (const socket of slow) socket.write('{}')
  await eventually(async () => shed.length === 100)
  assert.equal(atWork(), AT_WORK_MAX)
  release()
  await eventually(async () => atWork() === 0)
})

test('clients that read their response slowly, or disconnect, keep nobody out', async () => {
  await open(60, 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n')
  await eventually(async () => atWork() === 0)
  const leaving = await open(AT_WORK_MAX, 'GET /wait HTTP/1.1\r\nHost: a\r\n\r\n')
  await eventually(async () => atWork() === AT_WORK_MAX)
  for (const socket of leaving) socket.destroy()
  await eventually(async () => atWork() === 0)
  assert.equal(await statusOf('/now'), 200)
})

test('if everybody waits too long some requests finish and the others are told to retry', async () => {
  const clients = Array.from({ length: 40 }, async () => {
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) statuses.push(await statusOf('/spin'))
    return statuses
  })
  const statuses = (await Promise.all(clients)).flat()
  assert.deepEqual(new Set(statuses), new Set([200, 503]))
  assert.deepEqual(new Set(shed), new Set(['wait']))
  assert.equal(await statusOf('/now'), 200)
})

test('a short burst is processed completely', async () => {
  const all = (path: string) => Promise.all(Array.from({ length: 10 }, () => statusOf(path)))
  // Over open connections; otherwise each would arrive in a separate turn.
  await all('/spin')
  assert.deepEqual(new Set(await all('/spin')), new Set([200]))
})

test('one long turn of the event loop is not overload', async () => {
  const all = [statusOf('/hiccup'), ...Array.from({ length: 60 }, () => statusOf('/now'))]
  assert.deepEqual(new Set(await Promise.all(all)), new Set([200]))
})

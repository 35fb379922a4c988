import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createS3Objects } from '../../src/adapters/objects/s3-objects.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { eventually } from '../support/wait.ts'

const times = { call: 1_000, chunk: 1_000, body: 1_000 }

/** A store whose server responds as specified. */
async function open(t: TestContext, answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume()
    response.on('error', () => {})
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const known = { ...process.env }
  process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env.AWS_ACCESS_KEY_ID = 'key'
  process.env.AWS_SECRET_ACCESS_KEY = 'secret'
  const store = createS3Objects({ bucket: 'b', prefix: '', times })
  const connections = () => new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)))
  t.after(async () => {
    store.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    process.env = known
  })
  return { store, connections }
}

/** Sends a byte occasionally, so that the connection is never silent for long. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '1000' })
  const timer = setInterval(() => response.write('x'), 100)
  response.on('close', () => clearInterval(timer))
}

test('a store that never responds: every call rejects with Unavailable, and its connection is released', async (t) => {
  const { store, connections } = await open(t, () => {})
  const bytes = Buffer.alloc(1000)
  const results = await Promise.allSettled([
    store.put('a', bytes, 'image/webp'),
    store.read('a'),
    store.open('a'),
    store.has('a'),
    store.remove(['a']),
    store.list('')[Symbol.asyncIterator]().next(),
    store.ping(),
    store.check(),
  ])
  for (const result of results) {
    assert.ok(result.status === 'rejected' && result.reason instanceof Unavailable)
  }
  await eventually(async () => (await connections()) === 0)
  // The next call does not wait again.
  const cause = await store.read('a').catch((error: Error) => String(error.cause))
  assert.match(String(cause), /has just timed out/)
})

test('a trickling body is read no longer than a call may take', async (t) => {
  const { store, connections } = await open(t, trickle)
  await assert.rejects(store.read('a'), Unavailable)
  await eventually(async () => (await connections()) === 0)
})

test('a stream that trickles or stalls fails for its reader, and releases its connection', async (t) => {
  for (const answer of [
    trickle,
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('x')
    },
  ]) {
    await t.test(async (t) => {
      const { store, connections } = await open(t, answer)
      const opened = await store.open('a')
      await assert.rejects(opened!.body.toArray(), Unavailable)
      await eventually(async () => (await connections()) === 0)
    })
  }
})

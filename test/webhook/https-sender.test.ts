import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer as createEncrypted } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createHttpsSender } from '../../src/adapters/webhook-sender/https-sender.ts'
import { folderFixture } from '../support/fixture.ts'
import { openServer } from '../support/open-server.ts'
import { startReceiver } from '../support/receiver.ts'

const folder = await folderFixture('webhook-sender-')
const networks = ['127.0.0.0/8']
const message = { headers: { 'content-type': 'application/json' }, body: '{"type":"x","data":{}}' }
const named = (...addresses: string[]) => {
  let asked = 0
  return {
    asked: () => asked,
    resolve: async () => {
      asked++
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    },
  }
}

test('a host that leads to this machine or a private network is refused before anything is sent', async () => {
  const { port, close, ...server } = await openServer(() => {})
  for (const [what, addresses] of [
    ['loopback', ['127.0.0.1']],
    ['a mapped private address', ['::ffff:10.0.0.1']],
    ['a public and a private address', ['93.184.215.14', '127.0.0.1']],
    ['metadata of the cloud', ['169.254.169.254']],
  ] as const) {
    const sender = createHttpsSender({ networks: [], ...named(...addresses) })
    const outcome = await sender.send({ url: `https://rebound.example:${port}/`, ...message })
    assert.equal('fault' in outcome && outcome.fault, 'address_refused', what)
  }
  for (const url of [
    `https://127.0.0.1:${port}/`,
    `https://[::1]:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://2130706433:${port}/`,
    `https://0x7f000001:${port}/`,
    `https://0177.1:${port}/`,
  ]) {
    const outcome = await createHttpsSender({ networks: [] }).send({ url, ...message })
    assert.equal('fault' in outcome && outcome.fault, 'address_refused', url)
  }
  assert.equal(server.connections, 0)
  await close()
})

test('without encryption, only listed networks are reached', async () => {
  const sender = createHttpsSender({ networks, ...named('93.184.215.14') })
  const outcome = await sender.send({ url: 'http://app.example/', ...message })
  assert.equal('fault' in outcome && outcome.fault, 'not_encrypted')
})

test('the name is resolved once, and the connection goes to what was checked', async () => {
  const receiver = await startReceiver()
  const name = named('127.0.0.1')
  const sender = createHttpsSender({ networks, ...name })
  const { port } = new URL(receiver.url)
  assert.deepEqual(await sender.send({ url: `http://app.invalid:${port}/hooks`, ...message }), {
    status: 204,
  })
  assert.equal(name.asked(), 1)
  assert.equal(receiver.received[0]?.headers.host, `app.invalid:${port}`)
  await receiver.close()
})

test('redirects are not followed', async () => {
  const receiver = await startReceiver()
  receiver.answer = (response) => response.writeHead(307, { location: receiver.url }).end()
  assert.deepEqual(await createHttpsSender({ networks }).send({ url: receiver.url, ...message }), {
    status: 307,
  })
  assert.equal(receiver.received.length, 1)
  await receiver.close()
})

test('a response of any length is not read', async () => {
  const receiver = await startReceiver()
  let written = 0
  let isCut = false
  receiver.answer = (response) => {
    response.on('close', () => {
      isCut = true
    })
    const more = () => {
      while (!response.destroyed && written < 500_000_000) {
        written += 65_536
        if (!response.write(Buffer.alloc(65_536))) return response.once('drain', more)
      }
      return response
    }
    response.writeHead(200)
    more()
  }
  assert.deepEqual(await createHttpsSender({ networks }).send({ url: receiver.url, ...message }), {
    status: 200,
  })
  while (!isCut) await new Promise((resolve) => setImmediate(resolve))
  assert.ok(written < 50_000_000, `${written} bytes`)
  await receiver.close()
})

test('a server that does not answer is given up', async () => {
  const silent = await openServer(() => {})
  const sender = createHttpsSender({ networks, deadline: 50 })
  const outcome = await sender.send({ url: `http://127.0.0.1:${silent.port}/`, ...message })
  assert.equal('fault' in outcome && outcome.fault, 'timeout')
  await silent.close()
})

test('a name server that does not answer is given up', async () => {
  const sender = createHttpsSender({ networks, deadline: 50, resolve: () => new Promise(() => {}) })
  const outcome = await sender.send({ url: 'https://app.example/', ...message })
  assert.equal('fault' in outcome && outcome.fault, 'name_unknown')
})

for (const [what, answer] of [
  ['garbage', 'garbage\r\n\r\n'],
  ['an endless head', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['nothing', ''],
] as const) {
  test(`a server that answers with ${what} counts as failed`, async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(answer)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const outcome = await createHttpsSender({ networks }).send({
      url: `http://127.0.0.1:${port}/`,
      ...message,
    })
    assert.equal('fault' in outcome && outcome.fault, 'connection')
    server.close()
  })
}

test('over TLS, the certificate must be that of the name', async () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const about = ['-subj', '/CN=app.example', '-addext', 'subjectAltName=DNS:app.example', '-days', '1']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...about],
    {
      stdio: 'ignore',
    },
  )
  const ca = readFileSync(cert, 'utf8')
  const server = createEncrypted({ key: readFileSync(key), cert: ca }, (_request, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.closeAllConnections() ?? server.close())
  const { port } = server.address() as AddressInfo
  const send = (host: string, trusted?: string) =>
    createHttpsSender({ networks, ...named('127.0.0.1'), ...(trusted && { ca: trusted }) }).send({
      url: `https://${host}:${port}/`,
      ...message,
    })
  assert.deepEqual(await send('app.example', ca), { status: 200 })
  for (const outcome of [await send('other.example', ca), await send('app.example')])
    assert.equal('fault' in outcome && outcome.fault, 'certificate')
  server.close()
})

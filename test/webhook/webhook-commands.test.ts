import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { openStores } from '../../src/app/open-stores.ts'
import { cliFixture } from '../support/cli.ts'
import { fixture } from '../support/fixture.ts'
import { startReceiver } from '../support/receiver.ts'
import { eventually } from '../support/wait.ts'

const receiver = await fixture(startReceiver, (started) => started.close())
const cli = await cliFixture({ WEBHOOK_NETWORKS: '127.0.0.0/8' })
const create = ['app', 'create', '--name', 'Shop', '--kind', 'server', '--scope', 'events:read']
await cli.json(create)

interface Shown {
  id: string
  secret: string
  state: string
  url: string
  events: string[] | null
  card: boolean
}

const webhook = <T = Shown>(args: string[], code = 0) => cli.json<T>(['app', 'webhook', ...args], { code })
const addPerson = (username: string) =>
  cli.json<{ id: string }>(['user', 'create', '--username', username, '--email', `${username}@example.com`])

/** As if two minutes had passed since a node was killed. */
async function endLeases(): Promise<void> {
  const { db, objects } = await openStores(cli.config)
  await db.write((tx) => tx.updateTable('outbox').set({ claimed_until: 0 }).execute())
  objects.close()
  await db.close()
}

test('an operator adds, changes and removes endpoints', async () => {
  const added = await webhook(['add', 'Shop', '--url', receiver.url, '--event', 'user.created', '--card'])
  assert.match(added.secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.deepEqual([added.events, added.card, added.state], [['user.created'], true, 'active'])
  const list = await webhook<Shown[]>(['list', 'Shop'])
  assert.deepEqual(
    list.map(({ id, secret }) => [id, secret]),
    [[added.id, undefined]],
  )
  const updated = await webhook(['update', added.id, '--all-events', '--no-card'])
  assert.deepEqual([updated.events, updated.card], [null, false])
  assert.equal((await webhook(['update', added.id, '--disable'])).state, 'disabled (operator)')
  assert.equal((await cli.run(['doctor'])).code, 0, "an operator's choice is no problem")
  await webhook(['test', added.id], 1)
  assert.equal((await webhook(['update', added.id, '--enable'])).state, 'active')
  const rotated = await webhook<{ secret: string }>(['rotate', added.id])
  assert.notEqual(rotated.secret, added.secret)
  const tried = await webhook<{ delivered: boolean; status: number }>(['test', added.id])
  assert.deepEqual([tried.delivered, tried.status], [true, 204])
  const [request] = receiver.received.splice(0)
  assert.equal(request?.message.type, 'webhook.test')
  assert.ok(receiver.isSigned(request, rotated.secret) && receiver.isSigned(request, added.secret))
  await webhook(['remove', added.id, '--yes'])
  assert.deepEqual(await webhook(['list']), [])
})

for (const [what, args] of [
  ['an address without https outside the networks', ['add', 'Shop', '--url', 'ftp://127.0.0.1/']],
  ['an unknown event', ['add', 'Shop', '--url', 'https://shop.example.com', '--event', 'user.exploded']],
  ['nothing to change', ['update', 'some-id']],
  ['an end before the start', ['replay', 'some-id', '--since', '1d', '--until', '2d']],
] as const) {
  test(`${what} is refused as a wrong command line`, () => webhook([...args], 2))
}

test('an endpoint that does not exist is refused', async () => {
  for (const command of ['test', 'rotate', 'deliveries']) await webhook([command, 'nobody'], 1)
})

test('an application has at most ten endpoints', async () => {
  await cli.json(['app', 'create', '--name', 'Full', '--kind', 'web'])
  for (let n = 0; n < 10; n++) await webhook(['add', 'Full', '--url', `https://shop.example.com/${n}`])
  await webhook(['add', 'Full', '--url', 'https://shop.example.com/more'], 1)
  for (const { id } of await webhook<Shown[]>(['list', 'Full'])) await webhook(['remove', id, '--yes'])
})

test('an address that is not public is not reached without its network, and doctor reports failing endpoints', async () => {
  const { id } = await webhook(['add', 'Shop', '--url', receiver.url.replace('http:', 'https:')])
  const refused = await cli.run(['app', 'webhook', 'test', id, '--json'])
  assert.equal(refused.code, 1)
  assert.match(refused.stdout, /"fault": "(connection|certificate)"/)
  await webhook(['remove', id, '--yes'])
  const other = await webhook(['add', 'Shop', '--url', 'https://[::1]:9/'])
  const tried = await webhook<{ fault: string }>(['test', other.id], 1)
  assert.equal(tried.fault, 'address_refused')
  await webhook(['remove', other.id, '--yes'])
})

test('what happens is delivered by the service, also after kill -9 between change and delivery', async () => {
  const { id, secret } = await webhook(['add', 'Shop', '--url', receiver.url, '--event', 'user.created'])
  const arrived = Promise.withResolvers<void>()
  // The first node is killed while it waits for the answer.
  receiver.answer = () => arrived.resolve()
  const first = await cli.serve()
  const ada = await addPerson('ada')
  await arrived.promise
  process.kill(first.pid, 'SIGKILL')
  receiver.answer = (response) => response.writeHead(204).end()
  const bob = await addPerson('bob')
  receiver.received.splice(0)
  await endLeases()
  const second = await cli.serve()
  const both = await eventually(async () => receiver.received.length >= 2 && receiver.received)
  assert.deepEqual(
    both.map(({ message }) => message.data.user_id),
    [ada.id, bob.id],
  )
  for (const one of both) assert.ok(receiver.isSigned(one, secret))
  const log = await eventually(async () => {
    const found = await webhook<{ status: number; type: string }[]>(['deliveries', id])
    return found.length === 2 && found
  })
  assert.deepEqual(
    log.map(({ status, type }) => [status, type]),
    [
      [204, 'user.created'],
      [204, 'user.created'],
    ],
  )
  receiver.received.splice(0)
  await webhook(['replay', id, '--since', '1h'])
  const again = await eventually(async () => receiver.received.length >= 2 && receiver.received)
  assert.deepEqual(
    again.map((one) => one.message.data.user_id),
    [ada.id, bob.id],
  )
  await second.stop()
})

test('the log names an endpoint that was disabled, and doctor does too', async () => {
  receiver.answer = (response) => response.writeHead(410).end()
  const served = await cli.serve()
  await addPerson('eve')
  const lost = await eventually(async () =>
    (await webhook<Shown[]>(['list'])).find(({ state }) => state === 'disabled (gone)'),
  )
  const child = cli.start(['doctor', '--json'])
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  const [code] = await once(child, 'close')
  assert.equal(code, 1)
  const { checks } = JSON.parse(text) as { checks: { name: string; state: string; items: string[] }[] }
  const row = checks.find(({ name }) => name === 'webhooks')
  assert.deepEqual([row?.state, row?.items], ['wrong', [lost.id]])
  assert.ok(served.output().includes('webhook endpoint disabled'))
  await served.stop()
})

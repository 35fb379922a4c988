import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { connect, createServer, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { openPostgres } from '../../src/adapters/database/postgres.ts'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { systemClock, systemRandom } from '../../src/adapters/system.ts'
import { createAuditService } from '../../src/audit/audit.service.ts'
import { createFeedWriter } from '../../src/feed/feed-writer.service.ts'
import { prepareColumns } from '../../src/tables/prepared-query.ts'
import { newDatabase } from '../support/setup.ts'

/** A proxy in front of PostgreSQL that breaks the connection before the answer to a statement with `marker` is delivered. */
async function startLossy(target: URL, marker: string) {
  const sockets = new Set<Socket>()
  let lost = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let isLosing = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => (socket === client ? upstream : client).destroy())
    }
    client.on('data', (data) => {
      isLosing ||= lost === 0 && data.includes(marker)
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      if (!isLosing) return client.write(data)
      lost++
      client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as { port: number }).port)
  return { url: url.href, lost: () => lost }
}

test('a change whose answer is lost is made and recorded once, and reported as made', async () => {
  const postgres = await newDatabase()
  after(postgres.remove)
  await createPostgresMaintenance(postgres.url).migrate()
  const key = randomUUID()
  const proxy = await startLossy(new URL(postgres.url), key)
  const db = openPostgres({ url: proxy.url, connections: 2 })
  after(() => db.close())
  const direct = openPostgres({ url: postgres.url, connections: 2 })
  after(() => direct.close())
  await direct.write((tx) =>
    tx.insertInto('limit_counters').values({ key, points: 0, expires_at: 0 }).execute(),
  )
  const changes = prepareColumns((on, columns, is: { counter: string }) =>
    on
      .updateTable('limit_counters')
      .set(columns as { points: number })
      .where('key', '=', is.counter)
      .where('points', '=', 0),
  )
  const audit = createAuditService({
    db,
    clock: systemClock,
    random: systemRandom,
    feed: createFeedWriter({ random: systemRandom }),
    auditRetention: 1000,
  })
  const record = () =>
    audit.recordChange(
      changes({ points: 1 }, { counter: key }),
      'profile.updated',
      { kind: 'person' },
      { userId: key },
      () => {},
    )
  assert.equal(await record(), true)
  assert.equal(proxy.lost(), 1)
  const events = await direct.read
    .selectFrom('audit_events')
    .select('id')
    .where('user_id', '=', key)
    .execute()
  assert.equal(events.length, 1)
  assert.equal(await record(), false, 'there is nothing left to change')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '../../src/basics/durations.ts'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { serviceFixture } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })
const shop: ServerClient = await serverClient(service)
const PASSWORD = 'a river between two hills'

const create = async (username: string, more = {}) => {
  const json = { username, email: `${username}@example.com`, ...more }
  const { status, data } = await shop.call<{ id: string; email_verified: boolean }>('POST', 'users/', {
    json,
  })
  assert.equal(status, 200)
  return data.id
}
const invite = async (id: string, headers: Record<string, string> = {}) => {
  const { status, data, codes } = await shop.call<{ token_checksum: string; expires_at: string }>(
    'POST',
    `users/${id}/invite/`,
    { headers },
  )
  return { status, codes, ...data }
}
const post = async (path: string, fields: Record<string, string>) => {
  const answer = await fetch(`${service.base}/user/${path}/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams(fields),
  })
  return answer.status
}
const reset = (email: string, checksum: string, code: string) =>
  post('password/reset', {
    email,
    token_checksum_field: checksum,
    token_field: code,
    new_password: PASSWORD,
  })
test('an invited person chooses a password two days later, and the address is verified', async () => {
  const id = await create('invited', { language: 'de' })
  const { status, token_checksum, expires_at } = await invite(id)
  assert.equal(status, 200)
  assert.equal(Math.round((Date.parse(expires_at) - service.clock.now()) / HOUR), 72)
  const mail = await catcher.mailTo('invited@example.com')
  assert.match(mail.subject ?? '', /Wählen Sie ein Passwort/)
  const code = await catcher.codeTo('invited@example.com')
  service.clock.advance(48 * HOUR)
  assert.equal(await reset('invited@example.com', 'x', code), 400, 'the code alone is not enough')
  assert.equal(await reset('invited@example.com', token_checksum, code), 200)
  assert.equal(await post('login', { username: 'invited', password: PASSWORD }), 200)
  const { data } = await shop.call<{ email_verified: boolean }>('GET', `users/${id}/`)
  assert.equal(data.email_verified, true)
})

test('an invitation ends after three days', async () => {
  const { token_checksum } = await invite(await create('late'))
  const code = await catcher.codeTo('late@example.com')
  service.clock.advance(73 * HOUR)
  assert.equal(await reset('late@example.com', token_checksum, code), 400)
})

test('a repeated invitation mails one code and returns its checksum again, which is stored sealed', async () => {
  const id = await create('repeated')
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const first = await invite(id, headers)
  // A limit of five a day: the responses of the first are not counted.
  for (let i = 0; i < 8; i++) assert.deepEqual(await invite(id, headers), first)
  await catcher.codeTo('repeated@example.com')
  const { db } = service.services
  const rows = await db.read.selectFrom('idempotency_keys').selectAll().where('user_id', '=', id).execute()
  assert.equal(rows.length, 1)
  const stored = JSON.stringify(rows)
  assert.ok(!stored.includes(first.token_checksum), 'the checksum is not in the database')
  assert.match(stored, /sealed/)
  const events = await db.read
    .selectFrom('audit_events')
    .select('action')
    .where('user_id', '=', id)
    .where('action', '=', 'password.invited')
    .execute()
  assert.equal(events.length, 1)
  assert.equal(
    await reset('repeated@example.com', first.token_checksum, await catcher.codeTo('repeated@example.com')),
    200,
  )
})

test('an invitation of somebody who has changed since is refused, and counts as none', async () => {
  const id = await create('changing')
  const tag = (await shop.call('GET', `users/${id}/`)).headers.get('etag') ?? ''
  await shop.call('PATCH', `users/${id}/`, { json: { first_name: 'Ada' } })
  assert.equal((await invite(id, { 'if-match': tag })).status, 412)
  const now = (await shop.call('GET', `users/${id}/`)).headers.get('etag') ?? ''
  assert.equal((await invite(id, { 'if-match': now })).status, 200)
})

test('nobody is invited who does not exist', async () => {
  assert.equal((await invite(crypto.randomUUID())).status, 404)
})

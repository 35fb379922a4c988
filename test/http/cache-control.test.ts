import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceFixture } from '../support/service.ts'

const service = await serviceFixture()
const person = await service.person({ email: 'cached@example.com' })

async function call(method: string, path: string, fields?: Record<string, string>) {
  const answer = await fetch(`${service.base}/user/${path}/`, {
    method,
    headers: person.headers,
    ...(fields && { body: new URLSearchParams(fields) }),
  })
  await answer.arrayBuffer()
  return { status: answer.status, cacheControl: answer.headers.get('cache-control') }
}

const username = () => person.username
const password = () => person.password
// RFC 9111, 5.2.2.5. A response with an ETag is revalidated before each use (5.2.2.4).
for (const [what, method, path, fields, expected] of [
  ['tokens', 'POST', 'login', { username, password }, 'no-store'],
  ['a new access token', 'POST', 'token/refresh', { refresh: () => person.refresh }, 'no-store'],
  [
    'a checksum for a new password',
    'POST',
    'password/forgot',
    { email: () => 'cached@example.com' },
    'no-store',
  ],
  ['a checksum for an address', 'POST', 'token-generator', { email: () => 'new@example.com' }, 'no-store'],
  ['the pending address', 'GET', 'email-change', null, 'no-store'],
  ['the pending address, requested again', 'POST', 'email-change/resend', {}, 'no-store'],
  ['the sessions', 'GET', 'sessions', null, 'no-store'],
  ['the activity', 'GET', 'activity', null, 'no-store'],
  ['a copy of all data', 'GET', 'export', null, 'no-store'],
  ['the date of a removal', 'POST', 'delete', { password }, 'no-store'],
  ['the profile', 'GET', 'get/profile', null, 'private, no-cache'],
  ['a changed profile', 'PATCH', 'profile', { first_name: () => 'Ada' }, 'private, no-cache'],
  ['the picture', 'GET', 'profile-image', null, 'private, no-cache'],
  ['a signed-out person', 'POST', 'logout', {}, 'no-store'],
] as const) {
  test(`${what} in a response of ${method} ${path}: ${expected}`, async () => {
    const values = fields && Object.entries(fields).map(([name, value]) => [name, value()] as const)
    const { status, cacheControl } = await call(method, path, values ? Object.fromEntries(values) : undefined)
    assert.ok(status < 300, `${status}`)
    assert.equal(cacheControl, expected)
  })
}

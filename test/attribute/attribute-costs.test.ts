import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrapReader } from '../../src/adapters/database/reader.ts'
import type { Database } from '../../src/ports/database.ts'
import { declare, undeclare } from '../support/attributes.ts'
import { serviceFixture } from '../support/service.ts'

/** What the database was asked since it was last cleared. */
const asked: string[] = []

/** Without what it knows of changes, so that callers are read each time on both set-ups. */
const counted = ({ callerChanges: _, ...db }: Database): Database => ({
  ...db,
  read: wrapReader(db.read, (_query, run) => {
    asked.push('read')
    return run()
  }),
  write: (work, options) => {
    asked.push(options?.isSingle ? 'write of one statement' : 'transaction')
    return db.write(work, options)
  },
})
const service = await serviceFixture(
  {},
  { isIdle: true, wrap: (stores) => ({ ...stores, db: counted(stores.db) }) },
)

test('a profile is one read and its update one write more, whether attributes are declared or not', async () => {
  const person = await service.person()
  const call = async (method: string, path: string, body?: object) => {
    asked.length = 0
    const answer = await fetch(`${service.base}/${path}/`, {
      method,
      headers: { ...person.headers, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    assert.equal(answer.status, 200)
    return [...asked]
  }
  const costs = async (fields: object) => [
    await call('GET', 'user/get/profile'),
    await call('POST', 'user/update/profile', { email: person.email, ...fields }),
    await call('PATCH', 'user/profile', fields),
  ]
  const once = [['read'], ['read', 'write of one statement'], ['read']]
  assert.deepEqual(await costs({ first_name: 'Ada' }), once)
  await declare(service, { name: 'nick', type: 'text' }, { name: 'team', type: 'text', searchable: true })
  assert.deepEqual(await costs({ first_name: 'Bea', nick: 'b' }), once)
  assert.deepEqual(await costs({ nick: 'c' }), once)
  // The keys for a search are rows of their own.
  assert.deepEqual(await call('PATCH', 'user/profile', { team: 'red' }), ['read', 'transaction'])
  assert.deepEqual(await call('GET', 'user/attributes'), ['read'])
  await undeclare(service)
  assert.deepEqual(await costs({ first_name: 'Eve' }), once)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../src/errors/errors.ts'
import { declare, undeclare } from '../support/attributes.ts'
import { createCli } from '../support/cli.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

/** It looks for changes of the declarations only when a write has failed. */
const stale = await serviceFixture({}, { isIdle: true })
const cli = await createCli(stale.place)

const json = { 'content-type': 'application/json' }
const patch = async (person: Person, fields: object, of = stale) => {
  const answer = await fetch(`${of.base}/user/profile/`, {
    method: 'PATCH',
    headers: { ...person.headers, ...json },
    body: JSON.stringify(fields),
  })
  const body = (await answer.json()) as {
    error_codes?: Record<string, string[]>
    data: { UserAttributes?: Record<string, unknown> }
  }
  return { status: answer.status, codes: body.error_codes, values: body.data.UserAttributes }
}
const get = async (person: Person, of = stale) => {
  const answer = await fetch(`${of.base}/user/get/profile/`, { headers: person.headers })
  const text = await answer.text()
  return { text, etag: answer.headers.get('etag'), values: JSON.parse(text).data.UserAttributes }
}

test('updates of different attributes at once all stay, with one event for each', async () => {
  const names = Array.from({ length: 16 }, (_, index) => `at_once_${index}`)
  await declare(
    stale,
    ...names.map((name, index) => ({ name, type: 'integer' as const, searchable: index % 2 === 0 })),
  )
  const person = await stale.person()
  const answers = await Promise.all(names.map((name, index) => patch(person, { [name]: index })))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  const { values } = await get(person)
  assert.deepEqual(
    names.map((name) => values[name]),
    names.map((_, index) => index),
  )
  const events = await stale.services.audit.ofPerson(person.id, null, 100)
  const changed = events.filter(({ action }) => action === 'profile.updated').map(({ fields }) => fields)
  assert.deepEqual(changed.flat().sort(), [...names].sort())
  assert.ok(changed.every((fields) => fields.length === 1))
  await undeclare(stale)
})

test('a value that another process has forbidden meanwhile is refused, on every way into the row', async () => {
  const options = [{ value: 'sales' }, { value: 'it' }]
  await declare(
    stale,
    { name: 'department', type: 'choice', options },
    { name: 'searched', type: 'choice', options, searchable: true },
  )
  const person = await stale.person()
  assert.equal((await patch(person, { department: 'it', searched: 'it' })).status, 200)
  await cli.json(['attribute', 'change', 'department', '--option', 'it'])
  const [first, second] = [
    await patch(person, { department: 'sales' }),
    await patch(person, { department: 'it' }),
  ]
  assert.deepEqual([first.status, first.codes], [400, { department: ['invalid_choice'] }])
  assert.equal(second.status, 200)
  await cli.json(['attribute', 'change', 'searched', '--option', 'it'])
  assert.deepEqual((await patch(person, { searched: 'sales' })).codes, { searched: ['invalid_choice'] })
  await undeclare(stale)
})

test('a value that no longer fits stays, is sent back without a fault, and cannot come again', async () => {
  await declare(stale, { name: 'nick', type: 'text' })
  const person = await stale.person()
  await patch(person, { nick: 'much too long' })
  await declare(stale, { name: 'nick', type: 'text', max_length: 3 })
  assert.equal((await get(person)).values.nick, 'much too long')
  assert.equal((await patch(person, { nick: 'much too long', first_name: 'Ada' })).status, 200)
  assert.equal((await patch(person, { nick: 'ada' })).status, 200)
  assert.deepEqual((await patch(person, { nick: 'much too long' })).codes, { nick: ['max_length'] })
  await undeclare(stale)
  assert.equal((await get(person)).values, undefined)
  await declare(stale, { name: 'nick', type: 'text' })
  assert.equal((await get(person)).values.nick, 'ada')
  await undeclare(stale)
})

test('all values of a person together are bounded, and each that was sent is told so', async () => {
  const names = ['a', 'b', 'c', 'd'].map((letter) => `long_${letter}`)
  await declare(stale, ...names.map((name) => ({ name, type: 'long_text' as const, max_length: 10_000 })))
  const person = await stale.person()
  assert.equal((await patch(person, { long_a: 'x'.repeat(8000), long_b: 'x'.repeat(8000) })).status, 200)
  assert.deepEqual((await patch(person, { long_c: 'ü'.repeat(200) })).codes, { long_c: ['max_length'] })
  assert.equal((await patch(person, { long_c: 'ü'.repeat(150) })).status, 200)
  // Two that fit alone: the second is judged by what the first has left, whatever its request has read.
  const late = await stale.person()
  const user = (await stale.services.users.byId(late.id))!
  const application = { id: 'other', kind: 'web', origins: [] } as const
  const caller = {
    ...{ user, sessionId: stale.services.random.id(), provedAt: 0, address: '' },
    ...{ provider: null, hasForeignToken: false },
    application: { ...application, origins: [] },
  }
  assert.equal((await patch(late, { long_a: 'x'.repeat(9000) })).status, 200)
  await assert.rejects(
    stale.services.profiles.update(
      caller,
      { values: {}, faults: {}, others: { long_b: 'x'.repeat(9000) } },
      null,
    ),
    (error) => error instanceof Refusal && error.faults?.long_b?.[0]?.key === 'values_too_large',
  )
  const other = await stale.person()
  const both = await Promise.all(
    ['long_a', 'long_b'].map((name) => patch(other, { [name]: 'x'.repeat(9000) })),
  )
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400])
  await undeclare(stale)
})

test('a default is shown until the person has set something, and is not stored', async () => {
  await declare(stale, {
    name: 'theme',
    type: 'choice',
    options: [{ value: 'dark' }, { value: 'light' }],
    default: 'dark',
  })
  const person = await stale.person()
  const before = await get(person)
  assert.equal(before.values.theme, 'dark')
  assert.equal((await stale.services.users.byId(person.id))?.attributes, null)
  await declare(stale, {
    name: 'theme',
    type: 'choice',
    options: [{ value: 'dark' }, { value: 'light' }],
    default: 'light',
  })
  const after = await get(person)
  assert.equal(after.values.theme, 'light')
  assert.notEqual(after.etag, before.etag)
  assert.deepEqual((await patch(person, { theme: 'dark' })).values, { theme: 'dark' })
  await undeclare(stale)
})

test('without declarations a profile is byte for byte what it was before there were any', async () => {
  const person = await stale.person({ fields: { first_name: 'Zoë', language: 'fr' } })
  const plain = await get(person)
  assert.deepEqual(Object.keys(JSON.parse(plain.text).data), [
    'UserProfile',
    'ProfileImage',
    'ProfileImageUrl',
    'ProfileImages',
    'UserLocInfo',
    'UserLocInfoChosen',
    'UserVerified',
    'DeleteAt',
  ])
  // Those that the caller may not read are nothing to it either.
  await declare(stale, { name: 'inner', type: 'text', read: ['operator'], write: ['operator'], default: 'x' })
  assert.deepEqual(await get(person), plain)
  await declare(stale, { name: 'outer', type: 'text', default: 'x' })
  const more = await get(person)
  assert.equal(more.text.replace(/,"UserAttributes":\{"outer":"x"\}/, ''), plain.text)
  assert.notEqual(more.etag, plain.etag)
  await undeclare(stale)
  assert.deepEqual(await get(person), plain)
})

test('If-Match holds for declared attributes: of two updates by the same tag, one wins', async () => {
  await declare(
    stale,
    { name: 'note', type: 'text' },
    { name: 'searched_note', type: 'text', searchable: true },
  )
  for (const name of ['note', 'searched_note']) {
    const person = await stale.person()
    const { etag } = await get(person)
    const statuses = await Promise.all(
      ['a', 'b'].map(async (value) => {
        const answer = await fetch(`${stale.base}/user/profile/`, {
          method: 'PATCH',
          headers: { ...person.headers, ...json, 'if-match': etag! },
          body: JSON.stringify({ [name]: value }),
        })
        return answer.status
      }),
    )
    assert.deepEqual(statuses.sort(), [200, 412])
  }
  await undeclare(stale)
})

test('a running service learns of declarations from the command line within seconds', async () => {
  const running = await startService()
  const line = await createCli(running.place)
  try {
    const person = await running.person()
    await line.json(['attribute', 'add', 'shoe_size', '--type', 'integer'])
    await eventually(async () => (await get(person, running)).values?.shoe_size === null)
    assert.deepEqual((await patch(person, { shoe_size: 43 }, running)).values, { shoe_size: 43 })
    await line.json(['attribute', 'remove', 'shoe_size', '--yes'])
    await eventually(async () => (await get(person, running)).values === undefined)
  } finally {
    await running.stop()
  }
})

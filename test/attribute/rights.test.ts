import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { PAGE_APPLICATION } from '../../src/application/application.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { declare } from '../support/attributes.ts'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'

const service = await serviceFixture({}, { isIdle: true })

/** Who asks: the page, applications with a person's token or with their own key, an operator, and who reads cards. */
const callers = [
  'page',
  'owning application',
  'other application',
  'owning server',
  'other server',
  'operator',
  'card',
] as const
type Caller = (typeof callers)[number]

/** Who can read an attribute of these parties (decision record: declared attributes), and write it but for cards. */
const rights: Record<string, { parties: string[]; owner?: 'web' | 'server'; who: readonly Caller[] }> = {
  of_person: { parties: ['person'], who: ['page'] },
  of_web_owner: { parties: ['owner'], owner: 'web', who: ['owning application'] },
  of_server_owner: { parties: ['owner'], owner: 'server', who: ['owning server'] },
  of_applications: {
    parties: ['applications'],
    who: ['owning application', 'other application', 'owning server', 'other server'],
  },
  of_operator: { parties: ['operator'], who: ['operator'] },
  of_cards: { parties: ['card'], who: ['card'] },
  of_all: { parties: ['person', 'applications', 'operator', 'card'], who: callers },
  of_person_and_owner: {
    parties: ['person', 'owner'],
    owner: 'web',
    who: ['page', 'owning application'],
  },
}
const names = Object.keys(rights)
const allowed = (caller: Caller) => names.filter((name) => rights[name]!.who.includes(caller))

let person: Person
let owningServer: ServerClient
let otherServer: ServerClient
const headers: Partial<Record<Caller, Record<string, string>>> = {}
before(async () => {
  person = await service.person()
  const web = await service.application('web')
  const other = await service.application('mobile')
  owningServer = await serverClient(service)
  otherServer = await serverClient(service)
  for (const [caller, apikey] of [
    ['page', PAGE_APPLICATION],
    ['owning application', web.apiKey],
    ['other application', other.apiKey],
  ] as const) {
    const signIn = await fetch(`${service.base}/user/login/`, {
      method: 'POST',
      headers: { apikey },
      body: new URLSearchParams({ username: person.username, password: person.password }),
    })
    const { access } = (await signIn.json()) as { access: string }
    headers[caller] = { apikey, authorization: `Bearer ${access}`, 'content-type': 'application/json' }
  }
  const owners = { web: web.id, server: owningServer.applicationId }
  await declare(
    service,
    ...names.map((name) => {
      const { parties, owner } = rights[name]!
      const read = parties as 'person'[]
      const write = read.filter((party) => (party as string) !== 'card')
      return { name, type: 'text' as const, ...(owner && { owner: owners[owner] }), read, write }
    }),
  )
  const values = Object.fromEntries(names.map((name) => [name, `secret of ${name}`]))
  await service.services.db.write((tx) =>
    service.services.users.update(tx, person.id, { attributes: JSON.stringify(values) }, service.clock.now()),
  )
})

const call = async (caller: Caller, method: string, path: string, body?: object) => {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: headers[caller]!,
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as {
    error_codes?: Record<string, string[]>
    data: { UserAttributes?: Record<string, string>; attributes?: { name: string; writable: boolean }[] }
  }
}
const viewer = { kind: 'operator' } as const

/** Returns what the caller reads, and whether the response has anything else of the values. */
const read: Record<Caller, () => Promise<{ values: object; text: string }>> = Object.fromEntries(
  callers.map((caller) => [
    caller,
    async () => {
      if (caller === 'operator') {
        const view = await service.services.attributes.operatorView()
        const { shownValues } = await import('../../src/attribute/attribute-set.ts')
        const values = shownValues(view!, (await service.services.users.byId(person.id))!.attributes)
        return { values, text: JSON.stringify(values) }
      }
      if (caller === 'card') {
        const answer = await otherServer.call<{ cards: { attributes?: object }[] }>('POST', 'cards/lookup/', {
          json: { ids: [person.id] },
        })
        return { values: answer.data.cards[0]?.attributes ?? {}, text: JSON.stringify(answer.data) }
      }
      if (caller.endsWith('server')) {
        const server = caller === 'owning server' ? owningServer : otherServer
        const one = await server.call<{ attributes?: object }>('GET', `users/${person.id}/`)
        const list = await server.call<{ people: { id: string; attributes?: object }[] }>('GET', 'users/')
        const listed = list.data.people.find(({ id }) => id === person.id)
        assert.deepEqual(listed?.attributes, one.data.attributes)
        return { values: one.data.attributes ?? {}, text: JSON.stringify([one.data, list.data]) }
      }
      const { data } = await call(caller, 'GET', 'user/get/profile/')
      return { values: data.UserAttributes ?? {}, text: JSON.stringify(data) }
    },
  ]),
) as never

for (const caller of callers)
  test(`${caller}: reads exactly the attributes that it may`, async () => {
    const { values, text } = await read[caller]()
    assert.deepEqual(Object.keys(values).sort(), allowed(caller).sort())
    for (const [name, value] of Object.entries(values)) assert.equal(value, `secret of ${name}`)
    for (const name of names.filter((one) => !allowed(caller).includes(one)))
      assert.ok(!text.includes(`secret of ${name}"`) && !text.includes(`"${name}"`), `${caller} sees ${name}`)
  })

/** Tries to write one attribute. Returns the code of the refusal, or null. */
async function write(caller: Caller, name: string, value: string): Promise<string | null> {
  if (caller === 'operator') {
    const update = {
      sent: { values: {}, faults: {} },
      declared: { viewer, values: { [name]: value } },
    }
    const { changed } = await service.services.personUpdates.update(person.id, update, testOperator)
    return changed.includes(name) ? null : 'ignored'
  }
  if (caller === 'owning server' || caller === 'other server') {
    const server = caller === 'owning server' ? owningServer : otherServer
    const { codes } = await server.call('PATCH', `users/${person.id}/`, { json: { [name]: value } })
    return codes[name]?.[0] ?? null
  }
  return (await call(caller, 'PATCH', 'user/profile/', { [name]: value })).error_codes?.[name]?.[0] ?? null
}

for (const caller of callers.filter((one) => one !== 'card'))
  test(`${caller}: writes exactly the attributes that it may, and others are no fields for it`, async () => {
    const before = (await service.services.users.byId(person.id))!.attributes
    for (const name of names) {
      const code = await write(caller, name, `${caller} wrote ${name}`)
      const expected = allowed(caller).includes(name)
        ? null
        : caller === 'operator'
          ? 'ignored'
          : 'unknown_field'
      assert.equal(code, expected, name)
    }
    const after = JSON.parse((await service.services.users.byId(person.id))!.attributes!) as object
    const changed = Object.entries(after).filter(([, value]) => value.startsWith(caller))
    assert.deepEqual(changed.map(([name]) => name).sort(), allowed(caller).sort())
    await service.services.db.write((tx) =>
      service.services.users.update(tx, person.id, { attributes: before }, service.clock.now()),
    )
  })

for (const caller of ['page', 'owning application', 'other application'] as const)
  test(`${caller}: the list of declarations has exactly what it may read`, async () => {
    const { data } = await call(caller, 'GET', 'user/attributes/')
    assert.deepEqual(data.attributes?.map(({ name }) => name).sort(), allowed(caller).sort())
    assert.ok(data.attributes?.every(({ writable }) => writable))
  })

test('an attribute that a caller may read but not write is refused as read-only, unless it stays as it is', async () => {
  await declare(service, {
    name: 'plan',
    type: 'choice',
    options: [{ value: 'free' }, { value: 'paid' }],
    default: 'free',
    write: ['operator'],
  })
  for (const caller of ['page', 'other application', 'other server'] as const) {
    assert.equal(await write(caller, 'plan', 'paid'), 'read_only', caller)
    assert.equal(await write(caller, 'plan', 'free'), null, caller)
  }
  const { data } = await call('page', 'GET', 'user/attributes/')
  assert.equal(data.attributes?.find(({ name }) => name === 'plan')?.writable, false)
  assert.equal(await write('operator', 'plan', 'paid'), null)
  const { data: profile } = await call('page', 'GET', 'user/get/profile/')
  assert.equal(profile.UserAttributes?.plan, 'paid')
})

test('an operator without the right gets a fault, not silence', async () => {
  await declare(service, {
    name: 'read_by_operator',
    type: 'text',
    read: ['person', 'operator'],
    write: ['person'],
  })
  const values = { read_by_operator: 'x' }
  await assert.rejects(
    service.services.personUpdates.update(
      person.id,
      { sent: { values: {}, faults: {} }, declared: { viewer, values } },
      testOperator,
    ),
    (error) => error instanceof Refusal && error.faults?.read_by_operator?.[0]?.key === 'read_only',
  )
})

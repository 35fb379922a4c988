import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY } from '../../src/basics/durations.ts'
import { secretHash } from '../../src/basics/hash.ts'
import { passkeyOrigins, readAssertion, readAttestation } from '../../src/passkey/passkey.ts'
import { createAuthenticator, type Faults } from '../support/authenticator.ts'
import { call, enroll } from '../support/second-factor.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'

const ORIGIN = 'https://app.id.example.com'

/** The key of a single-page application on the domain. */
const service = await serviceFixture({ PUBLIC_URL: 'https://id.example.com' })
const { apiKey: apikey } = await service.application('spa', { origins: [ORIGIN] })

interface Options {
  data: {
    public_key: {
      challenge: string
      rpId?: string
      rp?: { id: string }
      user: { id: string }
      authenticatorSelection?: object
      userVerification?: string
      excludeCredentials?: { id: string }[]
      allowCredentials?: { id: string }[]
    }
  }
}
interface List {
  data: { passkeys: { id: string; name: string; last_used_at: string | null }[] }
}
type Authenticator = ReturnType<typeof createAuthenticator>

const newPerson = () => service.person({ apiKey: apikey })
const creationOptions = async (person: Person) => {
  const { body } = await call<Options>(service, 'user/passkeys/options/', {}, person.headers)
  return body.data.public_key
}
const register = (person: Person, credential: object, name?: string) =>
  call<{ data: { passkey: { id: string; name: string } } }>(
    service,
    'user/passkeys/',
    { credential, ...(name !== undefined && { name }) },
    person.headers,
  )
const list = async (person: Person) =>
  (await call<List>(service, 'user/passkeys/', undefined, person.headers)).body.data.passkeys
const signInOptions = async (key = apikey) =>
  (await call<Options>(service, 'user/login/passkey/options/', {}, { apikey: key })).body.data.public_key
const signIn = (credential: unknown, key = apikey) =>
  call<{ access: string }>(service, 'user/login/passkey/', { credential }, { apikey: key })

/** A person with a passkey. */
async function withPasskey(): Promise<{ person: Person; authenticator: Authenticator; id: string }> {
  const person = await newPerson()
  const authenticator = createAuthenticator(ORIGIN)
  const made = authenticator.create(await creationOptions(person), { rpId: 'id.example.com' })
  const { status, body } = await register(person, made)
  assert.equal(status, 200)
  return { person, authenticator, id: body.data.passkey.id }
}
const get = async (authenticator: Authenticator, faults: Faults = {}) =>
  authenticator.get(await signInOptions(), { rpId: 'id.example.com', ...faults })

test('a passkey signs its person in, with no further code, and shows when', async () => {
  const { person, authenticator } = await withPasskey()
  await enroll({ ...service, apiKey: apikey }, person)
  assert.equal((await list(person))[0]?.last_used_at, null)
  const { status, body } = await signIn(await get(authenticator))
  assert.equal(status, 200)
  const headers = { apikey, authorization: `Bearer ${body.access}` }
  const { body: profile } = await call<{ data: { UserProfile: { username: string }[] } }>(
    service,
    'user/get/profile/',
    undefined,
    headers,
  )
  assert.equal(profile.data.UserProfile[0]?.username, person.username)
  assert.notEqual((await list(person))[0]?.last_used_at, null)
})

test('options request a discoverable passkey of the domain, with user verification', async () => {
  const { person, authenticator } = await withPasskey()
  const options = await creationOptions(person)
  assert.equal(options.rp?.id, 'id.example.com')
  assert.deepEqual(options.authenticatorSelection, {
    residentKey: 'required',
    userVerification: 'required',
    requireResidentKey: true,
  })
  assert.deepEqual(
    options.excludeCredentials?.map(({ id }) => id),
    [authenticator.id],
  )
  const asked = await signInOptions()
  assert.deepEqual([asked.rpId, asked.userVerification], ['id.example.com', 'required'])
  assert.deepEqual(asked.allowCredentials ?? [], [], 'and do not reveal who has one')
})

const wrong: [string, Faults][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['another host on the domain', { origin: 'https://other.id.example.com' }],
  ['another domain', { rpId: 'evil.example' }],
  ['no user verification', { flags: 0x01 }],
  ['nobody present', { flags: 0x04 }],
  ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['another type', { type: 'payment.get' }],
]
for (const [name, faults] of wrong) {
  test(`a new passkey with ${name} is refused`, async () => {
    const person = await newPerson()
    const made = createAuthenticator(ORIGIN).create(await creationOptions(person), {
      rpId: 'id.example.com',
      ...faults,
    })
    const { status, body } = await register(person, made)
    assert.deepEqual([status, body.error_codes], [400, { credential: ['passkey_invalid'] }])
    assert.deepEqual(await list(person), [])
  })
  test(`a sign-in with ${name} is refused`, async () => {
    const { authenticator } = await withPasskey()
    const { status, body } = await signIn(await get(authenticator, faults))
    assert.deepEqual([status, body.error_codes], [400, { credential: ['passkey_invalid'] }])
  })
}

test('a forged signature, and the handle of somebody else, are refused', async () => {
  const { authenticator } = await withPasskey()
  const other = await newPerson()
  const userHandle = Buffer.from(other.id).toString('base64url')
  for (const faults of [{ isForged: true }, { userHandle }])
    assert.equal((await signIn(await get(authenticator, faults))).status, 400)
})

test('a new passkey with certificates is refused unread, because checking them would load lists from elsewhere', async () => {
  const person = await newPerson()
  for (const format of ['tpm', 'android-key', 'fido-u2f', 'apple']) {
    const made = createAuthenticator(ORIGIN).create(await creationOptions(person), {
      rpId: 'id.example.com',
      format,
    })
    assert.equal((await register(person, made)).status, 400)
  }
})

test('a challenge works once, within five minutes, for its own purpose', async () => {
  const { authenticator } = await withPasskey()
  const answer = await get(authenticator)
  const all = await Promise.all(Array.from({ length: 16 }, () => signIn(answer)))
  assert.equal(all.filter(({ status }) => status === 200).length, 1)

  const late = await get(authenticator)
  service.clock.advance(300_001)
  assert.equal((await signIn(late)).status, 400)

  const fresh = await newPerson()
  const made = createAuthenticator(ORIGIN).create(await signInOptions(), { rpId: 'id.example.com' })
  assert.equal((await register(fresh, made)).status, 400, 'one for a sign-in cannot register')

  const elsewhere = await service.application('spa', { origins: [ORIGIN] })
  assert.equal((await signIn(await get(authenticator), elsewhere.apiKey)).status, 400)
})

test('a passkey whose counter went backwards is refused, and leaves an event', async () => {
  const { person, authenticator } = await withPasskey()
  assert.equal((await signIn(await get(authenticator, { counter: 7 }))).status, 200)
  for (const counter of [7, 6, 0]) {
    const { status, body } = await signIn(await get(authenticator, { counter }))
    assert.deepEqual([status, body.error_codes], [400, { credential: ['passkey_invalid'] }])
  }
  assert.equal((await signIn(await get(authenticator, { counter: 8 }))).status, 200)
  const events = await service.services.audit.ofPerson(person.id, null, 100)
  assert.equal(events.filter(({ action }) => action === 'passkey.refused').length, 3)
})

test('a synced passkey, which has no counter, signs in repeatedly', async () => {
  const { authenticator } = await withPasskey()
  for (let i = 0; i < 2; i++)
    assert.equal((await signIn(await get(authenticator, { counter: 0 }))).status, 200)
})

test('a removed passkey no longer signs in', async () => {
  const { person, authenticator, id } = await withPasskey()
  const { password } = person
  const other = await newPerson()
  const remove = (by: Person) => call(service, `user/passkeys/${id}/remove/`, { password }, by.headers)
  assert.equal((await remove(other)).status, 404, 'but nobody else removes it')
  assert.equal((await remove(person)).status, 200)
  const { status, body } = await signIn(await get(authenticator))
  assert.deepEqual([status, body.error_codes], [400, { credential: ['passkey_unknown'] }])
})

test('passkeys are named after their authenticator or device, or as the person wants', async () => {
  const person = await newPerson()
  const keychain = Buffer.from('fbfc3007154e4ecc8c0b6e020557d7bd', 'hex')
  const add = async (aaguid?: Buffer<ArrayBuffer>, name?: string) => {
    const made = createAuthenticator(ORIGIN, aaguid).create(await creationOptions(person), {
      rpId: 'id.example.com',
    })
    return (await register(person, made, name)).body.data.passkey
  }
  assert.equal((await add(keychain)).name, 'Apple Passwords')
  const plain = await add()
  assert.equal(plain.name, 'Passkey')
  assert.equal((await add(keychain, 'Key on my desk')).name, 'Key on my desk')
  const rename = (name: string, headers = person.headers) =>
    call(service, `user/passkeys/${plain.id}/rename/`, { name }, headers)
  assert.equal((await rename('Old phone')).status, 200)
  assert.equal((await rename(' ')).status, 400)
  assert.equal((await rename('x'.repeat(65))).status, 400)
  assert.equal((await rename('Mine', (await newPerson()).headers)).status, 404)
  assert.deepEqual(
    (await list(person)).map(({ name }) => name),
    ['Apple Passwords', 'Old phone', 'Key on my desk'],
  )
})

test('a passkey belongs to one person, and nobody has more than twenty', async () => {
  const { authenticator, person } = await withPasskey()
  const other = await newPerson()
  const again = authenticator.create(await creationOptions(other), { rpId: 'id.example.com' })
  assert.deepEqual((await register(other, again)).body.error_codes, { credential: ['unique'] })
  const made = []
  for (let i = 0; i < 20; i++)
    made.push(createAuthenticator(ORIGIN).create(await creationOptions(person), { rpId: 'id.example.com' }))
  const answers = await Promise.all(made.map((one) => register(person, one)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 19)
  const refused = answers.find(({ status }) => status !== 200)
  assert.deepEqual(refused?.body.error_codes, { credential: ['too_many_passkeys'] })
  assert.equal((await list(person)).length, 20)
})

test('an application without an origin on the domain has no passkeys', async () => {
  const elsewhere = await service.application('spa', { origins: ['https://example.org'] })
  for (const apiKey of [service.apiKey, elsewhere.apiKey]) {
    const { status, body } = await call(service, 'user/login/passkey/options/', {}, { apikey: apiKey })
    assert.deepEqual([status, body.error_codes], [403, { detail: 'passkeys_unavailable' }])
  }
})

test('adding and removing a passkey requires a recent proof, for which a passkey counts', async () => {
  const late = await startService({ PUBLIC_URL: 'https://id.example.com' })
  const { apiKey } = await late.application('spa', { origins: [ORIGIN] })
  const person = await late.person({ apiKey })
  const ask = async <T>(path: string, body?: object) => call<T>(late, path, body, person.headers)
  const options = async (path: string, body: object = {}) =>
    (await ask<Options>(path, body)).body.data.public_key
  const authenticator = createAuthenticator(ORIGIN)
  const credential = authenticator.create(await options('user/passkeys/options/'), {
    rpId: 'id.example.com',
  })
  const { body } = await ask<{ data: { passkey: { id: string } } }>('user/passkeys/', { credential })
  late.clock.advance(300_001)
  const removal = `user/passkeys/${body.data.passkey.id}/remove/`
  assert.deepEqual((await ask(removal, {})).body.error_codes, { detail: 'recent_sign_in_required' })
  assert.equal((await ask('user/passkeys/options/', {})).status, 403)
  const passkey = authenticator.get(await options('user/proof/passkey/'), { rpId: 'id.example.com' })
  assert.equal((await ask('user/proof/', { passkey })).status, 200)
  assert.equal((await ask('user/proof/', { passkey })).status, 400, 'once')
  assert.equal((await ask(removal, {})).status, 200)
  await late.stop()
})

test("another person's passkey proves nothing", async () => {
  const [one, other] = [await withPasskey(), await withPasskey()]
  const { body } = await call<Options>(service, 'user/proof/passkey/', {}, one.person.headers)
  const { public_key: options } = body.data
  assert.deepEqual(
    options.allowCredentials?.map(({ id }) => id),
    [one.authenticator.id],
  )
  const passkey = other.authenticator.get(options, { rpId: 'id.example.com' })
  const answer = await call(service, 'user/proof/', { passkey }, one.person.headers)
  assert.deepEqual([answer.status, answer.body.error_codes], [400, { passkey: ['passkey_invalid'] }])
})

test('a person who may not sign in with the password may not with a passkey either', async () => {
  const { person, authenticator } = await withPasskey()
  const { db, users } = service.services
  const change = (values: object) => db.write((tx) => users.update(tx, person.id, values, 1))
  await change({ password_reset_required: 1 })
  const reset = await signIn(await get(authenticator))
  assert.deepEqual([reset.status, reset.body.error_codes], [401, { detail: 'password_reset_required' }])
  await change({ disabled_at: 1 })
  const disabled = await signIn(await get(authenticator))
  assert.deepEqual([disabled.status, disabled.body.error_codes], [401, { detail: 'no_active_account' }])
})

test('an undo of a changed address removes only passkeys and factors that may come from whoever changed it', async () => {
  const [old, fresh] = [await withPasskey(), await withPasskey()]
  const { db, undos } = service.services
  const own = await enroll({ ...service, apiKey: apikey }, old.person)
  service.clock.advance(2 * DAY)
  const undo = async (person: Person) => {
    const now = service.clock.now()
    const email = person.email.toLowerCase()
    const row = {
      id: randomUUID(),
      token_hash: secretHash(person.id),
      user_id: person.id,
      old_email: email,
      old_email_key: email,
      created_at: now,
      expires_at: now + 1000,
      used_at: null,
    }
    await db.write((tx) => tx.insertInto('email_undos').values(row).execute())
    assert.equal((await undos.undo(person.id, '127.0.0.1')).state, 'done')
    await db.write((tx) => service.services.users.update(tx, person.id, { password_reset_required: 0 }, now))
  }
  await undo(old.person)
  assert.equal((await signIn(await get(old.authenticator))).status, 200)
  assert.equal((await service.services.factors.state(old.person.id)).codesLeft, own.recoveryCodes.length)

  await db.write((tx) =>
    tx
      .updateTable('passkeys')
      .set({ created_at: service.clock.now() - 3600 })
      .where('user_id', '=', fresh.person.id)
      .execute(),
  )
  await undo(fresh.person)
  assert.equal((await signIn(await get(fresh.authenticator))).status, 400)
  // Two events of one instant, in no particular order.
  const events = await service.services.audit.ofPerson(fresh.person.id, null, 2)
  const told = events.map(({ action, actor }) => `${action} ${actor}`).sort()
  assert.deepEqual(told, ['email.undone link', 'passkey.removed link'])
})

test('challenges are limited per network and per person', async () => {
  const strict = await startService({ LIMIT_SCALE: '0.02', PUBLIC_URL: 'https://id.example.com' })
  const { apiKey } = await strict.application('spa', { origins: [ORIGIN] })
  const statuses = []
  for (let i = 0; i < 8; i++)
    statuses.push((await call(strict, 'user/login/passkey/options/', {}, { apikey: apiKey })).status)
  assert.deepEqual(statuses, [...Array(6).fill(200), 429, 429])
  await strict.stop()
})

test('whatever a client sends as a passkey, it is refused and names the field', async () => {
  const { person, authenticator } = await withPasskey()
  const good = await get(authenticator)
  const junk: unknown[] = [null, '', 'x', '{}', [], {}, { id: 'AA', response: {} }]
  for (const part of ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] as const)
    for (const value of [undefined, 7, '', '=', 'A'.repeat(20_000), 'AAAA'])
      junk.push({ ...good, response: { ...good.response, [part]: value } })
  for (const credential of junk) {
    const { status, body } = await signIn(credential)
    assert.equal(status, 400, JSON.stringify(credential).slice(0, 200))
    assert.deepEqual(Object.keys(body.error_codes), ['credential'])
  }
  for (const attestationObject of ['AAAA', 'o2NmbXQ', '_'.repeat(5000)]) {
    const options = await creationOptions(await newPerson())
    const made = createAuthenticator(ORIGIN).create(options)
    const { status } = await register(person, { ...made, response: { ...made.response, attestationObject } })
    assert.equal(status, 400)
  }
})

test('reading a passkey never throws, and bounds every part', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const read of [readAssertion, readAttestation]) {
        const result = read(value)
        assert.ok('value' in result || result.fault.key === 'passkey_invalid')
      }
    }),
  )
})

const origins: [string, string | null, boolean][] = [
  ['https://id.example.com', 'id.example.com', true],
  ['https://id.example.com:8443', 'id.example.com', true],
  ['https://app.id.example.com', 'id.example.com', true],
  ['https://id.example.com', 'example.com', true],
  ['https://example.com', 'id.example.com', false],
  ['https://badexample.com', 'example.com', false],
  ['http://id.example.com', 'id.example.com', false],
  ['http://localhost:8080', 'localhost', true],
  ['https://id.example.com', null, false],
]
for (const [origin, domain, isGood] of origins)
  test(`passkeys of ${domain} ${isGood ? 'can' : 'cannot'} be used at ${origin}`, () => {
    assert.equal(passkeyOrigins(domain, { origins: [origin] }).length === 1, isGood)
  })

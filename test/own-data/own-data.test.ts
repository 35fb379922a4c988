import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { DAY } from '../../src/basics/durations.ts'
import type { Caller } from '../../src/session/session.ts'
import { declare, undeclare } from '../support/attributes.ts'
import { createCli } from '../support/cli.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, serviceFixture, startService, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url, PAGE_URL: 'https://id.example.com/account/' })

interface Answer {
  status_code: number
  data: Record<string, unknown>
  errors: Record<string, unknown>
  error_codes: Record<string, unknown>
}
async function call(
  person: Pick<Person, 'headers'>,
  method: string,
  path: string,
  body?: Record<string, string> | FormData,
) {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: person.headers,
    ...(body && { body: body instanceof FormData ? body : new URLSearchParams(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer }
}
const signIn = async (person: Person) => {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  })
  const { access } = (await answer.json()) as { access: string }
  return { ...person, headers: { apikey: service.apiKey, authorization: `Bearer ${access}` } }
}
const upload = async (person: Person) => {
  const form = new FormData()
  const bytes = await detailed(80, 60).jpeg().toBuffer()
  form.set('image', new Blob([new Uint8Array(bytes)]), 'me.jpg')
  assert.equal((await call(person, 'POST', 'user/profile-image/', form)).status, 200)
}
const remove = (person: Person, password = person.password) =>
  call(person, 'POST', 'user/delete/', { password })
const deleteAtOf = async (person: Person) =>
  (await call(person, 'GET', 'user/get/profile/')).body.data.DeleteAt
const services = () => service.services

/** The person as the caller of services. */
const callerOf = async (id: string): Promise<Caller> => ({
  user: (await services().users.byId(id))!,
  sessionId: 'some',
  provedAt: services().clock.now(),
  provider: null,
  hasForeignToken: false,
  application: { id: 'some', kind: 'web', origins: [] },
  address: '127.0.0.1',
})

interface Entry {
  id: string
  at: string
  action: string
  by: string
  fields: string[]
  application: string
  address: string
  timezone: string
  country_code: string
  device: object | null
}
async function activity(person: Person, query = '') {
  const { status, body } = await call(person, 'GET', `user/activity/${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body.data as unknown as { activity: Entry[]; next: string | null }
}

test('a person sees what happened to their account, and nothing about others or the operator', async () => {
  const person = await service.person()
  const other = await service.person()
  await call(person, 'PATCH', 'user/profile/', { first_name: 'Ada' })
  const user = (await services().users.byId(person.id))!
  await services().accounts.disable(user, { ...testOperator, operator: 'carol' })
  await services().accounts.enable(user, { ...testOperator, operator: 'carol' })
  const back = await signIn(person)
  const { activity: events, next } = await activity(back)
  assert.equal(next, null)
  assert.deepEqual(
    events.map(({ action, by }) => [action, by]),
    [
      ['session.started', 'person'],
      ['user.enabled', 'operator'],
      ['user.disabled', 'operator'],
      ['profile.updated', 'person'],
      ['session.started', 'person'],
    ],
  )
  assert.ok(!JSON.stringify(events).includes('carol'))
  const update = events[3]!
  assert.deepEqual(update.fields, ['first_name'])
  assert.match(update.application, /^app-/)
  assert.equal(update.address, '127.0.0.1')
  assert.ok(update.device)
  assert.deepEqual([events[1]!.application, events[1]!.address, events[1]!.device], ['', '', null])
  assert.equal((await activity(other)).activity.length, 1)
})

test('an event names its origin as the list of sessions does', async () => {
  const person = await service.person()
  const answer = await fetch(`${service.base}/user/token/refresh/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ refresh: person.refresh, timezone: 'Asia/Calcutta' }),
  })
  assert.equal(answer.status, 200)
  await call(person, 'PATCH', 'user/profile/', { first_name: 'Ada' })
  const { sessions } = (await call(person, 'GET', 'user/sessions/')).body.data as { sessions: Entry[] }
  const originOf = ({ application, device, timezone, country_code, address }: Entry) => ({
    application,
    device,
    timezone,
    country_code,
    address,
  })
  const [event] = (await activity(person)).activity
  assert.equal(event?.country_code, 'IN')
  assert.deepEqual(originOf(event), originOf(sessions[0]!))
})

test('the activity comes in batches without a gap or a repeat, also if events share an instant', async () => {
  const person = await service.person()
  await services().db.write(async (tx) => {
    for (let i = 0; i < 25; i++)
      await services().audit.record(tx, 'profile.updated', { kind: 'person' }, { userId: person.id })
  })
  const seen: string[] = []
  let cursor: string | null = ''
  for (let pages = 0; cursor !== null; pages++) {
    const page: { activity: Entry[]; next: string | null } = await activity(
      person,
      `?limit=10${cursor && `&before=${cursor}`}`,
    )
    seen.push(...page.activity.map(({ id }) => id))
    cursor = page.next
    assert.ok(pages < 4)
  }
  assert.equal(seen.length, 26)
  assert.equal(new Set(seen).size, 26)
  assert.equal((await activity(person, '?limit=1000')).activity.length, 26)
})

test('an invalid cursor and an invalid limit are both refused by name, together', async () => {
  const person = await service.person()
  for (const query of ['?before=x&limit=x', '?before=1.2&limit=0', '?before=a&before=b&limit=-1']) {
    const { status, body } = await call(person, 'GET', `user/activity/${query}`)
    assert.equal(status, 400, query)
    assert.deepEqual(Object.keys(body.errors).sort(), ['before', 'limit'], query)
  }
})

async function download(person: Person) {
  const answer = await fetch(`${service.base}/user/export/`, { headers: person.headers })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'application/zip')
  assert.match(
    answer.headers.get('content-disposition') ?? '',
    /^attachment; filename="profile-[\d-]+\.zip"$/,
  )
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const text = (name: string) => new TextDecoder().decode(files[name])
  return { files, text, profile: JSON.parse(text('profile.json')) }
}

test('the copy has all values of declared attributes, also those that nobody shows the person', async () => {
  const person = await service.person()
  assert.deepEqual((await download(person)).profile.account.attributes, {})
  const own = { name: 'own', type: 'text' } as const
  const inner = { name: 'inner', type: 'text', read: ['operator'], write: ['operator'] } as const
  await declare(service, own, { ...inner, read: [...inner.read], write: [...inner.write] })
  const update = (viewer: { kind: 'operator' | 'person' }, values: object) =>
    services().personUpdates.update(
      person.id,
      { sent: { values: {}, faults: {} }, declared: { viewer, values: { ...values } } },
      testOperator,
    )
  await update({ kind: 'operator' }, { inner: 'a note' })
  await update({ kind: 'person' }, { own: 'mine' })
  await undeclare(service, 'own')
  const { profile } = await download(person)
  assert.deepEqual(profile.account.attributes, { inner: 'a note', own: 'mine' })
  await undeclare(service)
})

test('a person downloads everything stored about them as one ZIP, without any secret', async () => {
  const person = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace' } })
  await upload(person)
  await call(person, 'POST', 'user/token-generator/', { email: 'next@example.com' })
  const { files, text, profile } = await download(person)
  const names = Object.keys(files).sort()
  assert.match(
    names.join(' '),
    /^README\.txt pictures\/original\.(webp|jpg) pictures\/square\.(webp|jpg) profile\.json$/,
  )
  const sizes = await Promise.all(
    [1, 2].map(async (i) => (await sharp(Buffer.from(files[names[i]!]!)).metadata()).width),
  )
  assert.deepEqual(sizes, [80, 60])
  assert.match(text('README.txt'), /^Your data at User Profile\n/)
  assert.equal(profile.account.first_name, 'Ada')
  assert.equal(profile.account.email, person.email)
  assert.equal(profile.pending_email_change.email, 'next@example.com')
  assert.deepEqual([profile.pictures.length, profile.pictures[0].is_shown], [1, true])
  assert.equal(profile.sessions.length, 1)
  assert.equal(profile.sessions[0].address, '127.0.0.1')
  assert.deepEqual(Object.keys(profile.known_devices[0]), ['browser', 'os', 'first_seen_at', 'last_seen_at'])
  assert.equal(profile.applications.length, 1)
  assert.deepEqual(
    profile.activity.map(({ action }: Entry) => action),
    ['data.exported', 'email.requested', 'picture.uploaded', 'session.started'],
  )
  const row = await services()
    .db.read.selectFrom('users')
    .selectAll()
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow()
  const secrets = [row.password_hash, person.access, person.refresh]
  for (const secret of secrets) assert.ok(!text('profile.json').includes(secret))
  assert.doesNotMatch(text('profile.json'), /hash|argon2/)
})

/** The columns about a person that the export omits, and why. */
const leftOut = {
  users: [
    'username_key',
    'password_hash',
    'version',
    'import_id',
    'disabled_at',
    'picture_id',
    'default_token',
    'first_name_key',
    'last_name_key',
    'deletion_reminded_at',
  ],
  sessions: ['user_id', 'application_id'],
  email_undos: ['id', 'token_hash', 'user_id', 'old_email_key'],
} as const

test('the copy has a place for every column about the person', async () => {
  const person = await service.person()
  const checksum = (await call(person, 'POST', 'user/token-generator/', { email: 'moved@example.com' })).body
  const code = await catcher.codeTo('moved@example.com')
  const moved = await call(person, 'PATCH', 'user/profile/', {
    email: 'moved@example.com',
    token_checksum_field: (checksum as unknown as { token_checksum: string }).token_checksum,
    token_field: code,
  })
  assert.equal(moved.status, 200)
  const { profile } = await download(person)
  const columns = await services()
    .db.read.selectFrom('users')
    .selectAll()
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow()
  const expected = Object.keys(columns).filter((name) => !(leftOut.users as readonly string[]).includes(name))
  assert.deepEqual(Object.keys(profile.account).sort(), expected.sort())
  assert.deepEqual(profile.earlier_emails[0].email, person.email)
  assert.equal(Object.keys(profile.earlier_emails[0]).length, 8 - leftOut.email_undos.length)
})

test('the copy of a person with many events is complete', async () => {
  const person = await service.person()
  await services().db.write(async (tx) => {
    for (let i = 0; i < 1200; i++)
      await services().audit.record(tx, 'profile.updated', { kind: 'person' }, { userId: person.id })
  })
  const { profile } = await download(person)
  assert.equal(profile.activity.length, 1202)
})

test('a copy of a removed person is a refusal and not a broken file', async () => {
  const person = await service.person()
  const caller = await callerOf(person.id)
  await services().accounts.remove(caller.user, testOperator)
  await assert.rejects(services().exports.create(caller), { key: 'token_not_valid' })
  const answer = await fetch(`${service.base}/user/export/`, { headers: person.headers })
  assert.equal(answer.status, 401)
})

test('a sixth copy within an hour is refused', async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  const person = await strict.person()
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) {
    const answer = await fetch(`${strict.base}/user/export/`, { headers: person.headers })
    statuses.push(answer.status)
    await answer.arrayBuffer()
  }
  await strict.stop()
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429])
})

test('a person requests the removal of their account with the password, gets a mail, and stays signed in meanwhile', async () => {
  const person = await service.person({ email: 'leaver@example.com' })
  const other = await signIn(person)
  const wrong = await remove(person, 'not the password')
  assert.deepEqual([wrong.status, wrong.body.error_codes], [400, { password: ['password_incorrect'] }])
  assert.equal(await deleteAtOf(person), '')
  const before = service.clock.now()
  const { status, body } = await remove(person)
  const deleteAt = body.data.delete_at as string
  assert.equal(status, 200)
  assert.ok(Date.parse(deleteAt) - before >= 14 * DAY && Date.parse(deleteAt) - before < 14 * DAY + 60_000)
  assert.equal(await deleteAtOf(person), deleteAt)
  assert.equal((await call(other, 'GET', 'user/get/profile/')).status, 401)
  assert.equal(await deleteAtOf(await signIn(person)), deleteAt)
  service.clock.advance(60_000)
  assert.equal((await remove(person)).body.data.delete_at, deleteAt)
  const mail = await catcher.mailTo('leaver@example.com')
  assert.match(mail.subject ?? '', /will be deleted/)
  assert.match(mail.text ?? '', /https:\/\/id\.example\.com\/account\//)
  assert.match(mail.text ?? '', new RegExp(String(new Date(deleteAt).getUTCFullYear())))
})

test('three days before the removal the person is reminded, once, however many nodes check', async () => {
  const person = await service.person({ email: 'reminded@example.com' })
  await remove(person)
  await catcher.mailTo('reminded@example.com')
  const remind = async () => {
    const counts = await Promise.all(Array.from({ length: 8 }, () => services().deletions.remind()))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  service.clock.advance(11 * DAY - 60_000)
  // Those of other tests.
  await remind()
  assert.equal(await remind(), 0)
  service.clock.advance(120_000)
  assert.equal(await remind(), 1)
  assert.equal(await remind(), 0)
  assert.match((await catcher.mailTo('reminded@example.com', 2)).subject ?? '', /will be deleted/)
  const back = await signIn(person)
  assert.equal((await call(back, 'POST', 'user/delete/cancel/')).status, 200)
  await catcher.mailTo('reminded@example.com', 3)
  assert.equal((await remove(back)).status, 200)
  await catcher.mailTo('reminded@example.com', 4)
  service.clock.advance(12 * DAY)
  assert.ok((await remind()) > 0)
  assert.match((await catcher.mailTo('reminded@example.com', 5)).subject ?? '', /will be deleted/)
})

test('a person who cancels the removal keeps the account, and gets a mail', async () => {
  const person = await service.person({ email: 'stayer@example.com' })
  await remove(person)
  await catcher.mailTo('stayer@example.com')
  assert.equal((await call(person, 'POST', 'user/delete/cancel/')).status, 200)
  assert.equal(await deleteAtOf(person), '')
  assert.match((await catcher.mailTo('stayer@example.com', 2)).subject ?? '', /won't be deleted/)
  assert.equal((await call(person, 'POST', 'user/delete/cancel/')).status, 200)
  service.clock.advance(15 * DAY)
  while ((await services().accounts.removeDue()) > 0);
  assert.ok(await services().users.byId(person.id))
})

test('wrong passwords share the limit of a password change', async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  const person = await strict.person()
  const post = async (path: string, body: Record<string, string>) => {
    const answer = await fetch(`${strict.base}/${path}`, {
      method: 'POST',
      headers: person.headers,
      body: new URLSearchParams(body),
    })
    return answer.status
  }
  for (let i = 0; i < 5; i++) {
    assert.equal(await post('user/delete/', { password: 'wrong' }), 400)
    assert.equal(await post('user/password/change/', { old_password: 'wrong', new_password: 'x' }), 400)
  }
  assert.equal(await post('user/delete/', { password: person.password }), 429)
  await strict.stop()
})

test('after the grace period the account is removed with its pictures, and the trail names the service', async () => {
  const person = await service.person()
  await upload(person)
  const picture = (await services().pictures.current(person.id))!.id
  await remove(person)
  service.clock.advance(14 * DAY - 5000)
  assert.equal(await services().accounts.removeDue(), 0)
  service.clock.advance(6000)
  assert.equal(await services().accounts.removeDue(), 1)
  assert.equal(await services().users.byId(person.id), null)
  assert.equal(await services().accounts.removeDue(), 0)
  const areGone = async () => {
    for await (const _ of services().objects.list(`${picture}/`)) return false
    return true
  }
  assert.ok(await eventually(areGone))
  const [event] = await services().audit.ofPerson(person.id, null, 1)
  assert.deepEqual([event?.action, event?.actor], ['user.deleted', 'system'])
})

test('a person who cancels while the account is being removed either keeps all of it or learns that it is gone', async () => {
  const people = await Promise.all(Array.from({ length: 16 }, () => service.person()))
  const past = service.clock.now() - 1
  for (const { id } of people)
    await services().db.write((tx) => services().users.update(tx, id, { delete_at: past }, past))
  const callers = await Promise.all(people.map(({ id }) => callerOf(id)))
  // Due people are read before the cancellations commit, and removed afterwards.
  const [removed, ...canceled] = await Promise.all([
    services().accounts.removeDue(),
    ...callers.map((caller) =>
      services()
        .deletions.cancel(caller)
        .then(
          () => true,
          (error: { key?: string }) => error.key !== 'token_not_valid' && Promise.reject(error),
        ),
    ),
  ])
  let gone = 0
  for (const [i, isKept] of canceled.entries()) {
    const left = await services().users.byId(people[i]!.id)
    assert.equal(left !== null, isKept)
    if (left === null) gone += 1
    else assert.equal(left.deleteAt, null)
  }
  assert.equal(removed, gone)
})

test('of sixteen simultaneous removals of a due person one takes place', async () => {
  const person = await service.person()
  await services().db.write((tx) =>
    services().users.update(tx, person.id, { delete_at: service.clock.now() - 1 }, service.clock.now()),
  )
  const counts = await Promise.all(Array.from({ length: 16 }, () => services().accounts.removeDue()))
  assert.equal(
    counts.reduce((a, b) => a + b),
    1,
  )
  const events = await services().audit.ofPerson(person.id, null, 10)
  assert.equal(events.filter(({ action }) => action === 'user.deleted').length, 1)
})

test('the operator sees in user show and user export when an account will be removed, and an import keeps that', async () => {
  const person = await service.person()
  const cli = await createCli(service.place)
  const deleteAt = (await remove(person)).body.data.delete_at as string
  const shown = await cli.json<{ delete_at: string | null }>(['user', 'show', person.username])
  assert.equal(shown.delete_at, deleteAt)
  const { stdout } = await cli.run(['user', 'export', '--format', 'jsonl'])
  const line = stdout.split('\n').find((text) => text.includes(`"${person.username}"`))!
  assert.equal((JSON.parse(line) as { delete_at: string }).delete_at, deleteAt)
  const moved = line
    .replaceAll(person.username, 'moved-person')
    .replace(/"password_hash":"[^"]*"/, '"password_hash":""')
    .replace(/"id":"[^"]*",/, '')
  const file = join(cli.dataDir, '..', 'people.jsonl')
  await writeFile(file, `${moved}\n`)
  await cli.json(['user', 'import', file])
  const there = await cli.json<{ delete_at: string | null }>(['user', 'show', 'moved-person'])
  assert.equal(there.delete_at, deleteAt)
  await writeFile(file, moved.replaceAll('moved-person', 'wrong').replace(deleteAt, 'soon'))
  const refused = await cli.run(['user', 'import', file])
  assert.match(refused.stdout + refused.stderr, /delete_at/)
  await cli.remove()
})

test('the picture reports the data for a new crop, at both addresses', async () => {
  const person = await service.person()
  for (const path of ['user/profile-image/', 'user/profile/profile-image/']) {
    assert.equal((await call(person, 'GET', path)).body.data.picture, null)
  }
  await upload(person)
  const crop = { crop_x: '5', crop_y: '6', crop_width: '40', crop_height: '40' }
  assert.equal((await call(person, 'POST', 'user/profile-image/crop/', crop)).status, 200)
  const profile = (await call(person, 'GET', 'user/get/profile/')).body.data
  for (const path of ['user/profile-image/', 'user/profile/profile-image/']) {
    const { data } = (await call(person, 'GET', path)).body
    assert.deepEqual(data.picture, { width: 80, height: 60, crop: { x: 5, y: 6, width: 40, height: 40 } })
    assert.equal(data.ProfileImageUrl, profile.ProfileImageUrl)
    assert.deepEqual(data.ProfileImages, profile.ProfileImages)
  }
})

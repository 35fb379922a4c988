import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Cli, createCli, type Served, signIn } from '../support/cli.ts'

const PASSWORD = 'correct horse battery staple'
const [A, B] = ['https://a.example', 'https://b.example']

let cli: Cli
let service: Served
before(async () => {
  cli = await createCli()
  service = await cli.serve()
})
after(() => cli.remove())

interface Shown {
  id: string
  name: string
  apikey: string
  origins: string[]
  changed: string[]
}
const create = (name: string, kind: string, ...args: string[]) =>
  cli.json<Shown>(['app', 'create', '--name', name, '--kind', kind, ...args])
const update = (...args: string[]) => cli.json<Shown>(['app', 'update', ...args])
const allowed = async (origin: string) => {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
  return answer.headers.get('access-control-allow-origin')
}

test('an updated application calls from its new origins immediately, and keeps its key and sessions', async () => {
  const { id, apikey } = await create('Board', 'spa', '--origin', A)
  assert.deepEqual([await allowed(A), await allowed(B)], [A, null])
  const args = ['Board', '--name', 'Other board', '--add-origin', `${B}/`, '--remove-origin', A]
  const { changed, ...shown } = await update(...args)
  assert.deepEqual([changed, shown.name, shown.origins], [['name', 'origins'], 'Other board', [B]])
  const listed = await cli.json<Shown[]>(['app', 'list'])
  assert.deepEqual(
    listed.find((one) => one.id === id),
    shown,
  )
  assert.deepEqual([await allowed(A), await allowed(B)], [null, B])
  assert.equal((await cli.run(['app', 'update', 'Board', '--name', 'Board'])).code, 1, 'the name is gone')

  const person = ['--username', 'ada', '--email', 'ada@example.com', '--password-stdin']
  await cli.json(['user', 'create', ...person], { input: PASSWORD })
  const { status, refresh } = await signIn(service.base, apikey, 'ada', PASSWORD)
  assert.equal(status, 200)
  const renew = async () => {
    const answer = await fetch(`${service.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey },
      body: new URLSearchParams({ refresh }),
    })
    return Object.keys((await answer.json()) as object)
  }
  await update(id, '--refresh', 'keep')
  assert.deepEqual(
    (await renew()).includes('refresh'),
    false,
    'the policy holds for the session that is there',
  )
  await update(id, '--refresh', 'rotate')
  assert.deepEqual((await renew()).includes('refresh'), true)
})

test('four operators add an origin at the same time, and all four stay', async () => {
  const { id } = await create('Crowd', 'spa')
  const origins = Array.from({ length: 4 }, (_, i) => `https://${i}.example`)
  await Promise.all(origins.map((origin) => update(id, '--add-origin', origin)))
  const crowd = (await cli.json<Shown[]>(['app', 'list'])).find((one) => one.id === id)
  assert.deepEqual(crowd?.origins.toSorted(), origins)
})

for (const [what, args, code, message] of [
  ['nothing to change', [], 2, /give at least one value/],
  ['a taken name', ['--name', 'Taken'], 1, /an application named "Taken" already exists/],
  ['a name like an id', ['--name', '01a2260b-da3a-749b-9824-6fdb93a8fd6a'], 2, /must not look like an id/],
  ['an unknown kind', ['--kind', 'desktop'], 2, /Allowed choices are web, mobile, spa/],
  ['an origin for a server', ['--add-origin', A], 2, /an origin requires --kind spa/],
  ['an origin with a path', ['--kind', 'spa', '--add-origin', `${A}/x`], 2, /--add-origin must be an origin/],
  ['an origin that it does not have', ['--remove-origin', A], 1, /does not have the origin/],
  ['all origins and one more', ['--origin', A, '--add-origin', B], 2, /excludes --add-origin/],
] as const) {
  test(`app update refuses ${what}: exit code ${code}`, async () => {
    const name = `Refused ${what}`
    const made = await create(name, 'web')
    if (what === 'a taken name') await create('Taken', 'web')
    const ran = await cli.run(['app', 'update', name, ...args])
    assert.equal(ran.code, code, ran.stderr)
    assert.match(ran.stderr, message)
    const { apikey: _, ...same } = made
    const listed = await cli.json<Shown[]>(['app', 'list'])
    assert.deepEqual(
      listed.find((one) => one.id === made.id),
      same,
    )
  })
}

test('a revoked application and the built-in one cannot be updated', async () => {
  await create('Gone', 'web')
  await cli.json(['app', 'revoke', 'Gone', '--yes'])
  for (const [name, message] of [
    ['Gone', /is revoked/],
    ['page', /is built in.*PAGE_URL changes its origin/],
  ] as const) {
    const ran = await cli.run(['app', 'update', name, '--name', 'Back'])
    assert.equal(ran.code, 1)
    assert.match(ran.stderr, message)
  }
})

test('a server gets a key with scopes, which expires, rotates and is revoked', async () => {
  const scopes = ['users:read', 'cards:read']
  const args = scopes.flatMap((scope) => ['--scope', scope])
  const made = await cli.json<Shown & { scopes: string[]; key_expires_at: string }>([
    ...['app', 'create', '--name', 'Billing', '--kind', 'server', '--expires', '2999-01-31'],
    ...args,
  ])
  assert.match(made.apikey, /^ups_[0-9A-Za-z]{38}$/)
  assert.deepEqual([made.scopes, made.key_expires_at], [scopes, '2999-01-31T00:00:00.000Z'])

  const keys = () =>
    cli.json<{ id: string; ends_at: string | null; last_used_on: string | null }[]>([
      'app',
      'keys',
      'Billing',
    ])
  const [first] = await keys()
  assert.deepEqual([first?.ends_at, first?.last_used_on], [made.key_expires_at, null])
  const rotated = await cli.json<Shown>(['app', 'rotate', 'Billing', '--overlap', '3600'])
  assert.match(rotated.apikey, /^ups_/)
  const second = (await keys()).find(({ id }) => id !== first?.id)
  assert.equal(second?.ends_at, null)
  await cli.json(['app', 'expire-key', 'Billing', second?.id ?? '', '--expires', '30d'])
  await cli.json(['app', 'revoke-key', 'Billing', first?.id ?? '', '--yes'])
  const ends = (await keys()).map(({ ends_at }) => Date.parse(ends_at ?? ''))
  assert.ok(Math.min(...ends) <= Date.now() && Math.max(...ends) > Date.now() + 29 * 86_400_000)
  assert.equal((await cli.run(['app', 'revoke-key', 'Billing', first?.id ?? '', '--yes'])).code, 1)

  const { changed } = await update('Billing', '--scope', 'events:read')
  assert.deepEqual(changed, ['scopes'])
})

for (const [what, args] of [
  ['a server without scopes', ['--kind', 'server']],
  ['an unknown scope', ['--kind', 'server', '--scope', 'users:all']],
  ['scopes for a web server app', ['--kind', 'web', '--scope', 'users:read']],
  ['an origin for a server', ['--kind', 'server', '--scope', 'users:read', '--origin', A]],
  ['a refresh policy for a server', ['--kind', 'server', '--scope', 'users:read', '--refresh', 'keep']],
  ['an expiry that has passed', ['--kind', 'server', '--scope', 'users:read', '--expires', '2020-01-31']],
  ['an expiry for a web server app', ['--kind', 'web', '--expires', '30d']],
] as const)
  test(`app create refuses ${what}`, async () => {
    assert.notEqual((await cli.run(['app', 'create', '--name', 'Never', ...args])).code, 0)
    assert.ok((await cli.json<Shown[]>(['app', 'list'])).every(({ name }) => name !== 'Never'))
  })

test('a server stays one, and nothing else becomes one', async () => {
  await create('Worker', 'server', '--scope', 'cards:read')
  assert.equal((await cli.run(['app', 'update', 'Worker', '--kind', 'web'])).code, 2)
  await create('Site', 'web')
  assert.notEqual((await cli.run(['app', 'update', 'Site', '--kind', 'server'])).code, 0)
  assert.equal((await cli.run(['app', 'update', 'Site', '--scope', 'cards:read'])).code, 2)
})

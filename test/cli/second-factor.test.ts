import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config/config.ts'
import { cliFixture } from '../support/cli.ts'
import { call, codeOf } from '../support/second-factor.ts'
import { eventually } from '../support/wait.ts'

const PASSWORD = 'correct horse battery staple'

const cli = await cliFixture({ SECOND_FACTOR: 'required', SECOND_FACTOR_FROM: '2999-01-31' })

const createPerson = (username: string) =>
  cli.json([
    'user',
    'create',
    '--username',
    username,
    '--email',
    `${username}@example.com`,
    '--password',
    PASSWORD,
  ])

test('an operator requires a second factor of one person, sees who has one, and removes a lost one', async () => {
  await createPerson('ada')
  await createPerson('grace')
  const { apikey } = await cli.json<{ apikey: string }>(['app', 'create', '--name', 'Shop', '--kind', 'web'])
  const served = await cli.serve()
  const service = { base: served.base, apiKey: apikey }
  await eventually(async () => /"people":2,"missing":2,"from":"2999-01-31T/.test(served.output()) || null)
  const login = (username: string) =>
    call<{ access?: string }>(service, 'user/login/', { username, password: PASSWORD })
  assert.equal((await login('ada')).status, 200, 'until the date')

  const demanded = await cli.json(['user', 'second-factor', 'require', 'ada'])
  assert.deepEqual([demanded.required, demanded.changed], [true, true])
  const { body } = await login('ada')
  assert.deepEqual(body.error_codes, { detail: 'second_factor_enrollment_required' })
  assert.equal((await login('grace')).status, 200)

  const ticket = { second_factor_ticket: body.second_factor_ticket }
  const begun = await call<{ data: { secret: string } }>(service, 'user/login/second-factor/enroll/', ticket)
  const code = codeOf(begun.body.data.secret, Date.now())
  const done = await call(service, 'user/login/second-factor/', { ...ticket, code })
  assert.equal(done.status, 200)

  assert.deepEqual(await cli.json(['user', 'second-factor', 'status']), {
    people: 2,
    with_second_factor: 1,
    required_without: 1,
    required_for_all: true,
    required_from: '2999-01-31T00:00:00.000Z',
  })
  const { checks } = await cli.json<{ checks: { name: string; detail: string }[] }>(['doctor', '--quick'])
  const found = checks.find(({ name }) => name === 'second factors')
  assert.equal(found?.detail, '1 of 2 people have one; 1 need one but have none')

  assert.equal((await cli.json(['user', 'second-factor', 'reset', 'ada'])).removed, true)
  assert.equal((await cli.json(['user', 'second-factor', 'reset', 'ada'])).removed, false)
  const again = await login('ada')
  assert.deepEqual(again.body.error_codes, { detail: 'second_factor_enrollment_required' })
  await cli.json(['user', 'second-factor', 'require', 'ada', '--off'])
  assert.equal((await login('ada')).status, 200)
  const events = await cli.json<{ action: string; actor: string }[]>(['audit', 'list', '--user', 'ada'])
  const actions = events.filter(({ actor }) => actor === 'operator').map(({ action }) => action)
  for (const action of ['second_factor.required', 'second_factor.reset', 'second_factor.not_required'])
    assert.ok(actions.includes(action), action)
  await served.stop()
})

for (const [name, value] of [
  ['SECOND_FACTOR_FROM', 'soon'],
  ['SECOND_FACTOR_FROM', '2027-01-31T99:00Z'],
  ['SECOND_FACTOR', 'yes'],
  ['PASSKEY_DOMAIN', 'example.org'],
  ['PASSKEY_DOMAIN', '127.0.0.1'],
] as const)
  test(`${name}=${value} is refused with a line that names it`, () => {
    const read = () => readConfig({ PUBLIC_URL: 'https://id.example.com', [name]: value })
    assert.throws(read, (error: Error) => error.message.startsWith(`${name}: must be `))
  })

for (const [settings, domain] of [
  [{ PUBLIC_URL: 'https://id.example.com' }, 'id.example.com'],
  [{ PUBLIC_URL: 'https://id.example.com', PASSKEY_DOMAIN: 'example.com' }, 'example.com'],
  [{ PUBLIC_URL: 'https://api.example.com', PAGE_URL: 'https://me.example.com/' }, 'me.example.com'],
  [
    { PUBLIC_URL: 'https://api.example.com', PAGE_URL: 'https://me.example.com/', PAGE: 'off' },
    'api.example.com',
  ],
  [{ PUBLIC_URL: 'http://192.0.2.7:8080' }, null],
  [{ PUBLIC_URL: 'http://[2001:db8::1]:8080' }, null],
] as const)
  test(`passkeys belong to ${domain} with ${JSON.stringify(settings)}`, () => {
    assert.equal(readConfig(settings).passkeyDomain, domain)
  })

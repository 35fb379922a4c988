import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { type NewPerson, personColumns } from '../../src/account/account.ts'
import { createRangeService, type RangeOutcome } from '../../src/adapters/breached-passwords/range-service.ts'
import type { Refusal } from '../../src/errors/errors.ts'
import { startService, type TestService, testOperator } from '../support/service.ts'
import { freePort } from '../support/wait.ts'

const LEAKED = 'a lake beside nine hills'
const digits = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
const line = (password: string, count: number) => `${digits(password).slice(5)}:${count}`
const other = `${'0'.repeat(35)}:7`

let answer: (request: IncomingMessage, response: ServerResponse) => void
const asked: { url: string | undefined; padding: string | string[] | undefined }[] = []
const server = createServer((request, response) => {
  asked.push({ url: request.url, padding: request.headers['add-padding'] })
  answer(request, response)
})
let url = ''
let service: TestService
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`
  service = await startService({ BREACHED_PASSWORDS_URL: url, METRICS_PORT: String(await freePort()) })
})
after(async () => {
  await service?.stop()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked.length = 0
})
const lines =
  (...all: string[]) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.end(all.join('\r\n'))

const newPerson = (username: string) =>
  ({
    ...Object.fromEntries(personColumns.map((column) => [column, ''])),
    ...{ username, email: `${username}@example.org`, active: true, delete_at: null },
  }) as unknown as NewPerson

async function change(new_password: string, old_password?: string) {
  const person = await service.person()
  const sent = await fetch(`${service.base}/user/password/change/`, {
    method: 'POST',
    headers: person.headers,
    body: new URLSearchParams({ old_password: old_password ?? person.password, new_password }),
  })
  return (await sent.json()) as { error_codes?: Record<string, string[]> }
}

for (const [kind, range] of [
  ['in the middle of a range', [other, line(LEAKED, 3), `${'F'.repeat(35)}:1`]],
  ['in lower case', [line(LEAKED, 3).toLowerCase()]],
  ['among malformed lines', ['<p>', line(LEAKED, 12_345_678), 'x:y', '']],
] as const) {
  test(`a new password known from a breach is refused: ${kind}`, async () => {
    answer = lines(...range)
    assert.deepEqual((await change(LEAKED)).error_codes, { new_password: ['password_breached'] })
    assert.deepEqual(asked, [{ url: `/range/${digits(LEAKED).slice(0, 5)}`, padding: 'true' }])
  })
}

for (const [kind, how] of [
  ['knows others of that range', lines(other)],
  ['has it as padding', lines(other, line(LEAKED, 0))],
  ['returns garbage', lines('<!doctype html><p>Hello')],
  ['returns nothing', lines('')],
  ['returns an error', (_request, response) => void response.writeHead(503).end(line(LEAKED, 3))],
  [
    'sends elsewhere',
    (request, response) => {
      if (request.url?.startsWith('/range/')) response.writeHead(302, { location: '/other/' }).end()
      else response.end(line(LEAKED, 3))
    },
  ],
  ['never responds', () => {}],
  ['never ends', (_request, response) => void response.write(other)],
  ['hangs up', (request) => void request.socket.destroy()],
  [
    'sends more than anybody reads',
    (_request, response) => {
      const much = Buffer.alloc(65_536, `${other}\n`)
      const more = () => {
        while (!response.destroyed && response.write(much));
      }
      response.on('drain', more)
      more()
    },
  ],
] as [string, typeof answer][]) {
  test(`a new password is accepted while the range service ${kind}`, async () => {
    answer = how
    assert.deepEqual((await change(LEAKED)).error_codes, undefined)
    assert.equal(asked.length, 1)
  })
}

test('no query is sent for a password that is refused anyway, or for somebody who has proven nothing', async () => {
  answer = lines(line(LEAKED, 3))
  assert.deepEqual((await change('aaaaaaaaa')).error_codes, { new_password: ['password_predictable'] })
  assert.deepEqual((await change(LEAKED, 'wrong')).error_codes, { old_password: ['password_incorrect'] })
  const reset = await fetch(`${service.base}/user/password/reset/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({
      ...{ email: 'nobody@example.com', token_checksum_field: 'x', token_field: 'CDFH-2345' },
      new_password: LEAKED,
    }),
  })
  assert.deepEqual(((await reset.json()) as { error_codes: object }).error_codes, {
    token_field: ['token_mismatch'],
  })
  assert.deepEqual(asked, [])
})

test('an unavailable service is logged once, and each query is counted', async () => {
  answer = (request) => void request.socket.destroy()
  await change(LEAKED)
  await change(LEAKED)
  const told = service.logged.filter(({ msg }) => String(msg).startsWith('BREACHED_PASSWORDS_URL'))
  assert.equal(told.length, 1)
  assert.doesNotMatch(JSON.stringify(service.logged), new RegExp(digits(LEAKED).slice(0, 5), 'i'))
  const metrics = await (
    await fetch(`http://127.0.0.1:${service.services.config.metricsPort}/metrics`)
  ).text()
  assert.match(metrics, /^user_profile_breached_password_checks_total\{outcome="breached"\} 3$/m)
  assert.match(metrics, /^user_profile_breached_password_checks_total\{outcome="clean"\} 2$/m)
})

test('an operator cannot set a breached password either', async () => {
  answer = lines(line(LEAKED, 3))
  const person = await service.services.accounts.create(newPerson('nina'), null, testOperator)
  for (const work of [
    service.services.accounts.create(newPerson('olga'), LEAKED, testOperator),
    service.services.accounts.setPassword(person, LEAKED, testOperator),
  ])
    await assert.rejects(work, (refusal: Refusal) => {
      assert.deepEqual(refusal.faults, { password: [{ key: 'password_breached' }] })
      return true
    })
})

test('of many simultaneous queries some are skipped', async () => {
  const waiting: ServerResponse[] = []
  answer = (_request, response) => {
    waiting.push(response)
    if (waiting.length === 16) for (const one of waiting) one.end(line(LEAKED, 3))
  }
  const outcomes: RangeOutcome[] = []
  const range = createRangeService({ url, onOutcome: (outcome) => outcomes.push(outcome) })
  const all = await Promise.all(Array.from({ length: 20 }, () => range.has(digits(LEAKED))))
  assert.deepEqual(all, [...Array.from({ length: 16 }, () => true), null, null, null, null])
  assert.deepEqual(outcomes.filter((outcome) => outcome === 'skipped').length, 4)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import { buildApp } from '../../src/app/http-app.ts'
import { tableNames } from '../../src/tables/tables.ts'
import { openServer } from '../support/open-server.ts'
import { readOperations } from '../support/operations.ts'
import { ownedRows } from '../support/owned-rows.ts'
import { openRaw, rawRequest } from '../support/raw-http.ts'
import { routesOf } from '../support/routes.ts'
import { serverClient } from '../support/server-client.ts'
import { type Person, serviceFixture, startService, type TestService } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

/*
 * OWASP API Security Top 10 2023: an attack for each risk. docs/security/owasp-api.md lists them, with other tests for the same risk.
 */

/** One service with limits that no test reaches, and one with the default limits. */
const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })
const strict = await serviceFixture({ SMTP_URL: catcher.url, LIMIT_SCALE: '1' })
const operations = await readOperations(service)
const shop = await serverClient(service)

// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, asserted field by field
type Body = any
type Fields = Record<string, string>

async function call(method: string, path: string, headers: Fields, fields?: Fields, at = service) {
  const answer = await fetch(`${at.base}/${path}`, {
    method,
    headers,
    ...(fields && { body: new URLSearchParams(fields) }),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body }
}
const isSignedIn = async ({ headers }: Pick<Person, 'headers'>, at = service) =>
  (await call('GET', 'user/get/profile/', headers, undefined, at)).status === 200
const userRow = async ({ services }: TestService, id: string) =>
  services.db.read.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test("API1 object level: a second person cannot take over a code and checksum, a session or an account with the first person's ids", async () => {
  const [owner, intruder] = [await service.person(), await service.person()]
  const asked = await call('POST', 'user/token-generator/', owner.headers, { email: 'api1@example.org' })
  const proof = {
    token_checksum_field: asked.body.token_checksum as string,
    token_field: await catcher.codeTo('api1@example.org'),
  }
  const before = await ownedRows(service, owner.id)
  const ids = { id: owner.id, user_id: owner.id, user: owner.id, sub: owner.id, username: owner.username }
  const stolen = await call('PATCH', 'user/profile/', intruder.headers, {
    email: 'api1@example.org',
    ...proof,
  })
  assert.deepEqual(stolen.body.errors, { token_field: ['Token is not matching.'] })
  await call('POST', `user/update/profile/?user_id=${owner.id}&id=${owner.id}`, intruder.headers, {
    ...ids,
    email: intruder.email,
    first_name: 'Mallory',
  })
  const out = await call('POST', 'user/logout/', intruder.headers, { ...ids, refresh: owner.refresh })
  assert.equal(out.status, 400)
  for (const id of Object.values(before.ids).flat())
    assert.equal((await call('DELETE', `user/sessions/${id}/`, intruder.headers)).status, 404)
  assert.deepEqual((await ownedRows(service, owner.id)).rows, before.rows)
  assert.equal((await userRow(service, intruder.id)).first_name, 'Mallory')
  const right = await call('PATCH', 'user/profile/', owner.headers, { email: 'api1@example.org', ...proof })
  assert.equal(right.status, 200, 'and the owner can still use the code')
})

test('API2 authentication: one network that tries one password on many names is stopped, whatever address it claims', async (t) => {
  const guesses = await startService({ LIMIT_SCALE: '0.1' })
  t.after(() => guesses.stop())
  const person = await guesses.person()
  const guess = (n: number, username = `name${n}`, password = 'Summer2026!') =>
    call(
      'POST',
      'user/login/',
      { apikey: guesses.apiKey, 'x-forwarded-for': `198.51.100.${n}`, forwarded: `for=198.51.100.${n}` },
      { username, password },
      guesses,
    )
  const statuses: number[] = []
  for (let n = 1; n <= 12; n++) statuses.push((await guess(n)).status)
  assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429])
  assert.equal(
    (await guess(13, person.username, person.password)).status,
    429,
    'a right guess is not revealed',
  )
  assert.ok(await isSignedIn(person, guesses), 'a signed-in person stays signed in')
})

/** Names that must not be settable, in addition to every column of the row. */
const privileges: Fields = {
  is_staff: 'true',
  is_superuser: 'true',
  role: 'admin',
  email_verified: 'true',
  '__proto__[first_name]': 'x',
  'constructor[prototype][first_name]': 'x',
  'UserProfile[0][username]': 'root',
}

test('API3 properties: a PATCH of fields outside its schema is refused, in any type of body', async () => {
  const person = await service.person()
  const before = await userRow(service, person.id)
  const allowed = new Set(operations.find(({ name }) => name.startsWith('PATCH'))?.fields)
  const columns = Object.keys(before).filter((name) => !allowed.has(name))
  const extra = { ...Object.fromEntries(columns.map((name) => [name, '1'])), ...privileges }
  const form = new FormData()
  for (const [name, value] of Object.entries(extra)) form.append(name, value)
  const json = `{"__proto__":{"last_name":"x"},"constructor":{"prototype":{"last_name":"x"}},${JSON.stringify(extra).slice(1)}`
  for (const [body, type] of [
    [form, undefined],
    [new URLSearchParams(extra), undefined],
    [json, 'application/json'],
  ] as const) {
    const headers = { ...person.headers, ...(type && { 'content-type': type }) }
    const answer = await fetch(`${service.base}/user/profile/`, { method: 'PATCH', headers, body })
    const { errors } = (await answer.json()) as { errors: Fields }
    assert.equal(answer.status, 400)
    for (const name of Object.keys(extra))
      assert.match(String(errors[name]), /^There is no field with this name/, name)
    assert.deepEqual(await userRow(service, person.id), before)
  }
  const posted = await call('POST', 'user/update/profile/', person.headers, { ...extra, email: person.email })
  assert.equal(posted.status, 200, 'the published update ignores them')
  assert.deepEqual(await userRow(service, person.id), before)
  const email = await call('PATCH', 'user/profile/', person.headers, { email: 'api3@example.org' })
  assert.equal(email.status, 400, 'the address needs its proof')
  assert.equal((await userRow(service, person.id)).email, person.email)
})

test('API3 properties: no response to a signed-in person contains a hash, a key or a secret from the database', async () => {
  await Promise.all(Array.from({ length: 10 }, () => service.person()))
  const rows = await Promise.all(
    tableNames.map((table) => service.services.db.read.selectFrom(table).selectAll().execute()),
  )
  const secrets = rows
    .flat()
    .flatMap((row) => Object.entries(row))
    .filter(
      ([name, value]) => /hash|secret|private|default_token/.test(name) && String(value ?? '').length > 9,
    )
    .filter(([name]) => name !== 'default_token')
    .map(([, value]) => String(value))
  assert.ok(secrets.length > 10)
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    const { headers } = await service.person()
    const { text } = await operation.call({}, headers)
    for (const secret of secrets) assert.ok(!text.includes(secret), operation.name)
  }
})

test('API4 resources: requests that would use up memory, time or mails are refused before the work, and the service keeps running', async () => {
  const person = await strict.person()
  const key = `apikey: ${strict.apiKey}\r\nConnection: close\r\n`
  const login = (more: string) => `POST /api/v1/user/login/ HTTP/1.1\r\nHost: x\r\n${key}${more}`
  const announced = openRaw(strict.origin)
  announced.write(login('Content-Type: application/json\r\nContent-Length: 5000000000\r\n\r\n{'))
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  const nested = await rawRequest(
    strict.origin,
    login(`Content-Type: application/json\r\nContent-Length: ${deep.length}\r\n\r\n${deep}`),
  )
  assert.equal(nested.status, 400, '10,000 levels of JSON')
  const long = await call(
    'POST',
    'user/login/',
    { apikey: strict.apiKey },
    { username: person.username, password: 'x'.repeat(500_000) },
    strict,
  )
  assert.equal(long.status, 413, 'half a megabyte to hash')
  const page = await call('GET', 'user/activity/?limit=1000000000', person.headers, undefined, strict)
  assert.ok(page.body.data.activity.length <= 100)
  const copies: number[] = []
  for (let n = 0; n < 6; n++)
    copies.push((await fetch(`${strict.base}/user/export/`, { headers: person.headers })).status)
  assert.deepEqual(copies, [200, 200, 200, 200, 200, 429], 'copies of all data')
  assert.ok(await isSignedIn(person, strict), 'and five declared gigabytes block nobody')
  announced.destroy()
})

test('API5 functions: no header, method or path gives an API key or a person more rights', async () => {
  const person = await service.person()
  const key = { apikey: service.apiKey }
  for (const [name, header] of [
    ['x-methodoverride', 'PUT'],
    ['x-http-method-override', 'DELETE'],
    ['x-http-method', 'DELETE'],
    ['x-original-url', '/healthz'],
    ['x-rewrite-url', '/api/v1/user/login/'],
    ['x-user-id', person.id],
    ['x-forwarded-user', person.username],
  ] as const)
    for (const path of ['user/sessions/', 'user/profile/', 'user/token-generator/', 'user/export/']) {
      const { status } = await call('POST', path, { ...key, [name]: header })
      assert.equal(status, 401, `${name} at ${path}`)
    }
  for (const path of ['admin', 'api/v1/admin', `api/v1/user/${person.id}`, 'api/v1/apps', 'metrics'])
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const { status } = await fetch(`${service.origin}/${path}/`, { method, headers: person.headers })
      assert.equal(status, 404, `${method} ${path}`)
    }
  // Paths for servers exist, and are not for people.
  for (const path of ['users', `users/${person.id}`, 'cards'])
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status } = await fetch(`${service.base}/${path}/`, { method, headers: person.headers })
      assert.equal(status, 403, `${method} ${path}`)
    }
  assert.ok(await isSignedIn(person))
})

test('API6 flows: nobody can fill the mailbox of somebody else, or find out who has an account', async () => {
  const victim = await strict.person({ email: 'api6@example.com' })
  const forgot = (email: string, n: number) =>
    call(
      'POST',
      'user/password/forgot/',
      { apikey: strict.apiKey, 'x-forwarded-for': `203.0.113.${n}` },
      { email },
      strict,
    )
  const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => forgot(victim.email, n)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 3)
  const [known] = answers.filter(({ status }) => status === 200)
  const unknown = await forgot('api6-nobody@example.com', 0)
  assert.deepEqual(
    [unknown.status, Object.keys(unknown.body).sort(), unknown.body.token_checksum.length],
    [200, Object.keys(known!.body).sort(), known!.body.token_checksum.length],
  )
  await catcher.mailTo(victim.email, 3)
  const asked = await Promise.all(
    Array.from({ length: 16 }, (_, n) =>
      call('POST', 'user/token-generator/', victim.headers, { email: `api6-${n}@example.org` }, strict),
    ),
  )
  assert.equal(asked.filter(({ status }) => status === 200).length, 5, 'codes to strangers, by one person')
  assert.equal(catcher.mails.filter(({ to }) => to === victim.email).length, 3)
})

test('API7 requests of the server: no address in any field, header or picture makes the service open a connection', async (t) => {
  const lure = await openServer((socket) => socket.end())
  t.after(() => lure.close())
  const url = `http://127.0.0.1:${lure.port}/`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${url}a.png"/></svg>`
  const xxe = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "${url}b">]><a>&b;</a>`
  const more = { referer: url, 'x-forwarded-host': url, origin: url, 'x-original-url': url, from: url }
  for (const operation of operations) {
    const person = await service.person()
    const isForServers = operation.needs === 'server'
    const headers: Fields = isForServers ? { apikey: shop.apikey } : person.headers
    const fields = Object.fromEntries(
      [...operation.fields, ...operation.parameters].map((name) => [name, url]),
    )
    assert.ok((await operation.call(fields, headers)).status < 500, operation.name)
    assert.ok((await operation.call({ email: `a@127.0.0.1` }, { ...headers, ...more })).status < 500)
    for (const file of operation.fields.includes('image') ? [svg, xxe, url, `data:text/plain,${url}`] : []) {
      const form = new FormData()
      form.append('image', new Blob([file], { type: 'image/png' }), 'a.png')
      const address = service.origin + operation.path.replace('{person}', person.id)
      const answer = await fetch(address, { method: operation.method, headers, body: form })
      assert.equal(answer.status, 400, file)
    }
  }
  assert.equal(lure.connections, 0)
})

test('API8 configuration: every response has its type and security headers, and no failure reveals internals', async () => {
  for (const operation of operations) {
    const address = service.origin + operation.path.replaceAll(/\{\w+\}/g, 'x')
    for (const headers of [{ apikey: service.apiKey, origin: 'https://evil.example' }, {}]) {
      const answer = await fetch(address, { method: operation.method, headers })
      const text = await answer.text()
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', operation.name)
      const policy = answer.headers.get('content-security-policy') ?? ''
      for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        assert.ok(policy.includes(directive), policy)
      assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
      assert.match(answer.headers.get('content-type') ?? '', /^(application\/json; charset=utf-8|image\/)/)
      assert.notEqual(answer.headers.get('access-control-allow-origin'), 'https://evil.example')
      for (const header of ['server', 'x-powered-by', 'via']) assert.equal(answer.headers.get(header), null)
      assert.doesNotMatch(text, /node_modules|\bat [\w.<>]+ \(|\.ts:\d|select |sqlite|postgres|fastify/i)
    }
  }
  const trace = await rawRequest(
    service.origin,
    'TRACE / HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\nConnection: close\r\n\r\n',
  )
  assert.ok(trace.status >= 400 && !trace.body.includes('a=b'), `TRACE: ${trace.status}`)
})

test('API8 configuration: a forged host does not get into a mailed link', async () => {
  const owner = await service.person({ email: 'api8@example.com' })
  const asked = await call('POST', 'user/token-generator/', owner.headers, { email: 'api8-new@example.org' })
  const fields = new URLSearchParams({
    email: 'api8-new@example.org',
    token_checksum_field: asked.body.token_checksum,
    token_field: await catcher.codeTo('api8-new@example.org'),
  }).toString()
  const answer = await rawRequest(
    service.origin,
    `POST /api/v1/user/update/profile/ HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\napikey: ${owner.headers.apikey}\r\nAuthorization: ${owner.headers.authorization}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${fields.length}\r\n\r\n${fields}`,
  )
  assert.equal(answer.status, 200)
  const { text = '', html } = await catcher.mailTo('api8@example.com')
  assert.ok(text.includes(service.services.config.publicUrl))
  assert.ok(!`${text}${html}${answer.body}`.includes('evil.example'))
})

/** Routes outside the document: pages for people, and the endpoints of the page. */
const undescribed = [
  /^\/?$|^\*$/,
  /^\/(docs|assets|flags|email-change\/(undo|object))(\/|$)/,
  /^\/(page-config\.json|session|session\/(refresh|reset|second-factor|passkey)|return-to)$/,
  /^\/(picture|security|forgot-password|signed-in)$/,
  /^\/(icon\.svg|icon-\d+\.png|apple-touch-icon\.png|favicon\.ico|manifest\.webmanifest|robots\.txt|theme\.js)$/,
  /^\/\.well-known\/change-password$/,
  /^\/api\/v1\/openapi\.json$/,
]

test('API9 inventory: every route is described in the document or is a page for people', async () => {
  const app = await buildApp(service.services, pino({ level: 'silent' }))
  await app.ready()
  const routes = routesOf(app.printRoutes({ includeHooks: false }))
  await app.close()
  const described = operations.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1').replace(/\/$/, ''))
  for (const path of described) assert.ok(routes.includes(path), `${path} is read from the tree`)
  const others = routes.filter((route) => !described.includes(route.replace(/\/$/, '')))
  assert.deepEqual(
    others.filter((route) => !undescribed.some((pattern) => pattern.test(route))),
    [],
  )
  for (const path of [
    'api/v0',
    'api/v2',
    'api',
    'v1',
    '.git/config',
    '.env',
    'debug',
    'actuator',
    'graphql',
    'swagger.json',
  ])
    assert.equal(
      (await fetch(`${service.origin}/${path}`, { headers: { apikey: service.apiKey } })).status,
      404,
      path,
    )
})

test('API10 third-party services: a mail server that sends floods, false replies and control characters does no harm', async (t) => {
  const replies = [
    '220 '.padEnd(3_000_000, 'x'),
    '220-a\r\n'.repeat(100_000),
    `220 ready\r\n250 early\r\n354 go\r\n`,
    '\0\x1b[2J\xff\xfe\r\n',
    'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n',
    `554 <script>alert(1)</script> {"level":50}\x1b[31m\r\n`,
  ]
  let greeted = 0
  const victim = await openServer((socket) => {
    socket.end(Buffer.from(replies[greeted++ % replies.length]!, 'latin1'))
  })
  t.after(() => victim.close())
  const hostile = await startService({ SMTP_URL: `smtp://127.0.0.1:${victim.port}` })
  t.after(() => hostile.stop())
  const person = await hostile.person()
  for (let n = 0; n < replies.length; n++) {
    const email = `api10-${n}@example.org`
    const asked = await call('POST', 'user/token-generator/', person.headers, { email }, hostile)
    assert.equal(asked.status, 200)
    await eventually(async () => greeted > n)
  }
  assert.equal((await fetch(`${hostile.origin}/healthz`)).status, 200)
  assert.ok(await isSignedIn(person, hostile))
  const jobs = await hostile.services.db.read.selectFrom('outbox').selectAll().execute()
  assert.ok(
    jobs.every(({ last_error: error }) => (error ?? '').length < 2000 && !/\p{Cc}/u.test(error ?? '')),
  )
})

test('every risk of the list has an attack here and a row in docs/security/owasp-api.md', async () => {
  const { readFile } = await import('node:fs/promises')
  const [own, document] = await Promise.all([
    readFile(import.meta.filename, 'utf8'),
    readFile(new URL('../../docs/security/owasp-api.md', import.meta.url), 'utf8'),
  ])
  for (let n = 1; n <= 10; n++) {
    assert.match(own, new RegExp(`^test\\(["']API${n} `, 'm'))
    assert.match(document, new RegExp(`^\\| API${n}:2023 `, 'm'))
  }
})

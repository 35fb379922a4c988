import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { firstNameAt, newClient, signInAt } from '../support/person.ts'
import { plain } from '../support/pictures.ts'
import { command, type Place, type ServiceProcess, startProcess } from '../support/process.ts'
import { startService } from '../support/service.ts'
import { type Installation, newScaledOut } from '../support/setup.ts'
import { type MailCatcher, startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

/** The promised time until a key revoked on another node is refused, in milliseconds. */
const REFUSED_WITHIN = 5_000

let folder: string
let installation: Installation
let catcher: MailCatcher
let place: Exclude<Place, string>
let nodes: ServiceProcess[]
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-nodes-'))
  installation = await newScaledOut()
  catcher = await startCatcher()
  const settings = { ...installation.settings, SMTP_URL: catcher.url, PUBLIC_URL: 'http://id.example' }
  place = { ...settings, DATA_DIR: join(folder, 'operator') } as typeof place
  await command(place, 'migrate')
  nodes = await Promise.all(
    [0, 1, 2].map((i) => startProcess({ ...place, DATA_DIR: join(folder, `node${i}`) })),
  )
})
after(async () => {
  await Promise.all(nodes?.map((node) => node.end('SIGTERM')) ?? [])
  await catcher?.stop()
  await installation?.remove()
  await rm(folder, { recursive: true, force: true })
})
/** Returns the node for the i-th request of a test. */
const base = (i: number) => nodes[i % nodes.length]!.base
const update = (i: number, headers: Record<string, string>, fields: Record<string, string>) =>
  fetch(`${base(i)}/user/update/profile/`, { method: 'POST', headers, body: new URLSearchParams(fields) })

test('a person signed in at one node is known at the others, and sees their changes there', async () => {
  const client = await newClient(place)
  const { headers, refresh } = await signInAt(base(0), client)
  const email = `${client.username}@example.com`
  assert.equal((await update(1, headers, { email, first_name: 'Ada' })).status, 200)
  assert.equal(await firstNameAt(base(2), headers), 'Ada')
  const refreshed = await fetch(`${base(1)}/user/token/refresh/`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ refresh }),
  })
  assert.equal(refreshed.status, 200)
  assert.equal((await fetch(`${base(2)}/user/logout/`, { method: 'POST', headers })).status, 200)
  assert.equal((await fetch(`${base(0)}/user/get/profile/`, { headers })).status, 401)
})

test('sixteen uses of one rotated refresh token at three nodes all get the same new one', async () => {
  const client = await newClient(place, 'mobile')
  const { headers, refresh } = await signInAt(base(0), client)
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      fetch(`${base(i)}/user/token/refresh/`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ refresh }),
      }),
    ),
  )
  const tokens = await Promise.all(
    answers.map(async (answer) => (await answer.json()) as { refresh: string }),
  )
  assert.equal(new Set(tokens.map((one) => one.refresh)).size, 1)
  assert.ok(tokens[0]?.refresh)
})

test('a code that one node mailed proves the change at another', async () => {
  const client = await newClient(place)
  const { headers } = await signInAt(base(0), client)
  const email = `${client.username}@example.org`
  const asked = await fetch(`${base(0)}/user/token-generator/`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ email }),
  })
  const { token_checksum } = (await asked.json()) as { token_checksum: string }
  const token_field = await catcher.codeTo(email)
  const changed = await update(1, headers, { email, token_checksum_field: token_checksum, token_field })
  assert.equal(changed.status, 200)
})

test('of sixteen uploads at three nodes exactly as many are accepted as the day allows', async () => {
  const client = await newClient(place)
  const { headers } = await signInAt(base(0), client)
  const image = new Blob([Buffer.from(await plain(60, 40, '#884422').png().toBuffer())])
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => {
      const body = new FormData()
      body.set('image', image, 'a.png')
      return fetch(`${base(i)}/user/profile-image/`, { method: 'POST', headers, body })
    }),
  )
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [
    ...Array(10).fill(200),
    ...Array(6).fill(429),
  ])
})

test('wrong passwords are counted over all nodes', async () => {
  const limited = await Promise.all(
    [0, 1].map((i) =>
      startProcess({ ...place, DATA_DIR: join(folder, `limited${i}`) }, { LIMIT_SCALE: '1' }),
    ),
  )
  try {
    const { apikey, username } = await newClient(place)
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      const answer = await fetch(`${limited[i % 2]!.base}/user/login/`, {
        method: 'POST',
        headers: { apikey },
        body: new URLSearchParams({ username, password: 'wrong' }),
      })
      statuses.push(answer.status)
    }
    assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429])
  } finally {
    await Promise.all(limited.map((node) => node.end('SIGTERM')))
  }
})

/** Everything that an operator can end, and the status of a request that depends on it. */
const ends: Record<string, (name: string) => Promise<unknown>> = {
  'an API key that is rotated': (name) => command(place, 'app', 'rotate', name, '--yes'),
  'an application that is revoked': (name) => command(place, 'app', 'revoke', name, '--yes'),
  'a signing key that is revoked': () => command(place, 'keys', 'rotate', '--revoke', '--yes'),
  'a person who is disabled': (name) => command(place, 'user', 'disable', name),
}
for (const [what, end] of Object.entries(ends)) {
  test(`${what} is refused by every node within five seconds`, async () => {
    const client = await newClient(place)
    const { headers } = await signInAt(base(0), client)
    const status = async (i: number) => (await fetch(`${base(i)}/user/get/profile/`, { headers })).status
    assert.deepEqual(await Promise.all(nodes.map((_, i) => status(i))), [200, 200, 200])
    await end(client.username)
    await eventually(
      async () => (await Promise.all(nodes.map((_, i) => status(i)))).every((one) => one === 401),
      REFUSED_WITHIN,
    )
  })
}

for (const [where, REDIS_URL] of [
  ['Redis', undefined],
  ['the database', ''],
] as const) {
  test(`of 1,000 simultaneous guesses at two nodes no more are compared than the limit has points, counted by ${where}`, async () => {
    const client = await newClient(place)
    const settings = { ...place, ...(REDIS_URL === '' && { REDIS_URL }) }
    const strict = await Promise.all(
      ['a', 'b'].map((name) =>
        startProcess(
          { ...settings, DATA_DIR: join(folder, `strict-${name}${where.length}`) },
          { LIMIT_SCALE: '1', PASSWORD_HASHES: '2' },
        ),
      ),
    )
    const guess = async (i: number, password: string) => {
      const answer = await fetch(`${strict[i % 2]!.base}/user/login/`, {
        method: 'POST',
        headers: { apikey: client.apikey },
        body: new URLSearchParams({ username: client.username, password }),
      })
      await answer.arrayBuffer()
      return answer.status
    }
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => guess(i, `guess ${i}`)))
    // The response to a compared guess says that it is wrong.
    assert.equal(answers.filter((status) => status === 401).length, 10)
    assert.deepEqual(new Set(answers.filter((status) => status !== 401 && status !== 503)), new Set([429]))
    assert.deepEqual(await Promise.all([guess(0, 'a'), guess(1, 'b')]), [429, 429])
    await Promise.all(strict.map((node) => node.end('SIGTERM')))
  })
}

test('three nodes share one outbox, and every mail is sent once', async () => {
  const client = await newClient(place)
  const people = Array.from({ length: 40 }, (_, i) => `${client.username}-${i}@example.net`)
  const asked = await Promise.all(
    people.map((email, i) =>
      fetch(`${base(i)}/user/password/forgot/`, {
        method: 'POST',
        headers: { apikey: client.apikey },
        body: new URLSearchParams({ email }),
      }),
    ),
  )
  assert.ok(asked.every((answer) => answer.status === 200))
  const { headers } = await signInAt(base(0), client)
  // Each request for a code invalidates the previous one, so every mail needs its own person and address.
  const others = await Promise.all(people.slice(0, 12).map(() => newClient(place)))
  await Promise.all(
    others.map(({ apikey, username }, i) =>
      fetch(`${base(i)}/user/password/forgot/`, {
        method: 'POST',
        headers: { apikey },
        body: new URLSearchParams({ email: `${username}@example.com` }),
      }),
    ),
  )
  for (const { username } of others) await catcher.codeTo(`${username}@example.com`)
  // The mail of a later change is sent last.
  const last = `${client.username}-last@example.net`
  await fetch(`${base(1)}/user/token-generator/`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ email: last }),
  })
  await catcher.codeTo(last)
  for (const { username } of others) {
    assert.equal(catcher.mails.filter(({ to }) => to === `${username}@example.com`).length, 1, username)
  }
})

test('another node sends the mail of a node that is killed while sending', async () => {
  // A mail server that accepts the connection but never responds.
  const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const alone = await newScaledOut()
  const settings = { ...alone.settings, DATA_DIR: join(folder, 'dying') } as Exclude<Place, string>
  const dying = await startProcess(settings, { SMTP_URL: `smtp://127.0.0.1:${port}` })
  const client = await newClient(settings)
  const connected = once(silent, 'connection')
  const { headers } = await signInAt(dying.base, client)
  const email = `${client.username}@example.org`
  await fetch(`${dying.base}/user/token-generator/`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ email }),
  })
  await connected
  await dying.end('SIGKILL')
  const heir = await startService({ ...alone.settings, SMTP_URL: catcher.url })
  try {
    heir.clock.advance(121_000)
    await catcher.codeTo(email)
  } finally {
    await heir.stop()
    silent.close()
    await alone.remove()
  }
})

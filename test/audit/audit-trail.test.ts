import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import type { AuditEventRow } from '../../src/tables/tables.ts'
import { createAuthenticator } from '../support/authenticator.ts'
import { cliFixture, createCli } from '../support/cli.ts'
import { detailed } from '../support/pictures.ts'
import { codeOf } from '../support/second-factor.ts'
import { serviceFixture } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually, freePort } from '../support/wait.ts'

const catcher = await catcherFixture()
const port = String(await freePort())
const service = await serviceFixture({
  PORT: port,
  PUBLIC_URL: `http://localhost:${port}`,
  SMTP_URL: catcher.url,
  TRUST_PROXY: 'true',
  PICTURES_PER_DAY: '100',
})
const cli = await cliFixture({ ...service.place, SUDO_USER: 'carol' })

/** Every value in a request or response that must never appear in the trail. */
const values = new Set<string>()
const marked = (text: string): string => {
  values.add(text)
  return text
}

/** The operation or command: `POST user/login`, `user create`. */
const called = new Set<string>()

interface Sent {
  headers?: Record<string, string>
  body?: Record<string, string> | FormData
  /** The path in the document, if it differs. */
  as?: string
}

async function call(status: number, method: string, path: string, { headers = {}, body, as }: Sent = {}) {
  called.add(`${method} ${as ?? path}`)
  const answer = await fetch(`${service.base}/${path}/`, {
    method,
    headers: {
      'user-agent': marked('Agent-Marked'),
      // A trusted proxy may forward something that is not an address.
      'x-forwarded-for': marked('forwarded@marked.example'),
      ...headers,
    },
    ...(body && { body: body instanceof FormData ? body : new URLSearchParams(body) }),
  })
  const text = await answer.text()
  assert.equal(answer.status, status, `${method} ${path}: ${text}`)
  return JSON.parse(text) as Record<string, string>
}

function command<T = Record<string, unknown>>(args: string[], options?: { code?: number; input?: string }) {
  called.add(args.slice(0, 2).join(' '))
  return cli.json<T>(args, options)
}

/** Every change. Counts of attempts follow a few seconds later. */
async function trail() {
  return service.services.db.read.selectFrom('audit_events').selectAll().where('count', 'is', null).execute()
}

async function people(): Promise<string> {
  return JSON.stringify(
    await service.services.db.read.selectFrom('users').selectAll().orderBy('id').execute(),
  )
}

/** Every event as first recorded: a removal later erases parts of the person's events. */
const left: AuditEventRow[] = []

/** Runs a step and checks the events that it left, and that no row of a person changed without exactly one event. */
async function step<T>(what: string, actions: string[], work: () => Promise<T>): Promise<T> {
  const [before, rows] = [await trail(), await people()]
  const result = await work()
  const known = new Set(before.map(({ id }) => id))
  const added = (await trail()).filter(({ id }) => !known.has(id))
  left.push(...added)
  assert.deepEqual(
    added.map(({ action }) => action),
    actions,
    what,
  )
  const hasChanged = (await people()) !== rows
  assert.ok(!hasChanged || added.length === 1, `${what} changed a person and left ${added.length} events`)
  return result
}

const PASSWORDS = ['nine hills beside a lake', 'seven lakes beside a hill', 'five woods behind a field'].map(
  marked,
)
const EMAILS = ['first@marked.example', 'second@marked.example', 'third@marked.example'].map(marked)
const NAME = marked('marked-ada')

test('every operation and command that changes a person, an application or a key leaves exactly one event', async () => {
  const { id: applicationId, apikey } = await step('app create', ['application.created'], () =>
    command<{ id: string; apikey: string }>([
      'app',
      'create',
      '--name',
      marked('Marked-Shop'),
      '--kind',
      'mobile',
    ]),
  )
  const key = { apikey: marked(apikey) }
  const rename = ['app', 'update', 'Marked-Shop', '--name', marked('Marked-Market')]
  await step('app update', ['application.updated'], () => command(rename))
  await step('the same update again', [], () => command(['app', 'update', applicationId, ...rename.slice(3)]))
  await step('app webhook add', ['application.webhook_added'], () =>
    command(['app', 'webhook', 'add', applicationId, '--url', 'https://marked.example/hooks']),
  )
  const declare = ['attribute', 'add', 'note', '--type', 'text', '--label', marked('Marked-Label')]
  await step('attribute add', ['attributes.added'], () => command(declare))
  await step('attribute add again', [], () => command(declare, { code: 1 }))
  const limit = ['attribute', 'change', 'note', '--max-length', '50']
  await step('attribute change', ['attributes.changed'], () => command(limit))
  await step('the same change again', [], () => command(limit))
  const create = [
    'user',
    'create',
    '--username',
    NAME,
    '--email',
    EMAILS[0]!,
    '--first-name',
    marked('Marked-Ada'),
  ]
  const input = PASSWORDS[0]!
  const { id } = await step('user create', ['user.created'], () =>
    command<{ id: string }>([...create, '--password-stdin'], { input }),
  )
  await step('user create again', [], () => command(create, { code: 1 }))
  const setNames = [
    'user',
    'update',
    NAME,
    '--last-name',
    marked('Marked-Byron'),
    '--timezone',
    'Europe/Rome',
  ]
  await step('user update', ['profile.updated'], () => command(setNames))
  await step('the same update again', [], () => command(setNames))
  const setNote = ['user', 'update', NAME, '--attribute', `note=${marked('Marked-Note')}`]
  await step('a declared attribute', ['profile.updated'], () => command(setNote))
  await step('the same attribute again', [], () => command(setNote))
  await step('attribute remove', ['attributes.removed'], () =>
    command(['attribute', 'remove', 'note', '--yes']),
  )
  const applied = JSON.stringify([{ name: 'other', type: 'text', help: marked('Marked-Help') }])
  const apply = () => command(['attribute', 'apply', '-'], { input: applied })
  await step('attribute apply', ['attributes.added'], apply)
  await step('attribute apply again', [], apply)
  await step('a refused update', [], () => command([...setNames, '--email', 'none'], { code: 2 }))

  const signIn = async (password: string) => {
    const tokens = await call(200, 'POST', 'user/login', { headers: key, body: { username: NAME, password } })
    return { access: marked(tokens.access!), refresh: marked(tokens.refresh!) }
  }
  const bearer = (access: string) => ({ ...key, authorization: `Bearer ${access}` })
  const started = ['session.started']
  let me = await step('sign-in', started, () => signIn(PASSWORDS[0]!))
  let headers = bearer(me.access)
  await step('a failed sign-in', [], () =>
    call(401, 'POST', 'user/login', {
      headers: key,
      body: { username: NAME, password: marked('wrong marked') },
    }),
  )

  const profile = {
    email: EMAILS[0]!,
    first_name: marked('Marked-Grace'),
    phone_number: marked('+33612345678'),
  }
  const updateProfile = (status: number, body: Record<string, string>) =>
    call(status, 'POST', 'user/update/profile', { headers, body })
  await step('update', ['profile.updated'], () => updateProfile(200, profile))
  await step('the same update again', [], () => updateProfile(200, profile))
  await step('a refused update', [], () => updateProfile(400, { email: 'none', first_name: 'No' }))
  await step('patch', ['profile.updated'], () =>
    call(200, 'PATCH', 'user/profile', {
      headers,
      body: { last_name: marked('Marked-Hopper'), timezones: 'Europe/Paris' },
    }),
  )

  const ask = async (method: string, email: string) =>
    marked((await call(200, method, 'user/token-generator', { headers, body: { email } })).token_checksum!)
  await step('ask for a code', ['email.requested'], () => ask('PUT', EMAILS[2]!))
  await step('another mail', [], () => call(200, 'POST', 'user/email-change/resend', { headers }))
  await step('cancel', ['email.cancelled'], () => call(200, 'DELETE', 'user/email-change', { headers }))
  await step('cancel again', [], () => call(200, 'DELETE', 'user/email-change', { headers }))
  const checksum = await step('ask again', ['email.requested'], () => ask('POST', EMAILS[1]!))
  const code = marked(await catcher.codeTo(EMAILS[1]!))
  const move = { email: EMAILS[1]!, token_checksum_field: checksum, token_field: code, first_name: 'Grace' }
  await step('a new address', ['email.changed'], () => updateProfile(200, move))
  const prove = (status: number, password: string) =>
    call(status, 'POST', 'user/proof', { headers, body: { password } })
  await step('a proof', [], () => prove(200, PASSWORDS[0]!))
  await step('a wrong proof', [], () => prove(400, 'wrong marked'))

  /** Returns the first code of the kind that arrives in the mailbox from now on. */
  const codesIn = (mailbox: string, kind: RegExp) => {
    const found = () => catcher.mails.filter(({ to, mail }) => to === mailbox && kind.test(mail.text ?? ''))
    const before = found().length
    return async () => {
      const text = await eventually(async () => found()[before]?.mail.text)
      const code = /^(\d{6}|\S{4}-\S{4})$/m.exec(text)?.[1]
      return code === undefined ? '' : marked(code)
    }
  }
  const recoverBy = async (mailbox: string, password: string) => {
    const newest = codesIn(mailbox, /code to choose a new password/)
    const { token_checksum } = await call(200, 'POST', 'user/password/forgot', {
      headers: key,
      body: { email: EMAILS[1]! },
    })
    const token_field = await newest()
    const body = { email: EMAILS[1]!, token_checksum_field: marked(token_checksum!), token_field }
    await call(200, 'POST', 'user/password/reset', {
      headers: key,
      body: { ...body, new_password: password },
    })
    return token_field
  }
  const leftCode = await step('a new password by the address before', ['password.waiting'], () =>
    recoverBy(EMAILS[0]!, PASSWORDS[1]!),
  )
  const own = { password: PASSWORDS[0]! }
  await step('stop it', ['password.stopped'], () =>
    call(200, 'POST', 'user/password/reset/cancel', { headers, body: own }),
  )
  await step('stop it again', [], () =>
    call(200, 'POST', 'user/password/reset/cancel', { headers, body: own }),
  )

  const endUndo = () => call(200, 'POST', 'user/email-change/undo/end', { headers, body: own })
  await step('the address before is out', ['email.undo_ended'], endUndo)
  await step('out again', [], endUndo)
  const moveTo = async (address: string) => {
    const newest = codesIn(address, /code to make/)
    const token_checksum_field = await step('ask', ['email.requested'], () => ask('POST', address))
    const body = { email: address, token_checksum_field, token_field: await newest() }
    await step('move', ['email.changed'], () => updateProfile(200, body))
  }
  await moveTo(EMAILS[0]!)
  await step('the address before is out', ['email.undo_ended'], endUndo)
  const notices = codesIn(EMAILS[0]!, /\/email-change\/undo\//)
  await moveTo(EMAILS[1]!)
  await notices()

  const link = await eventually(async () =>
    catcher.mails
      .filter(({ to }) => to === EMAILS[0])
      .map(({ mail }) => /\/email-change\/undo\/\S+/.exec(mail.text ?? '')?.[0])
      .findLast((path) => path !== undefined),
  )
  marked(link.split('/').at(-1)!)
  await step('undo, sixteen times at once', ['email.undone'], () =>
    Promise.all(Array.from({ length: 16 }, () => fetch(`${service.origin}${link}`, { method: 'POST' }))),
  )

  const email = EMAILS[0]!
  const forgotten = await step('forget the password', [], () =>
    call(200, 'POST', 'user/password/forgot', { headers: key, body: { email } }),
  )
  const resetCode = await eventually(async () =>
    catcher.mails
      .filter(({ to, mail }) => to === email && !mail.text?.includes('/undo/'))
      .map(({ mail }) => /choose a new password.*^(\S{4}-\S{4})$/ms.exec(mail.text ?? '')?.[1])
      .findLast((found) => found !== undefined && found !== leftCode),
  )
  const reset = {
    email,
    token_checksum_field: marked(forgotten.token_checksum!),
    token_field: marked(resetCode),
    new_password: PASSWORDS[1]!,
  }
  await step('a new password by a code', ['password.reset'], () =>
    call(200, 'POST', 'user/password/reset', { headers: key, body: reset }),
  )
  me = await step('sign-in', started, () => signIn(PASSWORDS[1]!))
  headers = bearer(me.access)
  const passwords = { old_password: PASSWORDS[1]!, new_password: PASSWORDS[2]! }
  await step('a new password by the old one', ['password.changed'], () =>
    call(200, 'POST', 'user/password/change', { headers, body: passwords }),
  )

  const form = new FormData()
  const bytes = await detailed(64, 64).jpeg().toBuffer()
  form.set('image', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), marked('marked.jpg'))
  const crop = { crop_x: '0', crop_y: '0', crop_width: '32', crop_height: '32' }
  const suggestionForm = () => {
    const rendering = new FormData()
    rendering.set('image', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), marked('small.jpg'))
    return rendering
  }
  for (const path of ['user/profile-image', 'user/profile/profile-image']) {
    await step('a picture', ['picture.uploaded'], () => call(200, 'POST', path, { headers, body: form }))
    await step('a crop', ['picture.cropped'], () =>
      call(200, 'POST', 'user/profile-image/crop', { headers, body: crop }),
    )
    await step('a suggested crop', [], () =>
      call(200, 'POST', 'user/profile-image/suggest-crop', { headers, body: suggestionForm() }),
    )
    await step('no picture', ['picture.removed'], () => call(200, 'DELETE', path, { headers }))
    await step('no picture again', [], () => call(200, 'DELETE', path, { headers }))
  }

  const renewed = await step('refresh', [], () =>
    call(200, 'POST', 'user/token/refresh', { headers: key, body: { refresh: me.refresh } }),
  )
  marked(renewed.access!)
  marked(renewed.refresh!)
  service.clock.advance(61_000)
  await step('the used refresh token again', ['session.stolen'], () =>
    call(401, 'POST', 'user/token/refresh', { headers: key, body: { refresh: me.refresh } }),
  )
  me = await step('sign-in', started, () => signIn(PASSWORDS[2]!))
  const second = await step('sign-in', started, () => signIn(PASSWORDS[2]!))
  const [{ id: sessionId } = { id: '' }] = await service.services.ownSessions
    .list(id)
    .then((list) => list.filter((one) => one.id !== decodeJwt(me.access).sid))
  headers = bearer(me.access)
  const endSession = (status: number) =>
    call(status, 'DELETE', `user/sessions/${sessionId}`, { headers, as: 'user/sessions/{id}' })
  await step('end a session', ['session.ended'], () => endSession(200))
  await step('end it again', [], () => endSession(404))
  await step('sign-in', started, () => signIn(PASSWORDS[2]!))
  await step('end the others', ['sessions.ended'], () => call(200, 'DELETE', 'user/sessions', { headers }))
  await step('end the others again', [], () => call(200, 'DELETE', 'user/sessions', { headers }))
  assert.ok(second.access)
  await step('take a copy along', ['data.exported'], async () => {
    const answer = await fetch(`${service.base}/user/export/`, { headers })
    await answer.arrayBuffer()
  })
  const leave = (status: number, password: string) =>
    call(status, 'POST', 'user/delete', { headers, body: { password } })
  await step('ask for removal with a wrong password', [], () => leave(400, 'wrong marked'))
  await step('ask for removal', ['deletion.requested'], () => leave(200, PASSWORDS[2]!))
  await step('ask again', [], () => leave(200, PASSWORDS[2]!))
  const stay = () => call(200, 'POST', 'user/delete/cancel', { headers })
  await step('stay', ['deletion.cancelled'], stay)
  await step('stay again', [], stay)
  await step('unfreeze nobody', [], () => command(['user', 'unfreeze', NAME]))
  await service.services.db.write((tx) => service.services.users.freeze(tx, id, service.clock.now()))
  await step('unfreeze', ['account.unfrozen'], () => command(['user', 'unfreeze', NAME]))
  const account = { id, password: PASSWORDS[2]!, headers, key }
  const secret = await walkSecondFactor(account)
  await walkPasskeys(account, secret)
  await step('ask for a second factor', ['second_factor.required'], () =>
    command(['user', 'second-factor', 'require', NAME]),
  )
  await step('ask again', [], () => command(['user', 'second-factor', 'require', NAME]))
  await step('reset it', ['second_factor.reset'], () => command(['user', 'second-factor', 'reset', NAME]))
  await walkEnrollment(account)
  await step('ask no more', ['second_factor.not_required'], () =>
    command(['user', 'second-factor', 'require', NAME, '--off']),
  )
  await step('reset it again', ['second_factor.reset'], () =>
    command(['user', 'second-factor', 'reset', NAME]),
  )
  me = await step('sign-in', started, () => signIn(PASSWORDS[2]!))
  await step('sign-out', ['session.ended'], () =>
    call(200, 'POST', 'user/logout', { headers: bearer(me.access), body: {} }),
  )

  await step('disable', ['user.disabled'], () => command(['user', 'disable', NAME]))
  await step('disable again', [], () => command(['user', 'disable', NAME]))
  await step('enable', ['user.enabled'], () => command(['user', 'enable', NAME]))
  await step('enable again', [], () => command(['user', 'enable', NAME]))
  await step('sign-in', started, () => signIn(PASSWORDS[2]!))
  await step('end the sessions', ['sessions.revoked'], () => command(['user', 'sessions', 'end', NAME]))
  await step('end them again', [], () => command(['user', 'sessions', 'end', NAME]))
  await step('unlock', ['sign_in.unlocked'], () => command(['user', 'unlock', NAME]))
  await step('set a password', ['password.set'], () =>
    command(['user', 'set-password', NAME, '--password-stdin'], {
      input: marked('another long marked one 7'),
    }),
  )
  const importFile = async (name: string, rows: string[], strict: string[], code: number) => {
    const file = join(cli.dataDir, '..', `${name}.csv`)
    await writeFile(file, ['username,email', ...rows].join('\n'))
    return command(['user', 'import', file, ...strict], { code })
  }
  const row = (name: string) => `${marked(name)},${marked(`${name}@marked.example`)}`
  await step('import', ['users.imported'], () => importFile('a', [row('imported1'), row('imported2')], [], 0))
  await step('import of nobody', [], () => importFile('b', [row('imported1')], [], 1))
  await step('strict import, refused', [], () =>
    importFile('c', [row('imported3'), row('imported1')], ['--strict'], 1),
  )
  // One row of another table makes its people visible; their marks are removed afterwards.
  await step('strict import', ['users.imported'], () => importFile('d', [row('imported3')], ['--strict'], 0))

  await step('import that skips', [], () => importFile('e', [row('imported1')], ['--skip-existing'], 0))
  const moved = `${marked('imported1')},${marked('moved@marked.example')}`
  await step('import that updates', ['email.changed'], () => importFile('f', [moved], ['--update'], 0))
  await step('the same again', [], () => importFile('g', [moved], ['--update'], 0))

  const { apikey: other } = await step('app rotate', ['application.key_rotated'], () =>
    command<{ apikey: string }>(['app', 'rotate', applicationId, '--yes']),
  )
  marked(other)
  await step('app revoke', ['application.revoked'], () => command(['app', 'revoke', applicationId, '--yes']))
  await step('app revoke again', [], () => command(['app', 'revoke', applicationId, '--yes']))
  await step('keys rotate', ['signing_keys.rotated'], () => command(['keys', 'rotate']))
  await step('keys rotate --revoke', ['signing_keys.revoked'], () =>
    command(['keys', 'rotate', '--revoke', '--yes']),
  )
  await step('delete', ['user.deleted'], () => command(['user', 'delete', NAME, '--yes']))

  const hashes = (await trail()).filter((event) => event.user_id === id && event.action.startsWith('email.'))
  assert.ok(hashes.every((event) => event.new_email_hash !== null))
})

interface Account {
  id: string
  password: string
  headers: Record<string, string>
  key: Record<string, string>
}
type Answered = { data: { secret: string; recovery_codes: string[]; passkey: { id: string } } } & {
  data: { public_key: { challenge: string; user: { id: string } } }
}
const answered = async (...sent: Parameters<typeof call>) => {
  const { data } = (await call(...sent)) as unknown as Answered
  return data
}
/** Returns the code of the current time step, which differs from the previous one. */
const nextCode = (secret: string) => {
  service.clock.advance(30_000)
  return marked(codeOf(secret, service.clock.now()))
}

async function walkSecondFactor({ password, headers, key }: Account): Promise<string> {
  const proven = { headers, body: { password } }
  const begin = () => answered(200, 'POST', 'user/second-factor', proven)
  await step('prove it', [], () => call(200, 'POST', 'user/proof', proven))
  const first = await step('begin with a second factor', [], begin)
  const confirm = (secret: string) =>
    answered(200, 'POST', 'user/second-factor/confirm', { headers, body: { code: nextCode(secret) } })
  await step('confirm it', ['second_factor.added'], () => confirm(marked(first.secret)))
  const made = await step('new recovery codes', ['second_factor.codes_renewed'], () =>
    answered(200, 'POST', 'user/second-factor/recovery-codes', proven),
  )
  for (const code of made.recovery_codes) marked(code)
  const complete = async (code: string) => {
    const credentials = { username: NAME, password }
    const asked = await call(401, 'POST', 'user/login', { headers: key, body: credentials })
    const body = { second_factor_ticket: marked(asked.second_factor_ticket!), code }
    await call(200, 'POST', 'user/login/second-factor', { headers: key, body })
  }
  await step('sign in with a code', ['session.started'], () => complete(nextCode(first.secret)))
  await step('sign in with a recovery code', ['second_factor.code_used', 'session.started'], () =>
    complete(made.recovery_codes[0]!),
  )
  await step('remove it', ['second_factor.removed'], () =>
    call(200, 'POST', 'user/second-factor/remove', proven),
  )
  await step('remove it again', [], () => call(404, 'POST', 'user/second-factor/remove', proven))
  const second = await step('begin again', [], begin)
  await step('confirm that', ['second_factor.added'], () => confirm(marked(second.secret)))
  return second.secret
}

/** Through the page's application, which has an origin. */
async function walkPasskeys({ password }: Account, secret: string): Promise<void> {
  const key = { apikey: 'page' }
  const { origin } = new URL(service.services.config.publicUrl)
  const asked = await call(401, 'POST', 'user/login', { headers: key, body: { username: NAME, password } })
  const body = { second_factor_ticket: asked.second_factor_ticket!, code: nextCode(secret) }
  const { access = '' } = await step('sign in to the page', ['session.started'], () =>
    call(200, 'POST', 'user/login/second-factor', { headers: key, body }),
  )
  const headers = { ...key, authorization: `Bearer ${marked(access)}` }
  const authenticator = createAuthenticator(origin)
  const options = async (path: string, sent: Record<string, string> = headers) =>
    (await answered(200, 'POST', path, { headers: sent, body: {} })).public_key
  const credential = JSON.stringify(authenticator.create(await options('user/passkeys/options')))
  const { passkey } = await step('a passkey', ['passkey.added'], () =>
    answered(200, 'POST', 'user/passkeys', { headers, body: { credential, name: marked('Marked key') } }),
  )
  const one = (what: string, sent: Record<string, string>) =>
    call(200, 'POST', `user/passkeys/${passkey.id}/${what}`, {
      headers,
      body: sent,
      as: `user/passkeys/{id}/${what}`,
    })
  await step('rename it', ['passkey.renamed'], () => one('rename', { name: marked('Marked other key') }))
  const proof = JSON.stringify(authenticator.get(await options('user/proof/passkey')))
  await step('prove it by that', [], () =>
    call(200, 'POST', 'user/proof', { headers, body: { passkey: proof } }),
  )
  const signIn = async (counter?: number) =>
    JSON.stringify(
      authenticator.get(await options('user/login/passkey/options', key), counter ? { counter } : {}),
    )
  const [good, copied] = [await signIn(), await signIn(1)]
  await step('sign in by that', ['session.started'], () =>
    call(200, 'POST', 'user/login/passkey', { headers: key, body: { credential: good } }),
  )
  await step('a copy of it', ['passkey.refused'], () =>
    call(400, 'POST', 'user/login/passkey', { headers: key, body: { credential: copied } }),
  )
  await step('remove it', ['passkey.removed'], () => one('remove', {}))
}

async function walkEnrollment({ password, key }: Account): Promise<void> {
  const asked = await call(401, 'POST', 'user/login', { headers: key, body: { username: NAME, password } })
  const ticket = { second_factor_ticket: marked(asked.second_factor_ticket!) }
  const { secret } = await answered(200, 'POST', 'user/login/second-factor/enroll', {
    headers: key,
    body: ticket,
  })
  await step('sign in and set one up', ['second_factor.added', 'session.started'], () =>
    call(200, 'POST', 'user/login/second-factor', {
      headers: key,
      body: { ...ticket, code: nextCode(marked(secret)) },
    }),
  )
}

test('whatever a server changes leaves one event, which names its key', async () => {
  const made = ['app', 'create', '--name', marked('Marked-Server'), '--kind', 'server']
  const scopes = ['users:read', 'users:write', 'users:delete', 'cards:read'].flatMap((one) => [
    '--scope',
    one,
  ])
  const { id: server, apikey } = await step('a server', ['application.created'], () =>
    command<{ id: string; apikey: string }>([...made, ...scopes]),
  )
  const headers = { apikey: marked(apikey) }
  const reads = () => call(200, 'POST', 'cards/lookup', { headers, body: {} })
  await step('the first use on a day', ['application.key_used'], reads)
  await step('another one', [], reads)
  const from = left.length
  const sent = { username: marked('marked-grace'), email: marked('grace@marked.example'), external_id: 'm-1' }
  await step('create', ['user.created'], () => call(200, 'POST', 'users', { headers, body: sent }))
  const one = (method: string, what: string, sent: Sent = {}) =>
    call(200, method, `users/username:marked-grace${what}`, { headers, ...sent, as: `users/{person}${what}` })
  const body = { first_name: marked('Marked-Grace'), external_id: 'm-2' }
  await step('change', ['profile.updated'], () => one('PATCH', '', { body }))
  await step('change nothing', [], () => one('PATCH', '', { body }))
  const moved = { email: marked('grace2@marked.example') }
  await step('move', ['email.changed'], () => one('PATCH', '', { body: moved }))
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(await detailed(64, 64).png().toBuffer())]), 'a.png')
  await step('picture', ['picture.uploaded'], () => one('PUT', '/picture', { body: form }))
  await step('no picture', ['picture.removed'], () => one('DELETE', '/picture'))
  await step('invite', ['password.invited'], async () => {
    const { token_checksum } = ((await one('POST', '/invite')) as unknown as { data: Record<string, string> })
      .data
    marked(token_checksum!)
  })
  await step('no sessions', [], () => one('DELETE', '/sessions'))
  await step('disable', ['user.disabled'], () => one('POST', '/disable'))
  await step('disable again', [], () => one('POST', '/disable'))
  await step('enable', ['user.enabled'], () => one('POST', '/enable'))
  await step('delete', ['user.deleted'], () => one('DELETE', ''))
  const keys = await cli.json<{ id: string }[]>(['app', 'keys', server])
  const key = keys[0]?.id ?? ''
  for (const event of left.slice(from))
    assert.deepEqual(
      [event.actor, event.application_id, event.key_id],
      ['application', server, key],
      event.action,
    )
  await step('expire', ['application.key_ended'], () =>
    command(['app', 'expire-key', server, key, '--expires', '30d']),
  )
  await step('revoke', ['application.key_ended'], () => command(['app', 'revoke-key', server, key, '--yes']))
})

test('the steps above covered every operation of the API and every command', async () => {
  const document = (await (await fetch(`${service.base}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  const prefix = new URL(service.base).pathname
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => `${method.toUpperCase()} ${path.slice(prefix.length + 1).replace(/\/$/, '')}`),
  )
  assert.ok(operations.length > 10)
  const readers = ['list', 'show', 'export', 'help', 'keys']
  const commands = []
  for (const group of ['app', 'attribute', 'user', 'keys']) {
    const { stdout } = await cli.run([group, '--help'])
    const names = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z-]+)/gm)].map(
      ([, name = '']) => name,
    )
    commands.push(...names.filter((name) => !readers.includes(name)).map((name) => `${group} ${name}`))
  }
  assert.deepEqual([...called].toSorted(), [...operations, ...commands].toSorted())
})

test('the trail contains none of these values, addresses, passwords, codes, tokens and keys', async () => {
  const text = JSON.stringify(left)
  const words = new Set(text.split(/[^0-9A-Za-z]+/))
  assert.ok(values.size > 30 && left.length > 25, `${values.size} ${left.length}`)
  for (const value of values) {
    // Six digits may appear in an id or a hash by chance.
    const isThere = /^\d{6}$/.test(value) ? words.has(value) : text.includes(value)
    assert.ok(!isThere, `the trail holds ${value}`)
  }
})

interface Listed {
  id: string
  created_at: string
  action: string
  user_id: string | null
  operator: string | null
  fields: string[]
}
const list = (...args: string[]) => cli.json<Listed[]>(['audit', 'list', ...args])
const actionsOf = (events: Listed[]) => events.map(({ action }) => action)

test('audit list finds a removed person by id or by a former address, and others by name', async () => {
  const all = await list()
  assert.deepEqual(
    all.map(({ created_at }) => created_at),
    all
      .map(({ created_at }) => created_at)
      .toSorted()
      .toReversed(),
  )
  const deleted = all.find(({ action, operator }) => action === 'user.deleted' && operator !== null)
  assert.equal(deleted?.operator, 'carol')
  assert.ok(deleted?.user_id)
  const byId = await list('--user', deleted.user_id)
  assert.ok(
    byId.length > 15 &&
      byId.every(({ user_id, fields }) => user_id === deleted.user_id && fields.length === 0),
  )
  const byEmail = await list('--email', EMAILS[1]!.toUpperCase())
  const moves = ['email.changed', 'email.requested', 'email.undo_ended', 'email.undone']
  assert.deepEqual([...new Set(actionsOf(byEmail))].toSorted(), moves)
  assert.deepEqual(await list('--email', 'nobody@example.com'), [])
  const person = await service.person()
  assert.deepEqual(actionsOf(await list('--user', person.username)), ['session.started'])
  assert.equal((await cli.run(['audit', 'list', '--user', 'nobody'])).code, 1)
})

test('audit list filters by action, time and count', async () => {
  const ended = await list('--action', 'session.ended')
  assert.deepEqual(actionsOf(ended), ['session.ended', 'session.ended'])
  const from = ended[0]!.created_at
  assert.ok((await list('--since', from)).some(({ action }) => action === 'session.ended'))
  assert.ok((await list('--until', from)).every(({ created_at }) => created_at < from))
  assert.equal((await list('--until', '7d')).length, 0)
  assert.equal((await list('--since', '7d', '--limit', '3')).length, 3)
  for (const wrong of [
    ['--action', 'frobnicated'],
    ['--since', 'yesterday'],
    ['--limit', '0'],
    ['--email', 'nonsense'],
  ]) {
    const ran = await cli.run(['audit', 'list', ...wrong])
    assert.equal(ran.code, 2, wrong.join(' '))
    assert.match(ran.stderr, new RegExp(wrong[0]!))
  }
})

test('no name in the output of audit list can control the terminal', async () => {
  const hostile = await createCli({ ...service.place, SUDO_USER: 'carol\u001b[31m' })
  const name = 'Shop\u202Egnirts'
  assert.equal((await hostile.run(['app', 'create', '--name', name, '--kind', 'web'])).code, 0)
  const { stdout, code } = await hostile.run([
    'audit',
    'list',
    '--action',
    'application.created',
    '--limit',
    '1',
  ])
  await hostile.remove()
  assert.equal(code, 0)
  assert.match(
    stdout,
    /^TIME +ACTION +PERSON +BY +APPLICATION +ADDRESS +FIELDS +COUNT\n.*application\.created +carol\uFFFD\[31m +Shop\uFFFDgnirts\n$/,
  )
})

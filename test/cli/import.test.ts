import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { unsetColumns } from '../../common/attributes.ts'
import { openStores } from '../../src/app/open-stores.ts'
import { cliFixture, createCli, signIn } from '../support/cli.ts'

const HEADER =
  'username,email,first_name,last_name,phone_code,phone_number,country_code,language,timezone,currency,password_hash,active'

/** Made by Django 3.2.25's `make_password('correct horse battery', hasher=…)` (Debian's python3-django). */
const djangoHashes = {
  pbkdf2_sha256: 'pbkdf2_sha256$260000$9PeBBk0XX0wslIn0d1kwcb$hPFZ9mU734UX0InbihUlFv8KUm0PbsMcsWCtbZQX3as=',
  pbkdf2_sha1: 'pbkdf2_sha1$260000$vlEbvSUUiE8Kqmt4fc5WvJ$c2KsNUHnpvwgtrC8BjunuHTZr2A=',
  argon2: 'argon2$argon2id$v=19$m=102400,t=2,p=8$ZUlnZ0hucWZ6d0plN3dYemhjeUFTNg$5b6UGXV/HIKl4dedGguuLA',
  bcrypt_sha256: 'bcrypt_sha256$$2b$12$LEgoA6jwCqgJZWNjon3ll.ccHEUEBYTEvFGRAVKbf9aoUqJmktQ3W',
  bcrypt: 'bcrypt$$2b$12$cUM4PxtR53fG3V0JCAyV0ekxGNR4XHmy0X3d/.rDfYBf.yLX9Tek2',
}

interface Report {
  created: number
  refused: number
  errors: { line: number; username?: string; errors: Record<string, string[]> }[]
}

const cli = await cliFixture()
const service = await cli.serve()
const apikey = (await cli.json<{ apikey: string }>(['app', 'create', '--name', 'A', '--kind', 'web'])).apikey

const file = async (name: string, content: string | Buffer) => {
  const path = join(cli.dataDir, '..', name)
  await writeFile(path, content)
  return path
}

test('a CSV file imports its valid people, whose old hashes are renewed, and the line of each invalid row is named', async () => {
  const hashes = Object.entries(djangoHashes)
  const rows = [
    `\uFEFF${HEADER}`,
    ...hashes.map(([name, hash]) => `${name},${name}@example.com,,,,,,,,,"${hash}",`),
    'ada,ada@example.com,"Ada\r\n""Countess""",=Lovelace,,+33612345678,,fr,Europe/Paris,EUR,,true\r',
    'bad name,nonsense,,,,,,,,,,',
    '',
    'ADA,other@example.com,,,,,,,,,,',
    'expensive,expensive@example.com,,,,,,,,,pbkdf2_sha256$99999999$salt$aaaaaaaaaaaaaaaaaaaaaaaa,',
    'short,short@example.com',
    '"unclosed,unclosed@example.com,,,,,,,,,,',
    'off,off@example.com,,,,,,,,,,false',
  ].join('\n')
  const bytes = Buffer.concat([
    Buffer.from(`${rows}\n`),
    Buffer.from('latin,\xe9@example.com,,,,,,,,,,\n', 'latin1'),
  ])
  const path = await file('people.csv', bytes)

  const strict = await cli.json<Report>(['user', 'import', '--strict', path], { code: 1 })
  assert.equal(strict.created, 0)
  assert.deepEqual(await cli.json(['user', 'list']), [])
  const report = await cli.json<Report>(['user', 'import', path], { code: 1 })
  assert.deepEqual(report, { ...strict, created: hashes.length + 2 })
  assert.deepEqual(
    report.errors.map(({ line, errors }) => [line, Object.keys(errors)]),
    [
      [9, ['email', 'username']],
      [11, ['username']],
      [12, ['password_hash']],
      [13, ['detail']],
      [14, ['detail']],
      [16, ['detail']],
    ],
  )

  for (const [name] of hashes) {
    assert.equal((await signIn(service.base, apikey, name, 'wrong horse battery')).status, 401, name)
    assert.equal((await signIn(service.base, apikey, name, 'correct horse battery')).status, 200, name)
  }
  const exported = (await cli.run(['user', 'export', '--json'])).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const byName = new Map(exported.map((person) => [person.username, person]))
  for (const [name] of hashes) assert.match(String(byName.get(name)?.password_hash), /^\$argon2id\$v=19\$/)
  assert.equal((await signIn(service.base, apikey, 'bcrypt', 'correct horse battery')).status, 200)
  assert.match(String(byName.get('ada')?.id), /^[0-9a-f-]{36}$/)
  assert.deepEqual(byName.get('ada'), {
    ...unsetColumns,
    id: byName.get('ada')?.id,
    username: 'ada',
    email: 'ada@example.com',
    first_name: 'Ada\r\n"Countess"',
    last_name: '=Lovelace',
    phone_code: '33',
    phone_number: '+33612345678',
    country_code: 'FR',
    language: 'fr',
    timezone: 'Europe/Paris',
    currency: 'EUR',
    password_hash: '',
    active: true,
    delete_at: '',
    email_verified: false,
    phone_verified: false,
  })
  assert.equal(byName.get('off')?.active, false)
})

test('import reads what export wrote: the two services have the same people', async () => {
  const other = await createCli()
  try {
    const path = join(cli.dataDir, '..', 'export.csv')
    await cli.json(['user', 'export', path])
    assert.match(await readFile(path, 'utf8'), /,'=Lovelace,/)
    const here = (await cli.run(['user', 'export', '--json'])).stdout
    await other.json(['user', 'import', '--strict', path])
    const there = (await other.run(['user', 'export', '--json'])).stdout
    assert.deepEqual(there.split('\n').sort(), here.split('\n').sort())
    const lines = await other.json<Report>(['user', 'import', '-'], { code: 1, input: there })
    assert.equal(lines.refused, there.trim().split('\n').length)
  } finally {
    await other.remove()
  }
})

test('imported people are unverified, whatever the file claims, unless the operator trusts it', async () => {
  const other = await createCli()
  try {
    const rows = 'proven,proven@example.com,+33612345678,true,1\nunproven,unproven@example.com,,,yes'
    const path = await file(
      'proofs.csv',
      `username,email,phone_number,email_verified,phone_verified\n${rows}\n`,
    )
    const shown = async (name: string) => {
      const user = await other.json<Record<string, unknown>>(['user', 'show', name])
      return [user.email_verified, user.phone_verified]
    }
    await other.json(['user', 'import', '--strict', path])
    for (const name of ['proven', 'unproven']) {
      assert.deepEqual(await shown(name), [false, false])
      await other.run(['user', 'delete', '--yes', name])
    }
    await other.json(['user', 'import', '--strict', '--trust-verified', path])
    assert.deepEqual(await shown('proven'), [true, true])
    // Without a number there is no proof of one.
    assert.deepEqual(await shown('unproven'), [false, false])
    const list = await other.json<Record<string, unknown>[]>(['user', 'list'])
    assert.deepEqual(list.map((user) => user.email_verified).sort(), [false, true])
    const exported = (await other.run(['user', 'export', '-'])).stdout
    assert.match(exported, /^id,username,.*,email_verified,phone_verified$/m)
    assert.match(exported, /^[0-9a-f-]{36},proven,.*,true,true$/m)
    const bad = await file('bad-proofs.csv', 'username,email,email_verified\nx,x@example.com,maybe\n')
    const refused = await other.json<Report>(['user', 'import', bad], { code: 1 })
    assert.deepEqual(Object.keys(refused.errors[0]?.errors ?? {}), ['email_verified'])
    await other.json(['user', 'create', '--username', 'made', '--email', 'made@example.com'])
    assert.deepEqual(await shown('made'), [false, false])
  } finally {
    await other.remove()
  }
})

for (const [name, content, problem] of [
  ['UTF-16', Buffer.from('\uFEFFusername,email\n', 'utf16le'), /UTF-16/],
  ['an unknown column', 'username,email,e-mail\n', /"e-mail" is not a column/],
  ['no username', 'email\n', /"username" is missing/],
] as const) {
  test(`a file with ${name} is refused as a whole, with the reason`, async () => {
    const path = await file('refused.csv', content)
    assert.match((await cli.json<{ error: string }>(['user', 'import', path], { code: 1 })).error, problem)
  })
}

test('a killed strict import leaves nobody visible, and the next one cleans up after it', async () => {
  const count = 4000
  const people = Array.from({ length: count }, (_, i) => `killed${i},killed${i}@example.com`)
  const path = await file('many.csv', `username,email\n${people.join('\n')}\n`)
  const { db, objects } = await openStores(cli.config)
  const rows = async () => {
    const marked = db.read.selectFrom('users').where('import_id', 'is not', null)
    return Number((await marked.select((eb) => eb.fn.countAll().as('n')).executeTakeFirst())?.n)
  }

  const child = cli.start(['user', 'import', '--strict', path])
  const closed = once(child, 'close')
  while ((await rows()) < 200) await new Promise((resolve) => setTimeout(resolve, 2))
  child.kill('SIGKILL')
  await closed
  const left = await rows()
  assert.ok(left >= 200 && left < count, `${left} rows were in`)
  assert.equal((await cli.run(['user', 'show', 'killed0'])).code, 1)
  assert.ok(!(await cli.run(['user', 'export'])).stdout.includes('killed'))
  const found = await cli.json<{ checks: { name: string; state: string }[] }>(['doctor', '--grace', '0'], {
    code: 1,
  })
  assert.equal(found.checks.find((check) => check.name === 'imports')?.state, 'wrong')

  assert.deepEqual(await cli.json<Report>(['user', 'import', '--strict', path]), {
    created: count,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    refused: 0,
    errors: [],
  })
  assert.equal(await rows(), 0)
  assert.deepEqual(await db.read.selectFrom('imports').select('id').execute(), [])
  objects.close()
  await db.close()
})

test('an address is stored in its normal form, from a file and from the command line, and only once', async () => {
  const path = await file(
    'spelled.csv',
    [
      HEADER,
      'circled,circled@ⓔxample.net,,,,,,,,,,',
      'encoded,encoded@xn--bcher-kva.de,,,,,,,,,,',
      'again,circled@exa\u200bmple.net,,,,,,,,,,',
      'unseen,unseen@exa\u200dmple.net,,,,,,,,,,',
      '',
    ].join('\n'),
  )
  const report = await cli.json<Report>(['user', 'import', path], { code: 1 })
  assert.deepEqual(
    report.errors.map(({ username, errors }) => [username, errors.email]),
    [
      ['again', ['A user with that email already exists.']],
      ['unseen', ['Enter a valid email address.']],
    ],
  )
  const emailOf = async (name: string) => (await cli.json<{ email: string }>(['user', 'show', name])).email
  assert.equal(await emailOf('circled'), 'circled@example.net')
  assert.equal(await emailOf('encoded'), 'encoded@bücher.de')
  const made = ['user', 'create', '--username', 'wide', '--email', 'wide@ｅｘａｍｐｌｅ．net']
  assert.equal((await cli.json<{ email: string }>(made)).email, 'wide@example.net')
  const same = ['user', 'create', '--username', 'wide2', '--email', 'wide@example.net']
  assert.match(JSON.stringify(await cli.json(same, { code: 1 })), /already exists/)
})

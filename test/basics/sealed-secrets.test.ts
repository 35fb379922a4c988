import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  createSealedSecrets,
  keyOf,
  newEncryptionKey,
  readEncryptionKeys,
} from '../../src/basics/sealed-secrets.ts'
import { readConfig } from '../../src/config/config.ts'
import { shownValue } from '../../src/config/settings.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { createCli, signIn } from '../support/cli.ts'
import { startService, testOperator } from '../support/service.ts'

const [first, second] = [newEncryptionKey('first'), newEncryptionKey('second')]
const sealedWith = (...keys: string[]) =>
  createSealedSecrets(keys.map((key) => readEncryptionKeys(key)[0] as never))
const place = { table: 'signing_keys', column: 'private_jwk', id: 'one' }

test('a sealed value opens with its key, current or former, and is unreadable without it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const stored = sealedWith(first).seal(text, place)
      assert.match(stored, /^enc:v1:first:[\w-]+$/)
      assert.equal(keyOf(stored), 'first')
      if (text.length > 5) assert.ok(!Buffer.from(stored.split(':')[3] ?? '', 'base64url').includes(text))
      for (const keys of [[first], [first, second], [second, first]])
        assert.equal(sealedWith(...keys).open(stored, place), text)
      assert.throws(() => sealedWith(second).open(stored, place), Unavailable)
      assert.throws(() => sealedWith().open(stored, place), /cannot be used/)
    }),
  )
})

test('the same secret never looks the same twice', () => {
  const sealed = sealedWith(first)
  assert.equal(new Set(Array.from({ length: 100 }, () => sealed.seal('secret', place))).size, 100)
})

test('a value stored without a key is read unchanged, and stays so if no key is set', () => {
  assert.equal(sealedWith().seal('secret', place), 'secret')
  assert.equal(sealedWith(first).open('secret', place), 'secret')
})

test('a value that was changed, truncated or moved to another row, column or table does not open', () => {
  const sealed = sealedWith(first, second)
  const stored = sealed.seal('secret', place)
  for (const other of [{ id: 'two' }, { column: 'public_jwk' }, { table: 'users' }])
    assert.throws(() => sealed.open(stored, { ...place, ...other }), Unavailable)
  const [, , , body = ''] = stored.split(':')
  assert.throws(() => sealed.open(`enc:v1:second:${body}`, place), Unavailable)
  const bytes = Buffer.from(body, 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.throws(() => sealed.open(`enc:v1:first:${changed.toString('base64url')}`, place), Unavailable)
    const cut = bytes.subarray(0, at).toString('base64url')
    assert.throws(() => sealed.open(`enc:v1:first:${cut}`, place), Unavailable)
  }
})

/** One row per value: the expected message. */
const wrong: [string, RegExp][] = [
  ['secret', /no "name:key" as key number 1/],
  [`${first},second`, /no "name:key" as key number 2/],
  ['a:c2VjcmV0', /not have 32 bytes as key number 1/],
  [`a_b:${first.split(':')[1]}`, /key number 1/],
  [`a:${Buffer.alloc(32).toString('base64')}`, /not random/],
  [`${first},first:${second.split(':')[1]}`, /name "first" twice/],
  [`${first},other:${first.split(':')[1]}`, /same key twice/],
]
for (const [value, problem] of wrong) {
  test(`ENCRYPTION_KEYS is refused: ${problem.source}`, () =>
    assert.throws(
      () => readConfig({ ENCRYPTION_KEYS: value }),
      (error: Error) =>
        problem.test(error.message) &&
        /^ENCRYPTION_KEYS: /.test(error.message) &&
        !error.message.includes(first.slice(8, 20)),
    ))
}

test('settings shows the names of the keys but nothing of the keys themselves', () => {
  assert.equal(shownValue('ENCRYPTION_KEYS', `${first}, ${second}`), 'first:***,second:***')
  assert.equal(shownValue('ENCRYPTION_KEYS', 'broken'), '***')
})

const storedKeys = async (service: Awaited<ReturnType<typeof startService>>) =>
  (await service.services.db.read.selectFrom('signing_keys').selectAll().execute()).map(
    (row) => row.private_jwk,
  )

test('signing keys are encrypted at rest, and a command encrypts existing ones', async (t) => {
  const cli = await createCli()
  t.after(cli.remove)
  const running = await cli.serve()
  const app = await cli.json<{ apikey: string }>(['app', 'create', '--name', 'Shop', '--kind', 'web'])
  const input = 'correct horse battery staple\n'
  await cli.json(['user', 'create', '--username', 'ada', '--email', 'ada@example.com', '--password-stdin'], {
    input,
  })
  const session = await signIn(running.base, app.apikey, 'ada', input.trim())
  assert.equal(session.status, 200)
  await running.stop()

  const doctor = async () => {
    const { checks } = JSON.parse((await cli.run(['doctor', '--json'])).stdout)
    return (checks as { name: string; state: string; detail: string; items: string[] }[]).find(
      ({ name }) => name === 'encryption',
    )
  }
  assert.match((await doctor())?.detail ?? '', /not encrypted because ENCRYPTION_KEYS is not set/)
  const unset = await cli.run(['secrets', 're-encrypt'])
  assert.equal(unset.code, 2)
  assert.match(unset.stderr, /ENCRYPTION_KEYS: is not set/)

  cli.environment.ENCRYPTION_KEYS = first
  assert.equal((await doctor())?.state, 'wrong')
  const again = await cli.serve()
  assert.deepEqual(await cli.json(['secrets', 're-encrypt']), { key: 'first', encrypted: 1 })
  assert.deepEqual(await cli.json(['secrets', 're-encrypt']), { key: 'first', encrypted: 0 })
  assert.deepEqual((await doctor())?.items, ['signing_keys: 1 with the key "first"'])
  assert.equal((await signIn(again.base, app.apikey, 'ada', input.trim())).status, 200)
  await again.stop()

  cli.environment.ENCRYPTION_KEYS = second
  const refused = await cli.run(['serve'])
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /^user-profile: ENCRYPTION_KEYS: lacks the key "first"/)
  assert.match((await doctor())?.detail ?? '', /key that is missing from ENCRYPTION_KEYS/)

  cli.environment.ENCRYPTION_KEYS = `${second},${first}`
  const last = await cli.serve()
  assert.equal((await signIn(last.base, app.apikey, 'ada', input.trim())).status, 200)
  assert.match((await doctor())?.detail ?? '', /1 of 1 .* "second"; run user-profile secrets re-encrypt/)
  assert.equal((await cli.json<{ encrypted: number }>(['secrets', 're-encrypt'])).encrypted, 1)
  await last.stop()

  cli.environment.ENCRYPTION_KEYS = second
  const alone = await cli.serve()
  assert.equal((await signIn(alone.base, app.apikey, 'ada', input.trim())).status, 200)
  await alone.stop()

  // The key is lost: only new signing keys help.
  cli.environment.ENCRYPTION_KEYS = first
  assert.equal((await cli.run(['serve'])).code, 2)
  await cli.json(['keys', 'rotate', '--revoke', '--yes'])
  const saved = await cli.serve()
  assert.equal((await signIn(saved.base, app.apikey, 'ada', input.trim())).status, 200)
  await saved.stop()
})

test('sixteen simultaneous re-encryptions leave every secret readable, and overwrite none that changed', async (t) => {
  const service = await startService({ ENCRYPTION_KEYS: `${second},${first}` })
  t.after(service.stop)
  const { db, keyring, secrets } = service.services
  for (let n = 0; n < 5; n += 1) await keyring.rotate({ revoke: false }, testOperator)
  const former = sealedWith(first)
  const both = sealedWith(second, first)
  const rows = await db.read.selectFrom('signing_keys').selectAll().execute()
  const clear = new Map(rows.map((row) => [row.id, both.open(row.private_jwk, { ...place, id: row.id })]))
  for (const [id, text] of clear) {
    await db.write((tx) =>
      tx
        .updateTable('signing_keys')
        .set({ private_jwk: former.seal(text, { ...place, id }) })
        .where('id', '=', id)
        .execute(),
    )
  }
  const counts = await Promise.all(Array.from({ length: 16 }, () => secrets.reEncrypt()))
  assert.equal(
    counts.reduce((a, b) => a + b, 0),
    clear.size,
    'each value was replaced once',
  )
  const stored = await db.read.selectFrom('signing_keys').selectAll().execute()
  for (const row of stored) {
    assert.equal(keyOf(row.private_jwk), 'second')
    assert.equal(both.open(row.private_jwk, { ...place, id: row.id }), clear.get(row.id))
  }
  assert.equal((await storedKeys(service)).length, clear.size)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OWN_HASH_PREFIX } from '../../src/password/password.ts'
import { importText } from '../support/import.ts'
import { startService, type TestService } from '../support/service.ts'
import { hashVectors } from './hash-vectors.ts'

let service: TestService
before(async () => {
  service = await startService({}, { isIdle: true })
})
after(() => service?.stop())

async function signIn(username: string, password: string): Promise<number> {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username, password }),
  })
  await answer.arrayBuffer()
  return answer.status
}
const hashOf = async (username: string) => {
  const { users } = service.services
  return users.passwordHash((await users.byUsername(username))?.id ?? '')
}

test('people sign in with the password of every imported form, which is hashed anew unless bcrypt cut it off', async () => {
  const rows = hashVectors.map(({ hash }, i) =>
    JSON.stringify({ username: `p${i}`, email: `p${i}@example.com`, password_hash: hash }),
  )
  const { report } = await importText(service, rows.join('\n'), { format: 'jsonl' })
  assert.deepEqual([report.created, report.errors], [hashVectors.length, []])
  for (const [i, { form, password, source }] of hashVectors.entries()) {
    const before = await hashOf(`p${i}`)
    assert.equal(await signIn(`p${i}`, password), 200, `${form} of ${source}`)
    const after = await hashOf(`p${i}`)
    const isCutOff = Buffer.byteLength(password) > 72
    if (isCutOff) assert.equal(after, before)
    else assert.ok(after?.startsWith(OWN_HASH_PREFIX), `${form} of ${source}: ${after}`)
    assert.equal(await signIn(`p${i}`, password), 200)
  }
  assert.equal(await signIn('p0', 'x'), 401)
})

test("Django's unusable password is none: nothing signs in, and the hash is empty", async () => {
  const text =
    'username,email,password_hash\nunusable,unusable@example.com,!TLdxrOiY9PcG86fhobrTT2AKEtuyER8pNE2xK59K\n'
  assert.equal((await importText(service, text)).report.created, 1)
  assert.equal(await hashOf('unusable'), '')
  assert.equal(await signIn('unusable', '!TLdxrOiY9PcG86fhobrTT2AKEtuyER8pNE2xK59K'), 401)
})

test('a hash that costs too much, is damaged or unknown names its column, its form and what to do', async () => {
  const rows = [
    [
      'costly',
      'pbkdf2_sha256$99999999$salt$aaaaaaaaaaaaaaaaaaaaaaaa',
      /Django's PBKDF2.*at most 5,000,000 iterations.*empty/,
    ],
    ['cut', '$2b$10$ucYO4yMw4SR2ImXWhpYKoOo44tke01', /form bcrypt.*damaged.*empty/],
    ['plain', 'secret', /none of the supported forms.*empty/],
  ] as const
  const lines = rows.map(([name, hash]) => `${name},${name}@example.com,${hash}`).join('\n')
  const { report } = await importText(service, `username,email,password_hash\n${lines}\n`)
  assert.deepEqual([report.created, report.refused], [0, 3])
  for (const [i, [, , message]] of rows.entries())
    assert.match(report.errors[i]!.errors.password_hash![0]!, message)
})

test('a refused sign-in is as much work as before once an import has replaced passwords or kept ids', async () => {
  const old = hashVectors.find(({ form }) => form === 'Werkzeug scrypt')!
  const { passwordKinds } = service.services
  const refusal = async () => {
    service.clock.advance(61_000)
    await signIn('nobody', 'x')
    await passwordKinds.whenIdle()
  }
  const person = await service.person()
  service.clock.advance(86_400_000)
  await refusal()
  const hash = '$scrypt$ln=11,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$xy6UCICz8Vv/P6JqOkkUD4DOmhxN0tXSe6sQAUBxupQ'
  const id = '00000000-0000-4000-8000-000000000001'
  const families: string[] = []
  const { expensiveWork } = await import('../../src/ports/expensive-work.ts')
  const note = (message: unknown) => void families.push((message as { family?: string }).family ?? '')
  await importText(service, `id,username,email,password_hash\n${id},kept,kept@example.com,"${hash}"\n`)
  const text = `id,password_hash\n${person.id},"${old.hash}"\n`
  await importText(service, text, { update: true, updatePasswords: true })
  await refusal()
  expensiveWork.start.subscribe(note)
  await signIn('nobody', 'x')
  expensiveWork.start.unsubscribe(note)
  assert.ok(families.includes('scrypt N=2048,r=8,p=1'), families.join())
  assert.ok(families.includes('scrypt N=32768,r=8,p=1'), families.join())
})

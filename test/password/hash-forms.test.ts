import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HashProblem, parseHash } from '../../src/password/hash-forms.ts'
import { needsRenewal, verifyPassword } from '../../src/password/password.ts'
import { takeOverHash } from '../../src/password/take-over-hash.ts'
import { hashVectors } from './hash-vectors.ts'

const stored = (text: string): string => {
  const taken = takeOverHash(text)
  assert.ok('hash' in taken, text)
  return taken.hash
}

for (const { form, password, hash, source } of hashVectors) {
  test(`a password fits what ${source} made of it as ${form}, and another one does not`, async () => {
    assert.equal(await verifyPassword(password, stored(hash)), true)
    assert.equal(await verifyPassword(`x${password}`, stored(hash)), false)
  })
}

test('what bcrypt cuts off of a long password keeps the hash from being renewed, in every form but the prehashed one', () => {
  const bcrypt = '$2b$10$ucYO4yMw4SR2ImXWhpYKoOo44tke01ENBGMWc2FNWTX87DkK8DAm6'
  const long = 'x'.repeat(73)
  for (const [prefix, renewed] of [
    ['', false],
    ['bcrypt$', false],
    ['bcrypt_sha256$', true],
  ] as const) {
    assert.equal(needsRenewal(long, prefix + bcrypt), renewed)
    assert.equal(needsRenewal('x'.repeat(72), prefix + bcrypt), true)
  }
})

for (const text of ['', '  ', '!', '!TLdxrOiY9PcG86fhobrTT2AKEtuyER8pNE2xK59K']) {
  test(`${JSON.stringify(text)} is no password (django/contrib/auth/hashers.py, UNUSABLE_PASSWORD_PREFIX)`, () => {
    assert.deepEqual(takeOverHash(text), { hash: '' })
  })
}

const B64 = 'AAAAAAAAAAAAAAAAAAAAAA'
const HEX = '00'.repeat(32)
const keycloak = (data: object, secret: object = { value: `${B64}==`, salt: `${B64}==` }) =>
  JSON.stringify({ secretData: JSON.stringify(secret), credentialData: JSON.stringify(data) })
const [unknown, malformed, expensive] = ['unknown', 'malformed', 'expensive'] as const

/** Each row: what is wrong, of which form, and the hash. */
const refused: readonly [HashProblem['problem'], string | null, string][] = [
  [unknown, null, 'secret'],
  // Django's oldest, and crypt(3) with SHA-512: too cheap to keep, or nothing that we can check.
  [unknown, null, 'md5$salt$d41d8cd98f00b204e9800998ecf8427e'],
  [
    unknown,
    null,
    '$6$saltsalt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.',
  ],
  [unknown, null, `pbkdf2_sha256$1$salt$${'A'.repeat(600)}`],
  [malformed, 'bcrypt', '$2b$10$ucYO4yMw4SR2ImXWhpYKoOo44tke01ENBGMWc2FNWTX87DkK8DAm'],
  // Fewer rounds than bcrypt knows; a version with a bug of 2011 that no library checks.
  [malformed, 'bcrypt', '$2b$03$ucYO4yMw4SR2ImXWhpYKoOo44tke01ENBGMWc2FNWTX87DkK8DAm6'],
  [malformed, 'bcrypt', '$2x$10$ucYO4yMw4SR2ImXWhpYKoOo44tke01ENBGMWc2FNWTX87DkK8DAm6'],
  [expensive, 'bcrypt', '$2b$15$ucYO4yMw4SR2ImXWhpYKoOo44tke01ENBGMWc2FNWTX87DkK8DAm6'],
  // RFC 9106, 3.1: at least 8 KiB a lane.
  [malformed, 'argon2', `$argon2id$v=19$m=31,t=1,p=4$${B64}$${B64}`],
  [malformed, 'argon2', `$argon2id$v=16$m=4096,t=1,p=1$${B64}$${B64}`],
  [expensive, 'argon2', `$argon2id$v=19$m=262145,t=1,p=1$${B64}$${B64}`],
  [expensive, 'argon2', `$argon2id$v=19$m=262144,t=5,p=1$${B64}$${B64}`],
  [expensive, 'argon2', `$argon2id$v=19$m=4096,t=1,p=17$${B64}$${B64}`],
  [malformed, "Django's PBKDF2", `pbkdf2_sha256$0$salt$${B64}==`],
  [malformed, "Django's PBKDF2", `pbkdf2_md5$1000$salt$${B64}==`],
  [expensive, "Django's PBKDF2", `pbkdf2_sha256$5000001$salt$${B64}==`],
  // Two blocks cost twice the iterations.
  [expensive, 'PBKDF2', `$pbkdf2-sha256$i=2500001$${B64}$${'A'.repeat(86)}`],
  [malformed, 'PBKDF2', `$pbkdf2-sha256$i=1000,l=32$${B64}$${B64}`],
  // 15 bytes: a hash cut short would fit many passwords.
  [malformed, 'PBKDF2', `$pbkdf2-sha256$i=1000$${B64}$${'A'.repeat(20)}`],
  [malformed, 'PBKDF2', `$pbkdf2-sha256$i=1000$${'A'.repeat(172)}$${B64}`],
  // Base64 that says more than its bytes.
  [malformed, 'PBKDF2', `$pbkdf2-sha256$i=1000$${B64}$${'A'.repeat(21)}B`],
  [malformed, "passlib's PBKDF2", `$pbkdf2-sha256$1000$+AAAAAAA$${B64}`],
  [expensive, "passlib's PBKDF2", `$pbkdf2$5000001$${B64}$${B64}`],
  [malformed, "Werkzeug's PBKDF2", `pbkdf2:sha256:1000$salt$${HEX}0`],
  [malformed, "Werkzeug's PBKDF2", `pbkdf2:md5:1000$salt$${HEX}`],
  [expensive, "Werkzeug's PBKDF2", `pbkdf2:sha256:99999999$salt$${HEX}`],
  // N must be a power of two (RFC 7914, 2).
  [malformed, "Werkzeug's scrypt", `scrypt:32767:8:1$salt$${HEX}`],
  [malformed, "Werkzeug's scrypt", `scrypt:1:8:1$salt$${HEX}`],
  [expensive, "Werkzeug's scrypt", `scrypt:262144:8:1$salt$${HEX}`],
  [malformed, 'scrypt', `$scrypt$ln=14,r=0,p=1$${B64}$${B64}`],
  [expensive, 'scrypt', `$scrypt$ln=99,r=8,p=1$${B64}$${B64}`],
  [expensive, 'scrypt', `$scrypt$ln=14,r=999,p=999$${B64}$${B64}`],
  [expensive, "Django's scrypt", `scrypt$131072$salt$8$5$${B64}==`],
  [malformed, 'Keycloak', '{"secretData":"{","credentialData":"{}"}'],
  [malformed, 'Keycloak', '{}'],
  [malformed, 'Keycloak', keycloak({ hashIterations: 1, algorithm: 'md5' })],
  [malformed, 'Keycloak', keycloak({ hashIterations: 5, algorithm: 'argon2', additionalParameters: {} })],
  [malformed, 'Keycloak', JSON.stringify({ x: 'x'.repeat(3000) })],
  [expensive, 'PBKDF2', keycloak({ hashIterations: 9_000_000, algorithm: 'pbkdf2-sha256' })],
  [malformed, 'PBKDF2', keycloak({ hashIterations: '1e3', algorithm: 'pbkdf2-sha256' })],
  [malformed, 'PBKDF2', keycloak({ hashIterations: 1000, algorithm: 'pbkdf2-sha512' }, {})],
]

for (const [problem, form, hash] of refused) {
  test(`${hash.slice(0, 80)} is refused as ${problem}`, () => {
    const taken = takeOverHash(hash)
    assert.ok('problem' in taken, JSON.stringify(taken))
    assert.deepEqual([taken.problem, 'form' in taken ? taken.form : null], [problem, form])
  })
}

test('whatever is read as a hash, its cost and the length of its parts are within the bounds', () => {
  const seeds = hashVectors.map(({ hash }) => stored(hash))
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789$,=:abA+/.'), maxLength: 6 })
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.nat(200), fc.nat(4), digits)
    .map(([hash, at, cut, put]) => hash.slice(0, at) + put + hash.slice(at + cut))
  fc.assert(
    fc.property(mutated, (hash) => {
      const read = parseHash(hash)
      if ('problem' in read) return
      const { parts } = read
      if (parts.kind === 'argon2') assert.ok(parts.memory * parts.passes <= 1_048_576 && parts.lanes <= 16)
      else if (parts.kind === 'bcrypt') assert.ok(parts.rounds >= 4 && parts.rounds <= 14)
      else {
        assert.ok(parts.salt.length <= 128 && parts.hash.length >= 16 && parts.hash.length <= 128)
        if (parts.kind === 'pbkdf2') assert.ok(parts.iterations >= 1 && parts.iterations <= 5_000_000)
        else assert.ok(128 * parts.n * parts.r * parts.p <= 134_217_728)
      }
    }),
    { numRuns: 5000 },
  )
})

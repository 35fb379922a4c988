import assert from 'node:assert/strict'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { decodeJwt, decodeProtectedHeader, type JWK, SignJWT } from 'jose'
import { folderFixture } from '../support/fixture.ts'
import { forgeTokens } from '../support/forged-tokens.ts'
import { sampleOf } from '../support/recipe.ts'
import { serviceFixture } from '../support/service.ts'

type PersonOf = (authorization?: string) => Promise<string | null>

/** Signed by the key of the service itself, which nobody has, and for nobody but a verifier that knows the sessions. */
const BY_THE_SERVICE_ALONE = [
  "of another person, with one's own session",
  "of one's own, with another person's session",
  'that ends in ten years',
]
/** One of several audiences is enough (RFC 7519, 4.1.3), and so is one key without a name (RFC 7515, 4.1.4). */
const ALLOWED = ['for several audiences', 'without a kid']
/** A token may be some seconds old. */
const WITHIN_TOLERANCE = ['that has ended']

let count = 0

const service = await serviceFixture()
const folder = await folderFixture('user-profile-recipe-')
await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
const { id, apiKey } = await service.application('web')
const person = await service.person({ apiKey })
const personOf: PersonOf = await verifierFor(service.origin, id)

/** What a reader makes of the sample for Node.js. */
async function verifierFor(issuer: string, audience: string): Promise<PersonOf> {
  const file = join(folder, `verify-${++count}.mjs`)
  const values = { 'https://id.example.com': issuer, '<id of your application>': audience }
  await writeFile(file, sampleOf('verify-access-tokens.md', 'js', values))
  return ((await import(pathToFileURL(file).href)) as { personOf: PersonOf }).personOf
}

test('the sample for Node.js tells whose token it is', async () => {
  assert.equal(await personOf(`Bearer ${person.access}`), person.id)
  assert.equal(await personOf(`bearer ${person.access}`), person.id)
})

test('it takes no token for another application', async () => {
  const other = await service.person()
  assert.equal(await personOf(`Bearer ${other.access}`), null)
})

test('it takes nothing that is no access token', async () => {
  for (const value of [
    undefined,
    '',
    'Bearer',
    'Bearer x',
    `Basic ${person.access}`,
    `Bearer ${person.refresh}`,
  ])
    assert.equal(await personOf(value), null, String(value))
})

test('it takes no token that was forged', async () => {
  const victim = await service.person()
  const { keyring } = service.services
  const signing = await keyring.signing()
  const { keys } = (await keyring.jwks()) as { keys: JWK[] }
  const forged = await forgeTokens({
    access: person.access,
    victim: { id: victim.id, sessionId: String(decodeJwt(victim.access).sid) },
    keys,
    signingKey: signing.privateKey,
    keySetUrl: `${service.origin}/nothing`,
  })
  const left = Object.entries(forged).filter(
    ([name]) => ![...BY_THE_SERVICE_ALONE, ...ALLOWED, ...WITHIN_TOLERANCE].includes(name),
  )
  assert.ok(left.length > 20)
  for (const [name, token] of left) assert.equal(await personOf(`Bearer ${token}`), null, name)
})

test('it takes no token that has expired', async () => {
  const { privateKey } = await service.services.keyring.signing()
  const claims = decodeJwt(person.access)
  const { alg = '', ...header } = decodeProtectedHeader(person.access)
  const expired = new SignJWT({ ...claims, exp: (claims.iat ?? 0) - 10 }).setProtectedHeader({
    alg,
    ...header,
  })
  assert.equal(await personOf(`Bearer ${await expired.sign(privateKey)}`), null)
})

test('it says when the keys cannot be fetched, and calls no token bad for it', async () => {
  const nowhere = await verifierFor(`${service.origin}/nothing`, 'any')
  await assert.rejects(nowhere(`Bearer ${person.access}`))
})

test('after the end of a session the service refuses its token at once, as the recipe says', async () => {
  const { headers, access } = person
  const ask = () => fetch(`${service.base}/user/get/profile/`, { headers })
  const tag = (await ask()).headers.get('etag') ?? ''
  const again = await fetch(`${service.base}/user/get/profile/`, {
    headers: { ...headers, 'if-none-match': tag },
  })
  assert.equal(again.status, 304)
  await fetch(`${service.base}/user/logout/`, { method: 'POST', headers })
  assert.equal((await ask()).status, 401)
  assert.equal(await personOf(`Bearer ${access}`), person.id, 'until it expires')
})

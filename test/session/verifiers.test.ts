import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auth } from 'express-oauth2-jwt-bearer'
import { decodeJwt, decodeProtectedHeader, type JWK, jwtVerify, SignJWT } from 'jose'
import * as oidc from 'openid-client'
import { askExpress, belowPath, listen } from '../support/express.ts'
import { forgeTokens } from '../support/forged-tokens.ts'
import { serviceFixture, startService } from '../support/service.ts'
import { freePort } from '../support/wait.ts'

/** Signed by the key of the service itself, which nobody has, and for nobody but a verifier that knows the sessions. */
const BY_THE_SERVICE_ALONE = [
  "of another person, with one's own session",
  "of one's own, with another person's session",
  'that ends in ten years',
]
/** One of several audiences is enough (RFC 7519, 4.1.3), and so is one key without a name (RFC 7515, 4.1.4). */
const ALLOWED = ['for several audiences', 'without a kid', 'of another application']
/** A token may be some seconds old. */
const WITHIN_TOLERANCE = ['that has ended']

const service = await serviceFixture()
const { id, apiKey } = await service.application('web')
const person = await service.person({ apiKey })

const metadataAt = async (origin: string, path: string) => {
  const answer = await fetch(origin + path)
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as Record<string, unknown>
}

test('the metadata names the issuer exactly as the tokens do, and leads to their key', async () => {
  const metadata = await metadataAt(service.origin, '/.well-known/openid-configuration')
  assert.equal(metadata.issuer, decodeJwt(person.access).iss)
  assert.equal(metadata.issuer, service.origin)
  const { keys } = (await (await fetch(String(metadata.jwks_uri))).json()) as { keys: JWK[] }
  assert.ok(keys.some(({ kid }) => kid === decodeProtectedHeader(person.access).kid))
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, [decodeProtectedHeader(person.access).alg])
})

test('both well-known addresses have the same metadata, for pages of any origin, and for five minutes', async () => {
  const [openid, oauth] = await Promise.all(
    ['openid-configuration', 'oauth-authorization-server'].map(async (name) => {
      const answer = await fetch(`${service.origin}/.well-known/${name}`)
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=300')
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      return answer.json()
    }),
  )
  assert.deepEqual(openid, oauth)
})

test('express-oauth2-jwt-bearer needs nothing but the issuer and the audience, even where it is strict', async () => {
  const verifier = auth({ issuerBaseURL: service.origin, audience: id, strict: true })
  assert.deepEqual(await askExpress(verifier, `Bearer ${person.access}`), { sub: person.id })
})

test('it refuses what was forged, and a token for another application', async () => {
  const verifier = auth({ issuerBaseURL: service.origin, audience: id, strict: true })
  const victim = await service.person()
  const { keyring } = service.services
  const forged = await forgeTokens({
    access: person.access,
    victim: { id: victim.id, sessionId: String(decodeJwt(victim.access).sid) },
    keys: (await keyring.jwks()).keys as JWK[],
    signingKey: (await keyring.signing()).privateKey,
    keySetUrl: `${service.origin}/nothing`,
  })
  const left = Object.entries({ ...forged, 'for the other application': victim.access }).filter(
    ([name]) => ![...BY_THE_SERVICE_ALONE, ...ALLOWED, ...WITHIN_TOLERANCE].includes(name),
  )
  assert.ok(left.length > 20)
  for (const [name, token] of left) {
    const answer = await askExpress(verifier, `Bearer ${token}`)
    assert.ok('status' in answer && answer.status === 401, `${name}: ${JSON.stringify(answer)}`)
  }
})

test('openid-client discovers the service, and reads who is signed in', async () => {
  const config = await oidc.discovery(new URL(service.origin), 'any', undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  })
  config[oidc.customFetch] = (url, { headers, ...options }) =>
    fetch(url, { ...options, headers: { ...headers, apikey: apiKey } } as RequestInit)
  const claims = await oidc.fetchUserInfo(config, person.access, person.id)
  assert.deepEqual([claims.sub, claims.preferred_username], [person.id, person.username])
})

test('below a path of another host, a verifier that appends to the issuer and one that inserts find the same', async (t) => {
  const port = await freePort(2)
  const seen: string[] = []
  const publicUrl = `http://127.0.0.1:${port + 1}/profile`
  const below = await startService({ PORT: String(port), PUBLIC_URL: publicUrl })
  const proxy = await listen(
    belowPath('/profile', below.origin, (path) => seen.push(path)),
    port + 1,
  )
  t.after(async () => {
    proxy.close()
    await below.stop()
  })
  const application = await below.application('web')
  const other = await below.person({ apiKey: application.apiKey })
  // Spring Security and RFC 8414 insert, after trying to append; go-oidc and express-oauth2-jwt-bearer append.
  for (const path of [
    '/profile/.well-known/openid-configuration',
    '/profile/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration/profile',
    '/.well-known/oauth-authorization-server/profile',
  ]) {
    const { issuer, jwks_uri } = await metadataAt(proxy.origin, path)
    assert.deepEqual([issuer, jwks_uri], [publicUrl, `${publicUrl}/.well-known/jwks.json`], path)
  }
  const verifier = auth({ issuerBaseURL: publicUrl, audience: application.id, strict: true })
  assert.deepEqual(await askExpress(verifier, `Bearer ${other.access}`), { sub: other.id })
  assert.ok(seen.includes('/profile/.well-known/jwks.json'))
})

test('a token says what a resource server needs', async () => {
  const key = (await service.services.keyring.signing()).publicKey
  const { payload, protectedHeader } = await jwtVerify(person.access, key)
  // RFC 9068, 2.1 and 2.2.
  assert.deepEqual([protectedHeader.typ, protectedHeader.alg], ['at+jwt', 'ES256'])
  const { iat = 0 } = payload
  // The session begins a moment before its token is signed, which may be in the next second.
  const { created_at } = await service.services.db.read
    .selectFrom('sessions')
    .select('created_at')
    .where('id', '=', String(payload.sid))
    .executeTakeFirstOrThrow()
  assert.deepEqual(
    { ...payload, jti: typeof payload.jti, sid: typeof payload.sid },
    {
      iss: service.origin,
      sub: person.id,
      aud: id,
      client_id: id,
      exp: iat + 600,
      iat,
      jti: 'string',
      auth_time: Math.floor(created_at / 1000),
      amr: ['pwd'],
      // As before, for clients that read them.
      sid: 'string',
      token_type: 'access',
      user_id: person.id,
    },
  )
})

test('after a proof, a refreshed token says when it was', async () => {
  const me = await service.person()
  const { auth_time: before } = decodeJwt(me.access)
  service.clock.advance(300_000)
  const refreshed = async () => {
    const answer = await fetch(`${service.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey: service.apiKey },
      body: new URLSearchParams({ refresh: me.refresh }),
    })
    return decodeJwt(((await answer.json()) as { access: string }).access)
  }
  assert.equal((await refreshed()).auth_time, before, 'a refresh proves nothing')
  const seconds = () => Math.floor(service.clock.now() / 1000)
  const from = seconds()
  const proof = await fetch(`${service.base}/user/proof/`, {
    method: 'POST',
    headers: me.headers,
    body: new URLSearchParams({ password: me.password }),
  })
  assert.equal(proof.status, 200)
  const until = seconds()
  const { auth_time: after, amr } = await refreshed()
  assert.ok(from <= Number(after) && Number(after) <= until, `${from} to ${until}: ${after}`)
  assert.deepEqual(amr, ['pwd'])
})

test('a token that an earlier version issued is still accepted', async () => {
  const { privateKey } = await service.services.keyring.signing()
  const { auth_time: _time, amr: _methods, ...claims } = decodeJwt(person.access)
  const { alg = '', ...header } = decodeProtectedHeader(person.access)
  const earlier = await new SignJWT(claims).setProtectedHeader({ alg, ...header }).sign(privateKey)
  const answer = await fetch(`${service.base}/user/get/profile/`, {
    headers: { apikey: apiKey, authorization: `Bearer ${earlier}` },
  })
  assert.equal(answer.status, 200)
})

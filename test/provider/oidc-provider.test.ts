import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { fixture } from '../support/fixture.ts'
import { CLIENT_ID, startOidcProvider } from '../support/oidc-provider.ts'
import { serviceFixture, testOperator } from '../support/service.ts'

const SHOP = 'Shop of oidc-provider'
const provider = await fixture(
  () => startOidcProvider('shop-api'),
  (one) => one.stop(),
)
const service = await serviceFixture(
  {
    ISSUERS: JSON.stringify([
      {
        id: 'real',
        issuer: provider.issuer,
        audiences: ['shop-api'],
        application: SHOP,
        sign_in: { client_id: CLIENT_ID },
      },
    ]),
  },
  { isIdle: true },
)
const { services } = service
const { apiKey } = await services.applications.create({ name: SHOP, kind: 'web' }, testOperator)

async function call(token: string, path = 'user/get/profile/', method = 'GET') {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: { apikey: apiKey, authorization: `Bearer ${token}` },
  })
  const { data, errors } = (await answer.json()) as {
    data: Record<string, never>
    errors: { detail?: string }
  }
  return { status: answer.status, data, detail: errors.detail }
}

test('somebody who has signed in at oidc-provider has a profile here, from the claims of the token', async () => {
  const { access_token } = await provider.signIn('ada')
  assert.equal(decodeProtectedHeader(access_token).typ, 'at+jwt')
  const { status, data } = await call(access_token)
  assert.equal(status, 200)
  const { UserProfile, UserLocInfo } = data as unknown as {
    UserProfile: { first_name: string; email: string }[]
    UserLocInfo: { tz: string }
  }
  assert.deepEqual(
    [UserProfile[0]?.first_name, UserProfile[0]?.email, UserLocInfo.tz],
    ['ADA', 'ada@example.org', 'Europe/Paris'],
  )
})

test('a refreshed token is the same person, and so is another sign-in', async () => {
  const tokens = await provider.signIn('grace')
  const idOf = async (token: string) => {
    assert.equal((await call(token)).status, 200)
    const id = await services.issuerSubjects.idOf(provider.issuer, 'grace')
    return (await services.issuerSubjects.find(id))?.userId
  }
  const first = await idOf(tokens.access_token)
  const { access_token } = await provider.refresh(tokens)
  assert.notEqual(access_token, tokens.access_token)
  assert.equal(await idOf(access_token), first)
  assert.equal(await idOf((await provider.signIn('grace')).access_token), first)
})

test('an ID token of oidc-provider is not an access token', async () => {
  const { id_token } = await provider.signIn('alan')
  const { status, detail = '' } = await call(id_token)
  assert.equal(status, 401)
  assert.match(detail, /^The access token was refused: aud /)
})

test('the page signs in with the ID token, and the session is one of ours', async () => {
  const asked = service.clock.now()
  const { id_token } = await provider.signIn('linus', { max_age: '0' })
  const claims = decodeJwt(id_token)
  const application = (await services.applications.byApiKey(apiKey))!
  const arrival = { address: '203.0.113.7', userAgent: 'Firefox' }
  const signIn = { provider: 'real', claims, askedAt: asked }
  const { access } = await services.providerSignIns.signIn(application, signIn, arrival)
  assert.equal((await call(access)).status, 200)
  const caller = await services.sessions.authenticate(apiKey, access)
  assert.deepEqual([caller.provider, caller.hasForeignToken], ['real', false])
  assert.equal(caller.provedAt, Number(claims.auth_time) * 1000)
})

test('a session that its person ends refuses the tokens that oidc-provider still issues for it', async () => {
  const tokens = await provider.signIn('barbara')
  const { data } = await call(tokens.access_token, 'user/sessions/')
  const [session] = (data as unknown as { sessions: { id: string; provider: string }[] }).sessions
  assert.equal((await call(tokens.access_token, `user/sessions/${session?.id}/`, 'DELETE')).status, 200)
  assert.equal((await call(tokens.access_token)).status, 401)
  assert.equal((await call((await provider.refresh(tokens)).access_token)).status, 401)
  assert.equal((await call((await provider.signIn('barbara')).access_token)).status, 200)
})

/**
 * Tokens of a real Keycloak, from its distribution on Maven Central and a realm export, with people who sign in through
 * Chromium: `node --test test/conformance/keycloak.ts`. It takes some minutes.
 */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import type { BrowserContext } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { fixture } from '../support/fixture.ts'
import { serviceFixture, testOperator } from '../support/service.ts'
import { ADMIN, startKeycloak } from './keycloak/server.ts'

const PASSWORD = 'correct horse battery staple'
const CLIENT_ID = 'shop-web'
const MINUTE = 60_000

interface Tokens {
  access_token: string
  refresh_token: string
  id_token: string
}

const keycloak = await fixture(startKeycloak, (one) => one.stop())
const browser = await fixture(startBrowser, (one) => one.close())
/** Where Keycloak sends browsers back to. */
const application = await fixture(
  async () => {
    const server = createServer((_request, response) => response.end('<p>signed in'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback` }
  },
  async ({ server }) => {
    server.closeAllConnections()
    server.close()
  },
)
const entry = { issuer: keycloak.issuer, application: 'app-1', acr: ['1'] }
const service = await serviceFixture(
  {
    ISSUERS: JSON.stringify([
      { ...entry, id: 'keycloak', name: 'Keycloak', audiences: ['shop-api'], acts: ['deletion'] },
    ]),
  },
  { isIdle: true },
)
const { services, clock } = service

async function exchange(form: Record<string, string>): Promise<Tokens> {
  const answer = await fetch(`${keycloak.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: CLIENT_ID, ...form }),
  })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return JSON.parse(text) as Tokens
}

/** Signs somebody in through a browser: authorization code with PKCE. A browser that is signed in there asks nothing. */
async function signIn(
  context: BrowserContext,
  username: string,
  more: Record<string, string> = {},
): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: application.address,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  })
  const page = await context.newPage()
  await page.goto(`${keycloak.issuer}/protocol/openid-connect/auth?${query}`)
  if (!page.url().startsWith(application.address)) {
    const name = page.locator('#username')
    if (await name.isVisible()) await name.fill(username)
    await page.locator('#password').fill(PASSWORD)
    await page.locator('#kc-login').click()
    await page.waitForURL(`${application.address}*`)
  }
  const code = new URL(page.url()).searchParams.get('code')
  await page.close()
  assert.ok(code, 'Keycloak sent no code')
  return exchange({
    grant_type: 'authorization_code',
    code,
    redirect_uri: application.address,
    code_verifier: verifier,
  })
}

async function call(
  token: string,
  path = 'user/get/profile/',
  method = 'GET',
  fields?: Record<string, string>,
) {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: { apikey: service.apiKey, authorization: `Bearer ${token}` },
    ...(fields && { body: new URLSearchParams(fields) }),
  })
  const body = (await answer.json()) as {
    data: Record<string, never>
    errors: { detail?: string }
    error_codes?: { detail?: string }
  }
  return {
    status: answer.status,
    data: body.data,
    detail: body.errors.detail,
    code: body.error_codes?.detail,
  }
}
interface Profile {
  UserProfile: { username: string; first_name: string; last_name: string; email: string }[]
}

test('doctor finds discovery and keys of Keycloak', async () => {
  const [issuer] = services.config.issuers
  const { keys } = await services.providerKeys.check(issuer!)
  assert.ok(keys >= 1)
})

test('a person who signs in at Keycloak has a profile, from the claims of the token', async () => {
  const context = await browser.newContext()
  const { access_token, id_token } = await signIn(context, 'ada')
  const claims = decodeJwt(access_token)
  assert.ok(claims.sid && claims.auth_time, 'sid and auth_time are in the token')
  const { status, data } = await call(access_token)
  assert.equal(status, 200)
  const [profile] = (data as unknown as Profile).UserProfile
  assert.deepEqual(profile && [profile.username, profile.first_name, profile.last_name, profile.email], [
    'ada',
    'Ada',
    'Lovelace',
    'ada@example.org',
  ])
  const refused = await call(id_token)
  assert.equal(refused.status, 401)
  assert.match(refused.detail ?? '', /it is not an access token/)
  await context.close()
})

test('an address that Keycloak has not verified is not taken over', async () => {
  const context = await browser.newContext()
  const { data } = await call((await signIn(context, 'mallory')).access_token)
  assert.equal((data as unknown as Profile).UserProfile[0]?.email, '')
  await context.close()
})

test('refreshed tokens and other clients of one sign-in are one session, shown with the name of Keycloak', async () => {
  const context = await browser.newContext()
  const tokens = await signIn(context, 'ada')
  const refreshed = await exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token })
  const again = await signIn(context, 'ada')
  assert.equal(decodeJwt(again.access_token).sid, decodeJwt(tokens.access_token).sid)
  for (const { access_token } of [tokens, refreshed, again])
    assert.equal((await call(access_token)).status, 200)
  const { data } = await call(refreshed.access_token, 'user/sessions/')
  const { sessions } = data as unknown as { sessions: { current: boolean; provider: string }[] }
  assert.deepEqual(
    sessions.filter(({ current }) => current).map(({ provider }) => provider),
    ['Keycloak'],
  )
  await context.close()
})

test('an ended session stays ended until the person signs in at Keycloak anew', async () => {
  const context = await browser.newContext()
  const tokens = await signIn(context, 'ada')
  const { data } = await call(tokens.access_token, 'user/sessions/')
  const { sessions } = data as unknown as { sessions: { id: string; current: boolean }[] }
  const { id } = sessions.find(({ current }) => current)!
  assert.equal((await call(tokens.access_token, `user/sessions/${id}/`, 'DELETE')).status, 200)
  const refreshed = await exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token })
  for (const { access_token } of [tokens, refreshed, await signIn(context, 'ada')])
    assert.equal((await call(access_token)).status, 401)
  await context.clearCookies()
  assert.equal((await call((await signIn(context, 'ada')).access_token)).status, 200)
  await context.close()
})

test('a fresh sign-in at Keycloak is a recent proof, and one that it remembers is not', async () => {
  const context = await browser.newContext()
  await signIn(context, 'ada')
  const remembered = await signIn(context, 'ada')
  assert.notEqual(decodeJwt(remembered.access_token).acr, '1', 'Keycloak says so by acr')
  const other = await browser.newContext()
  const unproved = await call(remembered.access_token, 'user/delete/', 'POST', {})
  const fresh = await signIn(other, 'ada', { prompt: 'login' })
  const proved = await call(fresh.access_token, 'user/delete/', 'POST', {})
  assert.deepEqual([unproved.code, proved.status], ['recent_sign_in_required', 200])
  assert.equal((await call(fresh.access_token, 'user/delete/cancel/', 'POST', {})).status, 200)
  await Promise.all([context.close(), other.close()])
})

test('a removed person comes back by a later sign-in, and not by a token from before', async () => {
  const context = await browser.newContext()
  const { access_token } = await signIn(context, 'mallory')
  await call(access_token)
  const subject = await services.issuerSubjects.idOf(keycloak.issuer, String(decodeJwt(access_token).sub))
  const { userId } = (await services.issuerSubjects.find(subject))!
  await services.accounts.remove({ id: userId! }, testOperator)
  assert.equal((await call(access_token)).status, 401)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await context.clearCookies()
  assert.equal((await call((await signIn(context, 'mallory')).access_token)).status, 200)
  assert.notEqual((await services.issuerSubjects.find(subject))?.userId, userId)
  await context.close()
})

test('a key that Keycloak has just begun to use is found', async () => {
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
  const context = await browser.newContext()
  const before = await signIn(context, 'ada')
  const token = await fetch(`${keycloak.origin}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN }),
  })
  const admin = (await token.json()) as Tokens
  const made = await fetch(`${keycloak.origin}/admin/realms/shop/components`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'newer',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
    }),
  })
  assert.equal(made.status, 201, await made.text())
  const after = await signIn(context, 'ada')
  assert.notEqual(kidOf(after.access_token), kidOf(before.access_token))
  // The keys are fetched at most once a minute.
  clock.advance(MINUTE)
  assert.deepEqual(
    [(await call(after.access_token)).status, (await call(before.access_token)).status],
    [200, 200],
  )
  await context.close()
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { openIdProviderFixture, walkThrough } from '../support/openid-provider.ts'
import { serviceFixture } from '../support/service.ts'
import { freePort } from '../support/wait.ts'

const port = await freePort()
const pageUrl = `http://127.0.0.1:${port}/`
const acme = await openIdProviderFixture(pageUrl)
const other = await openIdProviderFixture(pageUrl, { id: 'other' })
const service = await serviceFixture({
  PORT: String(port),
  ISSUERS: JSON.stringify([acme.entry(), other.entry({ id: 'other', name: 'Other' })]),
})
const HEADERS = { 'x-requested-with': 'page', 'content-type': 'application/json' }

interface Answer {
  status: number
  body: Record<string, unknown> & { error_codes?: { detail?: string } }
  /** Cookies that were set, as a request sends them; a removed one has no value. */
  cookies: string[]
  answer: Response
}

async function post(path: string, body: object, cookie = '', headers = {}): Promise<Answer> {
  const answer = await fetch(`${pageUrl}session/${path}`, {
    method: 'POST',
    headers: { ...HEADERS, ...(cookie && { cookie }), ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()), cookies: cookiesOf(answer), answer }
}
const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((text) => text.split(';')[0] ?? '')
const keptOf = ({ cookies }: Answer) => cookies.filter((cookie) => !cookie.endsWith('=')).join('; ')
const codeOf = ({ status, body }: Answer) => [status, body.error_codes?.detail]

/** Begins a sign-in, and returns what the provider sends back. */
async function begin(login: string, { provider = 'acme', fresh = false, cookie = '' } = {}) {
  const { status, body, cookies } = await post('provider/', { provider, fresh }, cookie)
  assert.equal(status, 200, JSON.stringify(body))
  const address = await walkThrough(String(body.url), login)
  return {
    asked: new URL(String(body.url)),
    address,
    response: { provider, ...Object.fromEntries(address.searchParams) },
    cookie: [cookie, ...cookies].filter(Boolean).join('; '),
  }
}
const complete = (response: object, cookie: string) => post('provider/callback/', response, cookie)

async function signIn(login: string) {
  const { response, cookie } = await begin(login)
  const done = await complete(response, cookie)
  assert.equal(done.status, 200, JSON.stringify(done.body))
  const access = String(done.body.access)
  return { ...done, access, userId: String(decodeJwt(access).sub), cookie: keptOf(done) }
}

test('a sign-in at a provider starts a session of the page, for the same person each time', async () => {
  acme.people.set('grace', { given_name: 'Grace', family_name: 'Hopper', email: 'grace@example.com' })
  const first = await signIn('grace')
  assert.equal(first.body.provider, 'acme')
  const user = await service.services.users.byId(first.userId)
  assert.deepEqual([user?.username, user?.firstName, user?.lastName], ['grace', 'Grace', 'Hopper'])
  assert.equal((await signIn('grace')).userId, first.userId)
  const refreshed = await post('refresh/', {}, first.cookie)
  assert.deepEqual([refreshed.status, refreshed.body.provider], [200, 'acme'])
})

test('the request to the provider has state, nonce and PKCE, each new, and leads back to an address of its own', async () => {
  const [one, two] = await Promise.all([begin('ada'), begin('ada')])
  const { searchParams: asked } = one.asked
  assert.deepEqual(
    ['response_type', 'code_challenge_method', 'redirect_uri', 'scope', 'prompt'].map((name) =>
      asked.get(name),
    ),
    ['code', 'S256', `${pageUrl}session/callback/acme`, 'openid profile email', null],
  )
  for (const name of ['state', 'nonce', 'code_challenge']) {
    assert.match(asked.get(name) ?? '', /^[\w-]{22,}$/)
    assert.notEqual(asked.get(name), two.asked.searchParams.get(name))
  }
})

test('the cookie of an attempt is sealed, short-lived, and for the session routes of this site', async () => {
  const { answer, body } = await post('provider/', { provider: 'acme' })
  const [cookie = ''] = answer.headers.getSetCookie()
  assert.match(cookie, /^page_attempt=[\w-]+; Max-Age=600; Path=\/session\/; HttpOnly; SameSite=Lax$/)
  const state = new URL(String(body.url)).searchParams.get('state') ?? ''
  const value = /=([\w-]+);/.exec(cookie)?.[1] ?? ''
  assert.ok(!Buffer.from(value, 'base64url').toString('latin1').includes(state))
})

test('a person who comes back is led to the page, which gets nothing but the response', async () => {
  const { address } = await begin('ada')
  address.searchParams.set('error_description', 'Your account is locked, call 555-1234')
  const answer = await fetch(address, { redirect: 'manual' })
  assert.equal(answer.status, 302)
  const to = new URL(answer.headers.get('location') ?? '', address)
  assert.equal(to.origin + to.pathname, `${pageUrl}signed-in`)
  assert.deepEqual([...new URLSearchParams(to.hash.slice(1)).keys()], ['provider', 'code', 'state', 'iss'])
  assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
})

test('a parameter that a response has twice counts as none', async () => {
  const answer = await fetch(`${pageUrl}session/callback/acme?state=a&state=b&code=c`, { redirect: 'manual' })
  assert.equal(answer.headers.get('location'), '../../signed-in#provider=acme&code=c')
})

test('a response that no cookie belongs to signs nobody in', async () => {
  const { response, cookie } = await begin('ada')
  const elsewhere = await begin('mallory')
  const expired = [403, 'provider_sign_in_expired']
  // Login CSRF: the response of an attacker, in the browser of somebody else.
  assert.deepEqual(codeOf(await complete(response, '')), expired)
  assert.deepEqual(codeOf(await complete(response, elsewhere.cookie)), expired)
  assert.deepEqual(codeOf(await complete({ ...response, state: 'forged' }, cookie)), expired)
  const { state: _state, ...stateless } = response as Record<string, string>
  assert.deepEqual(codeOf(await complete(stateless, cookie)), expired)
  const changed = cookie.replace(/.(?=.$)/, (letter) => (letter === 'A' ? 'B' : 'A'))
  assert.deepEqual(codeOf(await complete(response, changed)), expired)
  assert.deepEqual(codeOf(await complete(response, 'page_attempt=x')), expired)
  assert.equal((await complete(response, cookie)).status, 200, 'and the right one does')
})

test('a response counts once, and removes the cookie', async () => {
  const { response, cookie } = await begin('ada')
  const done = await complete(response, cookie)
  assert.ok(done.cookies.includes('page_attempt='))
  const [again, atOnce] = await Promise.all([complete(response, cookie), complete(response, cookie)])
  assert.deepEqual(
    [codeOf(again), codeOf(atOnce)],
    [
      [403, 'provider_refused'],
      [403, 'provider_refused'],
    ],
  )
})

test('a provider cannot pass for another one', async () => {
  const { response, cookie } = await begin('ada')
  // Mix-up (RFC 9700, 4.4): the browser began at one provider, and the response comes from the other.
  assert.deepEqual(codeOf(await complete({ ...response, provider: 'other' }, cookie)), [
    403,
    'provider_sign_in_expired',
  ])
  assert.deepEqual(codeOf(await complete({ ...response, iss: other.issuer }, cookie)), [
    403,
    'provider_refused',
  ])
  const { iss: _iss, ...nameless } = response as Record<string, string>
  const second = await begin('ada')
  const without = {
    ...nameless,
    code: second.address.searchParams.get('code'),
    state: second.address.searchParams.get('state'),
  }
  assert.deepEqual(codeOf(await complete(without, second.cookie)), [403, 'provider_refused'])
})

test('the same login of two providers is two people', async () => {
  const mine = await signIn('twin')
  const { response, cookie } = await begin('twin', { provider: 'other' })
  const theirs = await complete(response, cookie)
  assert.notEqual(decodeJwt(String(theirs.body.access)).sub, mine.userId)
})

test('whoever cancels at the provider is told so', async () => {
  const { response, cookie } = await begin('ada')
  const denied = { ...response, code: undefined, error: 'access_denied' }
  const answer = await complete(denied, cookie)
  assert.deepEqual(codeOf(answer), [403, 'provider_denied'])
  const other = await begin('ada')
  const failed = { provider: 'acme', state: other.address.searchParams.get('state'), error: 'server_error' }
  assert.deepEqual(codeOf(await complete(failed, other.cookie)), [403, 'provider_refused'])
})

test('while the provider is unavailable, a person is told to try again, in their language', async () => {
  const { response, cookie } = await begin('ada')
  acme.breakIt((_request, answer) => void answer.writeHead(502).end('<h1>Bad gateway</h1>'))
  const answer = await complete(response, cookie)
  assert.deepEqual(codeOf(answer), [503, 'provider_unavailable'])
  assert.equal(answer.answer.headers.get('retry-after'), '5')
  acme.breakIt((_request, answer) => void answer.socket?.destroy())
  const second = await post('provider/callback/', response, cookie, { 'accept-language': 'de' })
  assert.deepEqual(codeOf(second), [503, 'provider_unavailable'])
  assert.deepEqual(second.body.error_messages, {
    detail: 'Acme ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  })
  acme.breakIt(null)
  assert.equal((await complete(response, cookie)).status, 200, 'and then it goes on')
})

/** More than the service reads, and what sockets buffer. */
const BOUND = 50_000_000

test('a response that is endless or slow costs the service no more than its bounds', async () => {
  const { response, cookie } = await begin('ada')
  let sent = 0
  acme.breakIt((_request, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      do sent += 65_536
      while (!answer.destroyed && sent < BOUND && answer.write(' '.repeat(65_536)))
      if (sent >= BOUND) return
      if (!answer.destroyed) answer.once('drain', more)
    }
    more()
  })
  const answer = await complete(response, cookie)
  assert.ok(sent < BOUND, 'it stopped reading')
  acme.breakIt(null)
  assert.deepEqual(codeOf(answer), [503, 'provider_unavailable'])
})

test('pages of other sites can neither begin nor complete a sign-in', async () => {
  for (const path of ['provider/', 'provider/callback/']) {
    const answer = await post(path, { provider: 'acme' }, '', { origin: 'https://evil.example' })
    assert.deepEqual(codeOf(answer), [403, 'cross_site_request'])
  }
  assert.equal((await post('provider/', { provider: 'nobody' })).status, 404)
})

test('a fresh sign-in at the provider is a recent proof of the same person, and of nobody else', async () => {
  const me = await signIn('proven')
  const stale = decodeJwt(me.access)
  assert.equal(stale.auth_time, undefined, 'an ordinary sign-in may have been hours ago')
  const { asked, response, cookie } = await begin('proven', { fresh: true, cookie: me.cookie })
  assert.deepEqual(
    ['prompt', 'max_age'].map((name) => asked.searchParams.get(name)),
    ['login', '0'],
  )
  const done = await complete(response, cookie)
  assert.equal(done.status, 200, JSON.stringify(done.body))
  const fresh = decodeJwt(String(done.body.access))
  assert.deepEqual([fresh.sub, typeof fresh.auth_time], [stale.sub, 'number'])
  const cookieNow = keptOf(done)
  const somebody = await begin('impostor', { fresh: true, cookie: cookieNow })
  assert.deepEqual(codeOf(await complete(somebody.response, somebody.cookie)), [403, 'provider_other_person'])
  assert.equal(await service.services.users.byUsername('impostor'), null, 'nobody was created for it')
})

test('the session that a sign-in replaces ends', async () => {
  const me = await signIn('again')
  const { response, cookie } = await begin('again', { cookie: me.cookie })
  assert.equal((await complete(response, cookie)).status, 200)
  assert.equal((await post('refresh/', {}, me.cookie)).status, 401)
})

test('a sign-out says where to sign out at the provider', async () => {
  const me = await signIn('leaving')
  const answer = await fetch(`${pageUrl}session/`, {
    method: 'DELETE',
    headers: { ...HEADERS, cookie: me.cookie },
  })
  const { sign_out_at } = (await answer.json()) as { sign_out_at: { name: string; url: string } }
  const url = new URL(sign_out_at.url)
  assert.deepEqual(
    [sign_out_at.name, url.origin, url.searchParams.get('post_logout_redirect_uri')],
    ['Acme', acme.issuer, pageUrl],
  )
  assert.equal((await fetch(url)).status, 200)
})

// Last, because the provider's clock stays behind.
test('a response is accepted for ten minutes', async () => {
  const late = await begin('ada')
  service.clock.advance(10 * 60_000 + 1000)
  assert.deepEqual(codeOf(await complete(late.response, late.cookie)), [403, 'provider_sign_in_expired'])
})

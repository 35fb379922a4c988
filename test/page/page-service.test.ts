import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { pino } from 'pino'
import { contrast, parseColor } from '../../common/color.ts'
import { languages as allLanguages } from '../../common/languages.ts'
import { pageAttributes, pageFieldNames } from '../../common/page-config.ts'
import { acceptedFormats } from '../../common/picture.ts'
import { buildApp } from '../../src/app/http-app.ts'
import { DAY } from '../../src/basics/durations.ts'
import { readConfig } from '../../src/config/config.ts'
import { reservedPaths } from '../../src/config/page-settings.ts'
import type { SettingName } from '../../src/config/settings.ts'
import { brandOf } from '../../src/page/brand.ts'
import { returnAddress } from '../../src/page/page.ts'
import { createCli } from '../support/cli.ts'
import { routesOf } from '../support/routes.ts'
import { type Person, startService, type TestService, testOperator } from '../support/service.ts'
import { newInstallation } from '../support/setup.ts'

const ORIGIN = 'https://id.example.com'
const APP = 'https://shop.example.com'
let pageFolder: string
let service: TestService
before(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'user-profile-page-'))
  await mkdir(join(pageFolder, 'assets'))
  await writeFile(
    join(pageFolder, 'index.html'),
    '<!doctype html><html lang="en" dir="ltr"><title>The page</title><style>p { color: red }</style><script>document.title</script><link href="__TEXTS__"><p>__SERVICE_NAME__ at __PAGE_URL__</p><img src="__LOGO__"><script type="application/json">"__PAGE_CONFIG__"</script>',
  )
  await writeFile(join(pageFolder, 'favicon.ico'), 'an icon')
  await writeFile(join(pageFolder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(pageFolder, 'assets/index-1a2b.js'), 'document.title = "ready"\n'.repeat(200))
  await writeFile(join(pageFolder, 'assets/index-1a2b.js.br'), 'stands for brotli')
  for (const code of allLanguages)
    await writeFile(join(pageFolder, `assets/texts-${code}-3c4d.js`), 'export default {}')
  await writeFile(join(pageFolder, 'sizes.json'), '{}')
  service = await start({})
  await service.application('spa', { origins: [APP] })
})
after(async () => {
  await service?.stop()
  await rm(pageFolder, { recursive: true })
})

const start = (settings: Partial<Record<SettingName, string>>) =>
  startService(
    {
      PUBLIC_URL: ORIGIN,
      PAGE_URL: `${ORIGIN}/account/`,
      SERVICE_NAME: 'Acme',
      RETURN_ORIGINS: 'https://www.example.com',
      ...settings,
    },
    { pageFolder },
  )

interface Raw {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: Record<string, never> & { access?: string; error_codes?: Record<string, string> }
}

/** A raw request with nothing added: browsers and `fetch` would not send all of these. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: object,
  of = service,
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${of.origin}${path}`,
      { method, headers: { ...(body && { 'content-type': 'application/json' }), ...headers } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part) => parts.push(part))
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          const isJson = String(answer.headers['content-type']).includes('json')
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text,
            json: isJson ? JSON.parse(text) : {},
          })
        })
      },
    ).on('error', reject)
    sent.end(body ? JSON.stringify(body) : undefined)
  })
}

const OWN = { 'x-requested-with': 'page', origin: ORIGIN }
const setCookie = (answer: Raw) => [answer.headers['set-cookie'] ?? []].flat()
const COOKIE = '__Secure-page_refresh'
const cookieOf = (answer: Raw) => /^(__Secure-page_refresh=[^;]+)/.exec(setCookie(answer)[0] ?? '')?.[1] ?? ''
const signIn = (person: Pick<Person, 'username' | 'password'>, headers = {}) =>
  raw(
    'POST',
    '/account/session/',
    { ...OWN, ...headers },
    {
      username: person.username,
      password: person.password,
    },
  )
const refresh = (cookie: string) => raw('POST', '/account/session/refresh/', { ...OWN, cookie })
const isGone = (answer: Raw, name = COOKIE) =>
  setCookie(answer).some((text) => text.startsWith(`${name}=;`) && /Max-Age=0|1970/.test(text))
const profile = (access: string) =>
  raw('GET', '/api/v1/user/get/profile/', { apikey: 'page', authorization: `Bearer ${access}` })

test('signing in to the page gives its script only an access token, and puts the refresh token into a cookie out of its reach', async () => {
  const answer = await signIn(await service.person())
  assert.equal(answer.status, 200)
  assert.deepEqual(Object.keys(answer.json).sort(), ['access', 'expires_in'])
  assert.equal(answer.json.expires_in, 600)
  const [text = ''] = setCookie(answer)
  const attributes = text.split('; ').slice(1).sort()
  assert.deepEqual(attributes, [
    'HttpOnly',
    'Max-Age=2592000',
    'Path=/account/session/',
    'SameSite=Strict',
    'Secure',
  ])
  assert.equal((await profile(answer.json.access!)).status, 200)
  assert.equal(answer.headers['cache-control'], 'no-store')
})

test('the page stays signed in with its cookie, which each use replaces', async () => {
  const first = cookieOf(await signIn(await service.person()))
  const next = await refresh(first)
  assert.equal(next.status, 200)
  assert.equal((await profile(next.json.access!)).status, 200)
  assert.notEqual(cookieOf(next), first)
  assert.equal((await refresh(cookieOf(next))).status, 200)
})

test('a cookie with the former name works for the lifetime of a refresh token, and is replaced by the new one', async () => {
  const fresh = await start({})
  try {
    const from = (cookie: string, method = 'POST', path = 'refresh/') =>
      raw(method, `/account/session/${path}`, { ...OWN, cookie }, undefined, fresh)
    const person = await fresh.person()
    const body = { username: person.username, password: person.password }
    const signedIn = async () => {
      const answer = await raw('POST', '/account/session/', OWN, body, fresh)
      return cookieOf(answer).replace('__Secure-', '')
    }
    const former = await signedIn()
    const moved = await from(former)
    assert.equal(moved.status, 200)
    assert.match(cookieOf(moved), /^__Secure-page_refresh=./)
    assert.ok(isGone(moved, 'page_refresh'))
    // Signing out or in again with one leaves nothing behind either.
    const left = await from(await signedIn(), 'DELETE', '')
    assert.deepEqual([left.status, isGone(left), isGone(left, 'page_refresh')], [204, true, true])

    // Both at once: the one that no network attacker could have set counts.
    const both = await from(`page_refresh=nonsense; page_refresh=nonsense; ${cookieOf(moved)}`)
    assert.equal(both.status, 200)
    assert.ok(isGone(both, 'page_refresh'))

    fresh.clock.advance(30 * DAY)
    const late = await from(await signedIn())
    assert.equal(late.status, 401)
  } finally {
    await fresh.stop()
  }
})

test('a page without TLS has the cookie without the prefix, since browsers would not accept it', async () => {
  const plain = await start({ PUBLIC_URL: 'http://localhost:8080', PAGE_URL: '' })
  try {
    const person = await plain.person()
    const headers = { ...OWN, origin: 'http://localhost:8080' }
    const body = { username: person.username, password: person.password }
    const mount = '/session/'
    const answer = await raw('POST', mount, headers, body, plain)
    assert.match(setCookie(answer)[0] ?? '', /^page_refresh=[^;]/)
    assert.doesNotMatch(setCookie(answer)[0] ?? '', /Secure/)
  } finally {
    await plain.stop()
  }
})

test('a duplicate cookie is refused with its remedy, and changes nothing', async () => {
  const person = await service.person()
  const cookie = cookieOf(await signIn(person))
  const twice = [`${cookie}; ${cookie}`, `${COOKIE}=other; ${cookie}`, 'page_refresh=a; page_refresh=b']
  for (const cookies of twice) {
    const answers = [
      await refresh(cookies),
      await signIn(person, { cookie: cookies }),
      await raw('DELETE', '/account/session/', { ...OWN, cookie: cookies }),
    ]
    for (const answer of answers) {
      assert.equal(answer.status, 400, cookies)
      assert.equal(answer.json.error_codes?.detail, 'cookie_duplicate')
      assert.match(answer.text, /page_refresh was sent more than once\. Delete the cookies/)
      assert.deepEqual(setCookie(answer), [])
    }
  }
  assert.equal((await refresh(cookie)).status, 200)
})

test('two tabs that refresh at once do not sign each other out', async () => {
  const cookie = cookieOf(await signIn(await service.person()))
  const answers = await Promise.all(Array.from({ length: 16 }, () => refresh(cookie)))
  for (const answer of answers) assert.equal(answer.status, 200)
  const cookies = new Set(answers.map(cookieOf))
  assert.equal(cookies.size, 1, 'all have the newest cookie')
  assert.ok(!cookies.has(cookie))
  assert.equal((await refresh([...cookies][0]!)).status, 200)
})

test('a used cookie without a successor, as left by a node of the previous version, gets a request to retry and stays', async () => {
  const cookie = cookieOf(await signIn(await service.person()))
  const next = await refresh(cookie)
  const { db } = service.services
  await db.write((tx) => tx.updateTable('refresh_tokens').set({ next_sealed: null }).execute())
  const lost = await refresh(cookie)
  assert.equal(lost.status, 401)
  assert.deepEqual(setCookie(lost), [])
  assert.equal(lost.headers['retry-after'], '1')
  assert.equal((await refresh(cookieOf(next))).status, 200)
})

test('a cookie that is reused after a minute is theft: the session ends and the cookie is deleted', async () => {
  const cookie = cookieOf(await signIn(await service.person()))
  const next = await refresh(cookie)
  service.clock.advance(61_000)
  const late = await refresh(cookie)
  assert.equal(late.status, 401)
  assert.ok(isGone(late))
  assert.ok(isGone(await refresh(cookieOf(next))))
})

test('without an active session a refresh is 401 and the cookie is deleted', async () => {
  for (const cookie of ['', `${COOKIE}=nonsense`, `${COOKIE}=${'x'.repeat(5000)}`, `${COOKIE}=%`]) {
    const answer = await refresh(cookie)
    assert.equal(answer.status, 401, cookie.slice(0, 40))
    assert.equal(answer.json.error_codes?.detail, 'token_not_valid')
    assert.ok(isGone(answer))
  }
})

test("another application's refresh token is not accepted as a cookie of the page", async () => {
  const person = await service.person()
  const answer = await refresh(`${COOKIE}=${person.refresh}`)
  assert.equal(answer.status, 401)
  assert.equal(
    (await raw('DELETE', '/account/session/', { ...OWN, cookie: `${COOKIE}=${person.refresh}` })).status,
    204,
  )
  const still = await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  assert.equal(still.status, 200)
})

test('signing out ends the session and deletes the cookie, and may be repeated', async () => {
  const signedIn = await signIn(await service.person())
  for (let i = 0; i < 2; i++) {
    const answer = await raw('DELETE', '/account/session/', { ...OWN, cookie: cookieOf(signedIn) })
    assert.equal(answer.status, 204)
    assert.ok(isGone(answer))
  }
  assert.equal((await profile(signedIn.json.access!)).status, 401)
  assert.equal((await refresh(cookieOf(signedIn))).status, 401)
})

test('signing in again in the same browser leaves no earlier session behind', async () => {
  const person = await service.person()
  const first = await signIn(person)
  const second = await signIn(person, { cookie: cookieOf(first) })
  assert.equal((await profile(first.json.access!)).status, 401)
  assert.equal((await profile(second.json.access!)).status, 200)
})

test('requests from other sites are 403 and change nothing, with and without the cookie', async () => {
  const person = await service.person()
  const signedIn = await signIn(person)
  const cookie = cookieOf(signedIn)
  const others: Record<string, string>[] = [
    {},
    { origin: ORIGIN },
    { origin: 'https://evil.example', 'x-requested-with': 'page' },
    { origin: 'null', 'x-requested-with': 'page' },
    { origin: `${ORIGIN}.evil.example`, 'x-requested-with': 'page' },
    { origin: ORIGIN, 'x-requested-with': 'XMLHttpRequest' },
    { origin: APP, 'x-requested-with': 'page' },
  ]
  for (const headers of others) {
    const body = { username: person.username, password: person.password }
    const answers = [
      await raw('POST', '/account/session/', { cookie, ...headers }, body),
      await raw('POST', '/account/session', { cookie, ...headers }, body),
      await raw('POST', '/account/session/refresh/', { cookie, ...headers }),
      await raw('DELETE', '/account/session/', { cookie, ...headers }),
      await raw('GET', `/account/return-to/?url=${APP}`, { cookie, ...headers }),
    ]
    for (const answer of answers) {
      assert.equal(answer.status, 403, JSON.stringify(headers))
      assert.equal(answer.json.error_codes?.detail, 'cross_site_request')
      assert.deepEqual(setCookie(answer), [])
    }
  }
  const form = await raw('POST', '/account/session/', { 'content-type': 'text/plain', cookie }, {})
  assert.equal(form.status, 403)
  assert.equal((await refresh(cookie)).status, 200)
})

test('no preflight allows another site to send the header of the page', async () => {
  const answer = await raw('OPTIONS', '/account/session/', {
    origin: APP,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-requested-with',
  })
  assert.doesNotMatch(String(answer.headers['access-control-allow-headers'] ?? ''), /x-requested-with/i)
  assert.equal(answer.headers['access-control-allow-credentials'], undefined)
})

test('the routes of the API never read a cookie', async () => {
  const signedIn = await signIn(await service.person())
  const cookie = `${cookieOf(signedIn)}; access=${signedIn.json.access}; apikey=page`
  assert.equal((await raw('GET', '/api/v1/user/get/profile/', { cookie })).status, 401)
  const refreshed = await raw('POST', '/api/v1/user/token/refresh/', { apikey: 'page', cookie }, {})
  assert.equal(refreshed.status, 400)
})

test('the key of the page works only from its own origin', async () => {
  const person = await service.person()
  const login = (origin: string) =>
    raw(
      'POST',
      '/api/v1/user/login/',
      { apikey: 'page', origin },
      {
        username: person.username,
        password: person.password,
      },
    )
  assert.equal((await login(ORIGIN)).status, 200)
  assert.equal((await login(APP)).status, 403)
})

test('sign-in through the page has the texts, limits and audit events of user/login', async () => {
  const strict = await start({ LIMIT_SCALE: '1' })
  const person = await strict.person()
  const attempt = (password: string) =>
    raw('POST', '/account/session/', OWN, { username: person.username, password }, strict)
  const wrong = await attempt('wrong')
  assert.equal(wrong.status, 401)
  assert.match(wrong.text, /The supplied authentication credentials are invalid\./)
  assert.deepEqual(setCookie(wrong), [])
  assert.equal((await raw('POST', '/account/session/', OWN, {}, strict)).status, 400)
  for (let i = 0; i < 9; i++) await attempt('wrong')
  const limited = await attempt(person.password)
  assert.equal(limited.status, 429)
  // Counted together with those at the API.
  const login = await raw(
    'POST',
    '/api/v1/user/login/',
    { apikey: strict.apiKey },
    {
      username: person.username,
      password: person.password,
    },
    strict,
  )
  assert.equal(login.status, 429)
  strict.clock.advance(0)
  const other = await strict.person()
  await raw('POST', '/account/session/', OWN, { username: other.username, password: other.password }, strict)
  const [event] = await strict.services.audit.ofPerson(other.id, null, 1)
  assert.deepEqual([event?.action, event?.applicationId, event?.actor], ['session.started', 'page', 'person'])
  await strict.stop()
})

test('people are sent back only to registered origins', async () => {
  const go = (url: string) =>
    raw('GET', `/account/return-to/?url=${encodeURIComponent(url)}`, { 'x-requested-with': 'page' })
  for (const [sent, answered] of [
    [`${APP}/cart?item=1#top`, `${APP}/cart?item=1#top`],
    ['HTTPS://SHOP.example.com', `${APP}/`],
    ['https://www.example.com/x', 'https://www.example.com/x'],
  ] as const) {
    const answer = await go(sent)
    assert.deepEqual([answer.status, answer.json], [200, { url: answered }], sent)
  }
  for (const url of [
    '',
    '/relative',
    '//shop.example.com',
    'https://evil.example',
    'https://shop.example.com.evil.example',
    'https://shop.example.com@evil.example',
    'https://someone:secret@shop.example.com',
    'http://shop.example.com',
    'https://shop.example.com:8443',
    'javascript:alert(1)//https://shop.example.com',
    'data:text/html,x',
    `blob:${APP}/0`,
    `${APP}/${'x'.repeat(2048)}`,
  ]) {
    const answer = await go(url)
    assert.equal(answer.status, 400, url)
    assert.deepEqual(Object.keys(answer.json.error_codes ?? {}), ['url'])
  }
  assert.equal((await raw('GET', '/account/return-to/', { 'x-requested-with': 'page' })).status, 400)
})

test('no text leads to an origin that is not allowed', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((text) => `${APP}${text}`),
      ),
      (text) => {
        const url = returnAddress(text, [APP])
        assert.ok(url === null || new URL(url).origin === APP)
      },
    ),
  )
})

test('the page gets all information about its installation from one document', async () => {
  const { status, json, headers } = await raw('GET', '/account/page-config.json')
  assert.equal(status, 200)
  assert.equal(headers['cache-control'], 'no-cache')
  const { languages, ...rest } = json as unknown as Record<string, unknown> & {
    languages: { code: string; native_name: string; direction: string }[]
  }
  assert.deepEqual(rest, {
    service_name: 'Acme',
    page_url: `${ORIGIN}/account/`,
    api_base: '/api/v1',
    apikey: 'page',
    default_language: 'en',
    fields: {
      ...Object.fromEntries(pageFieldNames.map((name) => [name, true])),
      first_name: true,
      last_name: true,
      email: true,
      phone: true,
      language: true,
      timezone: true,
      currency: true,
      picture: true,
    },
    attributes: pageAttributes(),
    brand: { color: '#1d4ed8', on_color: '#ffffff' },
    links: [],
    application: 'Profile page',
    deletion_grace_days: 14,
    sign_in_by_email: true,
    picture_formats: acceptedFormats(true),
    passkeys: true,
    password: true,
    providers: [],
  })
  assert.deepEqual(
    languages.map(({ code }) => code),
    allLanguages,
  )
  assert.deepEqual(languages[5], { code: 'ar', native_name: 'العربية', direction: 'rtl' })
})

test('operators set colors, a logo, links, fields and languages of the page', async () => {
  const logo = join(pageFolder, '../user-profile-logo.svg')
  await writeFile(logo, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const own = await start({
    PUBLIC_URL: `${ORIGIN}/id`,
    PAGE_URL: `${ORIGIN}/id/me`,
    PAGE_COLOR: '#FFD700',
    PAGE_LOGO: logo,
    PAGE_LINKS: 'Help=https://example.com/help?a=b,Write us=mailto:help@example.com',
    PAGE_FIELDS: 'first_name,picture',
    LANGUAGES: 'fr,ar,nl',
    DEFAULT_LANGUAGE: 'fr',
  })
  const { json } = await raw('GET', '/me/page-config.json', {}, undefined, own)
  const config = json as unknown as {
    api_base: string
    brand: { color: string; on_color: string; logo_url: string }
    links: unknown
    fields: Record<string, boolean>
    languages: { code: string }[]
    default_language: string
  }
  // A proxy strips `/id`; browsers see it.
  assert.equal(config.api_base, '/id/api/v1')
  assert.deepEqual([config.brand.color, config.brand.on_color], ['#ffd700', '#000000'])
  assert.match(config.brand.logo_url, /^\/id\/me\/logo-[\w-]{10}\.svg$/)
  const shown = await raw('GET', config.brand.logo_url.slice('/id'.length), {}, undefined, own)
  assert.equal(shown.headers['content-type'], 'image/svg+xml')
  assert.match(String(shown.headers['content-security-policy']), /default-src 'none'.*sandbox/)
  assert.deepEqual(config.links, [
    { label: 'Help', url: 'https://example.com/help?a=b' },
    { label: 'Write us', url: 'mailto:help@example.com' },
  ])
  assert.deepEqual(
    Object.entries(config.fields).filter(([, is]) => is),
    [
      ['first_name', true],
      ['picture', true],
    ],
  )
  assert.deepEqual([config.languages.map(({ code }) => code), config.default_language], [['fr', 'ar'], 'fr'])
  const person = await own.person()
  const signedIn = await raw(
    'POST',
    '/me/session/',
    OWN,
    { username: person.username, password: person.password },
    own,
  )
  assert.match(setCookie(signedIn)[0] ?? '', /Path=\/id\/me\/session\//)
  await own.stop()
  await rm(logo)
})

test('the page may be at any path that the service itself does not use', async () => {
  const bare = await startService({ PAGE: 'off', PUBLIC_URL: ORIGIN })
  const app = await buildApp(bare.services, pino({ level: 'silent' }))
  await app.ready()
  const routes = routesOf(app.printRoutes({ includeHooks: false }))
  await app.close()
  await bare.stop()
  const first = new Set(routes.map((route) => route.split('/')[1] ?? '').filter((segment) => segment !== ''))
  assert.ok(first.size > 5, 'the routes are read from the tree')
  // The icons are there if the page is.
  const icons = ['favicon.ico', 'apple-touch-icon.png']
  assert.deepEqual([...first, ...icons].toSorted(), [...reservedPaths, 'api'].toSorted())
})

for (const [name, value, problem] of [
  ['PAGE', 'yes', 'must be on or off'],
  ['PAGE_URL', 'account', 'must be an http'],
  ['PAGE_URL', 'https://id.example.com/?a', 'must have neither a query nor a fragment'],
  ['PAGE_URL', 'https://id.example.com/docs/', 'must not be below /docs'],
  ['PAGE_URL', 'https://id.example.com/api/', 'must not be below /api'],
  ['PAGE_URL', 'https://id.example.com/a%20b/', 'must have a path that consists of'],
  ['PAGE_COLOR', 'blue', 'must be a color of the form #rrggbb'],
  ['PAGE_LOGO', '/etc/passwd', 'must be a file of the type'],
  ['PAGE_LINKS', 'Help', 'is not of the form Label=address'],
  ['PAGE_LINKS', 'Help=javascript:alert(1)', 'is not of the form Label=address'],
  ['PAGE_FIELDS', 'first_name,shoe_size', 'names "shoe_size", which is not one of'],
  ['RETURN_ORIGINS', 'https://a.example/path', 'which is not an origin'],
  ['DELETION_GRACE_DAYS', '400', 'must be a whole number from 0 to 365'],
] as const) {
  test(`${name}=${value} prevents the start with a line that names the setting`, () => {
    assert.throws(
      () => readConfig({ PUBLIC_URL: ORIGIN, [name]: value }),
      (error: Error) => error.message.startsWith(`${name}: `) && error.message.includes(problem),
    )
  })
}

test('an unreadable logo prevents the start with a line that names the setting', async () => {
  const cli = await createCli({ PAGE_LOGO: '/nowhere/logo.svg' })
  const { code, stderr } = await cli.run(['serve'])
  await cli.remove()
  assert.equal(code, 2)
  assert.match(stderr, /^.*PAGE_LOGO: names "\/nowhere\/logo\.svg", which cannot be read \(ENOENT\)/m)
})

test('text on the color of the page is readable, whatever the color', () => {
  // WCAG 2.2, 1.4.3; the two extremes are those of its definition.
  const ratio = (one: string, other: string) => contrast(parseColor(one)!, parseColor(other)!)
  assert.equal(ratio('#000000', '#ffffff'), 21)
  assert.equal(ratio('#777777', '#777777'), 1)
  const colors = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(colors, (color) => {
      const brand = brandOf(color)
      assert.ok(ratio(brand.color, brand.on_color) >= 4.5)
    }),
  )
})

const HTML = { accept: 'text/html,application/xhtml+xml' }

test('the page and its views are served with a strict policy, and its files may be cached forever', async () => {
  for (const path of ['/account/', '/account/security', '/account/forgot-password?x=1']) {
    const { status, text, headers } = await raw('GET', path, HTML)
    assert.equal(status, 200, path)
    assert.match(text, /The page/)
    assert.match(String(headers['cache-control']), /no-cache/)
    const policy = String(headers['content-security-policy'])
    const inline = (element: string) =>
      [...text.matchAll(new RegExp(`<${element}>([^<]*)<`, 'g'))]
        .map(([, content = '']) => ` 'sha256-${hash('sha256', content, 'base64')}'`)
        .join('')
    assert.ok(inline('script') && inline('style'))
    for (const part of [
      "default-src 'none'",
      `script-src 'self'${inline('script')}`,
      `style-src 'self'${inline('style')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      assert.ok(policy.split(';').includes(part), part)
    assert.doesNotMatch(policy, /unsafe/)
  }
  const script = await raw('GET', '/account/assets/index-1a2b.js')
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8')
  assert.match(script.text, /^document\.title/)
  const small = await raw('GET', '/account/assets/index-1a2b.js', { 'accept-encoding': 'br, gzip' })
  assert.deepEqual([small.headers['content-encoding'], small.text], ['br', 'stands for brotli'])
  assert.match(String((await raw('GET', '/account/icon.svg')).headers['cache-control']), /no-cache/)
})

test('the document names the language of its reader, and contains what the page needs to know', async () => {
  const tags = new Set<unknown>()
  for (const [wanted, language, direction] of [
    ['ar-EG,ar;q=0.9', 'ar', 'rtl'],
    ['zh-TW', 'zh-Hans', 'ltr'],
    ['nl', 'en', 'ltr'],
  ] as const) {
    const { text, headers } = await raw('GET', '/account/', { ...HTML, 'accept-language': wanted })
    assert.match(text, new RegExp(`<html lang="${language}" dir="${direction}">`))
    assert.match(text, new RegExp(`<link href="\\./assets/texts-${language}-3c4d\\.js">`))
    assert.equal(headers.vary, 'Accept-Encoding, Accept-Language')
    tags.add(headers.etag)
    const data = /<script type="application\/json">(.*)<\/script>/.exec(text)?.[1] ?? ''
    assert.deepEqual(JSON.parse(data), (await raw('GET', '/account/page-config.json')).json)
  }
  assert.equal(tags.size, 3)
})

test('no setting can end the element with what the page needs to know', async () => {
  const own = await start({ SERVICE_NAME: 'A </script><script>alert(1)</script>' })
  const { text } = await raw('GET', '/account/', HTML, undefined, own)
  assert.equal(text.match(/<\/script/g)?.length, 2)
  await own.stop()
})

test('nearly right addresses redirect to the right one, relative and with the query', async () => {
  for (const [path, to] of [
    ['/account', 'account/'],
    ['/account?return_to=x', 'account/?return_to=x'],
    ['/account/security/', '../security'],
  ] as const) {
    const { status, headers } = await raw('GET', path, HTML)
    assert.deepEqual([status, headers.location], [302, to])
  }
})

const unknown = [
  '/account/assets/none.js',
  '/account/sizes.json',
  '/account/../package.json',
  '/account/%2e%2e%2fpackage.json',
  '/account/a/b',
  '/account/Security',
  '/account/nothing',
  '/nothing',
  '/api/v1/nothing',
]

test('a person who opens an unknown address sees a page with a way back, in their language', async () => {
  for (const path of unknown) {
    const { status, headers, text } = await raw('GET', path, { ...HTML, 'accept-language': 'de' })
    assert.equal(status, 404, path)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8', path)
    assert.deepEqual([headers['content-language'], headers['cache-control']], ['de', 'no-store'])
    assert.match(text, /<h1>Diese Seite gibt es nicht<\/h1>/)
    assert.match(text, /<a class="button" href="https:\/\/id\.example\.com\/account\/">/)
  }
})

test('a client that asks for an unknown address gets JSON, whatever it accepts', async () => {
  for (const accept of ['*/*', 'application/json', 'application/json, text/plain, */*', undefined]) {
    for (const path of [...unknown, '/account/security']) {
      const { status, json } = await raw('GET', path, accept === undefined ? {} : { accept })
      assert.equal(status, 404, path)
      assert.equal(json.error_codes?.detail, 'not_found', path)
    }
  }
  const posted = await raw('POST', '/account/nothing', HTML)
  assert.equal(posted.json.error_codes?.detail, 'not_found', 'only who opens an address is a person')
})

test('a password manager finds the place to change a password', async () => {
  const { status, headers } = await raw('GET', '/.well-known/change-password', HTML)
  assert.deepEqual([status, headers.location], [302, `${ORIGIN}/account/security`])
  const probe = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200'
  assert.equal((await raw('GET', probe, HTML)).status, 404)
})

test('a browser finds the icons at the root, and a manifest with the name and color of the service', async () => {
  for (const path of ['/favicon.ico', '/account/favicon.ico']) {
    const { status, headers } = await raw('GET', path)
    assert.deepEqual([status, headers['content-type']], [200, 'image/x-icon'], path)
  }
  const { headers, json } = await raw('GET', '/account/manifest.webmanifest')
  assert.equal(headers['content-type'], 'application/manifest+json')
  const { name, start_url, theme_color } = json as Record<string, string>
  assert.deepEqual([name, start_url, theme_color], ['Acme', '.', '#1d4ed8'])
})

test('the document names the service and its address before any script runs', async () => {
  const { text } = await raw('GET', '/account/', HTML)
  assert.match(text, /<p>Acme at https:\/\/id\.example\.com\/account\/<\/p><img src="\.\/icon\.svg">/)
})

test('crawlers are kept away from everything', async () => {
  const { headers, text } = await raw('GET', '/robots.txt')
  assert.deepEqual(
    [headers['content-type'], text],
    ['text/plain; charset=utf-8', 'User-agent: *\nDisallow: /\n'],
  )
})

test('at the root the page hides no other address of the service', async () => {
  const root = await start({ PAGE_URL: ORIGIN })
  const get = (path: string) => raw('GET', path, HTML, undefined, root)
  assert.match((await get('/')).text, /The page/)
  assert.match((await get('/security')).text, /The page/)
  for (const path of ['/api', '/pictures', '/email-change', '/assets', '/api/v1', '/nothing/at-all']) {
    assert.equal((await get(path)).status, 404, path)
  }
  assert.match((await get('/docs/')).text, /id="guide-start"/)
  assert.equal((await get('/healthz')).status, 200)
  assert.equal((await get('/readyz')).status, 200)
  assert.equal((await get('/.well-known/jwks.json')).status, 200)
  assert.equal((await get('/assets/pages.css')).headers['content-type'], 'text/css; charset=utf-8')
  assert.equal((await raw('POST', '/nothing', {}, {}, root)).status, 404)
  await root.stop()
})

test('a page that is not built says how to build it', async () => {
  const bare = await startService({}, { pageFolder: join(pageFolder, 'nowhere') })
  const { status, text } = await raw('GET', '/', HTML, undefined, bare)
  assert.equal(status, 200)
  assert.match(text, /npm run build:web/)
  await bare.stop()
})

test('PAGE=off removes the page and ends its sessions, and PAGE=on restores it', async () => {
  const installation = await newInstallation()
  const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-page-'))
  const shared = { ...installation.settings, DATA_DIR: dataDir }
  const on = await start(shared)
  const person = await on.person()
  const key = { apikey: 'page' }
  const body = { username: person.username, password: person.password }
  const signedIn = await raw('POST', '/account/session/', OWN, body, on)
  await on.stop()
  const off = await start({ ...shared, PAGE: 'off' })
  const access = { ...key, authorization: `Bearer ${signedIn.json.access}` }
  assert.equal((await raw('GET', '/api/v1/user/get/profile/', access, undefined, off)).status, 401)
  assert.equal((await raw('POST', '/api/v1/user/login/', key, body, off)).status, 401)
  assert.equal((await raw('GET', '/account/', HTML, undefined, off)).status, 404)
  assert.equal((await raw('GET', '/', HTML, undefined, off)).headers.location, 'docs/')
  await off.stop()
  const again = await start({ ...shared, PAGE_URL: 'https://me.example.com/' })
  const [application] = (await again.services.applications.list()).filter(({ id }) => id === 'page')
  assert.deepEqual([application?.origins, application?.revokedAt], [['https://me.example.com'], null])
  assert.equal((await raw('POST', '/api/v1/user/login/', key, body, again)).status, 200)
  const events: string[] = []
  for await (const page of again.services.audit.pages({}))
    events.push(
      ...page
        .filter((event) => event.applicationId === 'page' && event.actor === 'system')
        .map(({ action }) => action),
    )
  assert.deepEqual(events.reverse(), ['application.created', 'application.revoked', 'application.updated'])
  await again.stop()
  await installation.remove()
  await rm(dataDir, { recursive: true })
})

test('nodes that start at the same time create one application for the page, even if its name is in use', async () => {
  const { ensurePageApplication } = await import('../../src/application/built-in.service.ts')
  const taken = await startService({ PAGE: 'off' })
  await taken.services.applications.create({ name: 'Profile page', kind: 'web' }, testOperator)
  const made = await Promise.all(
    Array.from({ length: 16 }, () => ensurePageApplication(taken.services, ORIGIN)),
  )
  assert.ok(made.every((application) => application?.id === 'page'))
  const built = (await taken.services.applications.list()).filter(({ id }) => id === 'page')
  assert.deepEqual(
    built.map(({ name, kind, refreshPolicy, origins }) => [name, kind, refreshPolicy, origins]),
    [['Profile page (built in)', 'spa', 'rotate', [ORIGIN]]],
  )
  let created = 0
  for await (const page of taken.services.audit.pages({ actions: ['application.created'] }))
    created += page.filter(({ applicationId }) => applicationId === 'page').length
  assert.equal(created, 1)
  await taken.stop()
})

test('the command line does not change the built-in application', async () => {
  const cli = await createCli(service.place)
  for (const command of ['rotate', 'revoke']) {
    const { code, stderr } = await cli.run(['app', command, 'page', '--yes'])
    assert.equal(code, 1)
    assert.match(stderr, /built in.*PAGE=off/)
  }
  await cli.remove()
})

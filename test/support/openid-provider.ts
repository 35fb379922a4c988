import { createServer, type RequestListener } from 'node:http'
import Provider, { type AccountClaims, type ClientMetadata } from 'oidc-provider'
import type { Page } from 'playwright-core'
import { fixture } from './fixture.ts'

/** A real OpenID provider for tests, whose people are whoever signs in: any name with any password. */
export interface OpenIdProvider {
  issuer: string
  /** An entry of `ISSUERS` for it, with what replaces its values. */
  entry(more?: object): object
  /** Claims by login; others have only a user name. */
  people: Map<string, Partial<AccountClaims>>
  /** Answers requests in its place; null: it answers itself. */
  breakIt(respond: RequestListener | null): void
  stop(): Promise<void>
}

const SECRET = 'a secret of the page that only tests know'

/** Claims of a login that nobody has described. */
const claimsOf = (login: string): Partial<AccountClaims> => ({
  preferred_username: login,
  name: login,
})

/**
 * Starts one on `localhost`, which is another site than the 127.0.0.1 of the service.
 * @param pageUrl URL of the page, with a trailing slash
 */
async function startOpenIdProvider(pageUrl: string, { id = 'acme', port = 0 } = {}): Promise<OpenIdProvider> {
  const people: OpenIdProvider['people'] = new Map()
  let broken: RequestListener | null = null
  let answer: RequestListener | null = null
  const server = createServer((request, response) => (broken ?? answer)?.(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  const issuer = `http://localhost:${address.port}`
  const client: ClientMetadata = {
    client_id: 'profile-page',
    client_secret: SECRET,
    redirect_uris: [`${pageUrl}session/callback/${id}`],
    post_logout_redirect_uris: [pageUrl],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }
  const provider = quietly(
    () =>
      new Provider(issuer, {
        clients: [client],
        claims: {
          openid: ['sub'],
          profile: ['name', 'given_name', 'family_name', 'preferred_username', 'locale', 'zoneinfo'],
          email: ['email', 'email_verified'],
        },
        cookies: { keys: ['of a test'] },
        findAccount: (_context, login) => ({
          accountId: login,
          claims: async () => ({ ...claimsOf(login), ...people.get(login), sub: login }),
        }),
        features: { devInteractions: { enabled: true } },
        pkce: { required: () => true },
        ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      }),
  )
  answer = provider.callback()
  return {
    issuer,
    people,
    entry: (more = {}) => ({
      id,
      name: 'Acme',
      issuer,
      sign_in: { client_id: client.client_id, client_secret: SECRET },
      ...more,
    }),
    breakIt(respond) {
      broken = respond
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Its notices about defaults are for those who run one. */
function quietly<T>(run: () => T): T {
  const { info, warn } = console
  console.info = console.warn = () => {}
  try {
    return run()
  } finally {
    Object.assign(console, { info, warn })
  }
}

/** Starts a provider for all tests of a file. */
export const openIdProviderFixture = (pageUrl: string, options?: { id?: string; port?: number }) =>
  fixture(
    () => startOpenIdProvider(pageUrl, options),
    (provider) => provider.stop(),
  )

/** Signs in on the provider's own page, and agrees to what it asks. */
export async function signInThere(page: Page, login: string): Promise<void> {
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' })
  await page.locator('button[type=submit]').click()
}

/** Walks through a sign-in at the provider without a browser. Returns the address to which the provider sends back. */
export async function walkThrough(url: string, login: string): Promise<URL> {
  const { origin } = new URL(url)
  const jar = new Map<string, string>()
  const visit = async (address: string, body?: URLSearchParams) => {
    const answer = await fetch(address, {
      ...(body && { method: 'POST', body }),
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    await answer.text()
    const next = answer.headers.get('location')
    return next === null ? address : new URL(next, origin).href
  }
  let next = await visit(url)
  for (const prompt of ['login', 'consent']) {
    if (!next.includes('/interaction/')) break
    next = await visit(next, new URLSearchParams({ prompt, login, password: 'any' }))
    if (next.startsWith(`${origin}/auth`)) next = await visit(next)
  }
  return new URL(next)
}

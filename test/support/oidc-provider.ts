import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'

export const CLIENT_ID = 'shop'
const CLIENT_SECRET = 'secret-of-shop'
const REDIRECT = 'https://shop.example.com/callback'

/** Tokens of the provider for a person who has signed in. */
export interface ProviderTokens {
  access_token: string
  id_token: string
  refresh_token: string
}

/** A real OpenID provider (`oidc-provider`, certified), with a client of ours. */
export interface OidcProvider {
  issuer: string
  /** Signs somebody in as a browser does: authorization code with PKCE. `more` adds parameters. */
  signIn(account: string, more?: Record<string, string>): Promise<ProviderTokens>
  refresh(tokens: ProviderTokens): Promise<ProviderTokens>
  stop(): Promise<void>
}

/** The provider's accounts are whoever signs in; their claims follow from the name. */
const claimsOf = (account: string) => ({
  sub: account,
  given_name: account.toUpperCase(),
  email: `${account}@example.org`,
  email_verified: true,
  zoneinfo: 'Europe/Paris',
})

async function configuration(audience: string): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'main' } as never] },
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['given_name', 'zoneinfo'] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    findAccount: async (_context, id) => ({ accountId: id, claims: async () => claimsOf(id) }),
    // Profiles in access tokens, as operators set up; `sid` is the session of the browser there.
    extraTokenClaims: async (context, token) => {
      const { accountId, sessionUid } = token as { accountId?: string; sessionUid?: string }
      const session = context.oidc.entities.Session?.uid ?? sessionUid ?? 'none'
      return accountId === undefined ? {} : { ...claimsOf(accountId), sid: session }
    },
    issueRefreshToken: async () => true,
    ttl: {
      AccessToken: 300,
      Grant: 3600,
      IdToken: 300,
      Interaction: 300,
      RefreshToken: 3600,
      Session: 3600,
    },
    features: {
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => 'https://api.example.com',
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: 'profile email',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  }
}

/** Starts the provider, whose access tokens are for the audience. */
export async function startOidcProvider(audience: string): Promise<OidcProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { warn, info } = console
  // It warns of the settings that make it one for tests.
  console.warn = () => {}
  console.info = () => {}
  const provider = new Provider(issuer, await configuration(audience))
  Object.assign(console, { warn, info })
  server.on('request', provider.callback())

  const tokens = async (form: Record<string, string>): Promise<ProviderTokens> => {
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}` },
      body: new URLSearchParams(form),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`the provider refused: ${text}`)
    return JSON.parse(text) as ProviderTokens
  }
  return {
    issuer,
    async signIn(account, more = {}) {
      const verifier = randomBytes(32).toString('base64url')
      const query = new URLSearchParams({
        client_id: CLIENT_ID,
        redirect_uri: REDIRECT,
        response_type: 'code',
        scope: 'openid profile email',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...more,
      })
      const code = await browse(`${issuer}/auth?${query}`, account)
      return tokens({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        code_verifier: verifier,
      })
    },
    refresh: ({ refresh_token }) => tokens({ grant_type: 'refresh_token', refresh_token }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Steps of a sign-in: more would be a loop. */
const STEPS_MAX = 20

/** Follows redirects with cookies, fills in the two forms of the provider, and returns the code that it sends. */
async function browse(start: string, account: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  let form: URLSearchParams | null = null
  for (let step = 0; step < STEPS_MAX; step++) {
    const answer: Response = await fetch(url, {
      ...(form && { method: 'POST', body: form }),
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    const text = await answer.text()
    form = null
    if (location !== null) {
      url = new URL(location, url).href
      if (url.startsWith(REDIRECT)) {
        const code = new URL(url).searchParams.get('code')
        if (code === null) throw new Error(`the provider refused: ${url}`)
        return code
      }
      continue
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1]
    const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1]
    if (prompt === undefined || action === undefined) throw new Error(`no form: ${text.slice(0, 500)}`)
    url = new URL(action, url).href
    form = new URLSearchParams({ prompt, login: account, password: 'any' })
  }
  throw new Error('the sign-in does not end')
}

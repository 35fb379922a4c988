/** The provider of the demo: anybody signs in, with any name and any password. Yours is Keycloak, Auth0 or another one. */
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

/** What it tells about somebody. */
const claimsOf = (login) => ({
  sub: login,
  preferred_username: login,
  given_name: login.charAt(0).toUpperCase() + login.slice(1),
})

/** Starts it on a port of this machine. `clients` may sign people in; tokens for the `audience` are for the service. */
export async function startProvider({ port, clients, audience }) {
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, {
    clients,
    claims: {
      openid: ['sub'],
      profile: ['preferred_username', 'given_name'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    cookies: { keys: ['for a demo'] },
    findAccount: (_context, login) => ({ accountId: login, claims: () => claimsOf(login) }),
    // Access tokens are JWTs with the claims from which the service creates a person.
    extraTokenClaims: (_context, token) => ({ ...claimsOf(token.accountId), sid: token.sessionUid }),
    features: {
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: 600 }),
      },
    },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600 },
  })
  const server = createServer(provider.callback())
  await new Promise((resolve) => server.listen(port, resolve))
  return server
}

import type { IssuerMetadata } from './issuer-metadata.schema.ts'

/**
 * Returns what verifiers of access tokens look up under the issuer: authorization server metadata (RFC 8414) that is also
 * valid for readers of OpenID Connect Discovery 1.0. There is no endpoint to sign in with, so no client mistakes the
 * service for an OpenID provider; `none` (OAuth 2.0 Multiple Response Type Encoding Practices, 4) says that no token is
 * issued that way, because the list must not be empty.
 * @param issuer `iss` of the tokens, without a trailing slash
 * @param claims what `user/userinfo/` returns
 */
export function issuerMetadata(issuer: string, apiBase: string, claims: readonly string[]): IssuerMetadata {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    userinfo_endpoint: `${issuer}${apiBase}/user/userinfo/`,
    service_documentation: `${issuer}/docs/`,
    response_types_supported: ['none'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    claims_supported: [...claims],
  }
}

/** The names of the metadata, which stand for the same document. */
const names = { openid: 'openid-configuration', oauth: 'oauth-authorization-server' } as const

/**
 * Returns the paths of the metadata on the service. A verifier appends the first one to the issuer (OpenID Connect
 * Discovery 1.0, 4.1); RFC 8414, 3.1, and Spring Security insert `/.well-known/…` before the path of the issuer, so that a
 * proxy in front of several services can forward just those.
 */
export function metadataPaths(issuer: string): { own: [string, string]; inserted: string[] } {
  const path = new URL(issuer).pathname.replace(/\/$/, '')
  const own: [string, string] = [`/.well-known/${names.openid}`, `/.well-known/${names.oauth}`]
  return { own, inserted: path === '' ? [] : own.map((one) => one + path) }
}

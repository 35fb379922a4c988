/** How the service is registered at an OpenID provider, as its client. */
export interface ProviderRegistration {
  /** `iss`, and where discovery begins. */
  issuer: string
  clientId: string
  /** Null for a public client. */
  clientSecret: string | null
  scopes: readonly string[]
  /** Whether http is allowed. */
  insecure: boolean
}

/** What binds a response of the provider to the browser that asked. */
export interface SignInSecrets {
  state: string
  nonce: string
  /** Of PKCE (RFC 7636, 4.1). */
  verifier: string
}

export interface AuthorizationRequest extends SignInSecrets {
  redirectUri: string
  /** Language of the person (BCP 47). */
  language: string
  /** Whether the provider must ask the person to sign in again. */
  isFresh: boolean
}

/** Signs people in at OpenID providers: authorization code with PKCE. Every call ends within seconds. */
export interface RelyingParty {
  /** Returns the address to which the browser goes. @throws {RelyingPartyFault} */
  authorizationUrl(provider: ProviderRegistration, request: AuthorizationRequest): Promise<string>
  /**
   * Exchanges the code of a response, and checks response and ID token (OpenID Connect Core 1.0, 3.1.3.7; RFC 9207).
   * Returns the claims of the ID token, completed by those of the UserInfo response.
   * @param response the redirect address with what the provider added to it
   * @throws {RelyingPartyFault}
   */
  redeem(
    provider: ProviderRegistration,
    response: URL,
    secrets: SignInSecrets,
  ): Promise<Readonly<Record<string, unknown>>>
  /**
   * Returns the address at which people sign out at the provider (OpenID Connect RP-Initiated Logout 1.0); null if it has
   * none, or does not say in time.
   */
  signOutUrl(provider: ProviderRegistration, returnTo: string): Promise<string | null>
}

/** A provider is unavailable, or its response is not acceptable. The message is for operators. */
export class RelyingPartyFault extends Error {
  readonly kind: 'unavailable' | 'refused'

  constructor(kind: 'unavailable' | 'refused', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RelyingPartyFault'
    this.kind = kind
  }
}

import type * as OpenId from 'openid-client'
import { DAY, HOUR, SECOND } from '../../basics/durations.ts'
import { within } from '../../basics/foreign-events.ts'
import { lazy } from '../../basics/lazy.ts'
import type { Clock } from '../../ports/clock.ts'
import { type ProviderRegistration, type RelyingParty, RelyingPartyFault } from '../../ports/relying-party.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { faultOf } from './relying-party-faults.ts'

/** Age at which metadata is read again, and up to which it counts while the provider is unavailable, in milliseconds. */
const METADATA_FRESH = HOUR
const METADATA_USABLE = DAY
/** Least time between two attempts to read metadata that failed, in milliseconds. */
const RETRY_EVERY = 2 * SECOND
/** Time that a sign-out waits for the metadata, in milliseconds. */
const SIGN_OUT_TIME = SECOND

interface Known {
  config: OpenId.Configuration | null
  readAt: number
  triedAt: number
  running: Promise<OpenId.Configuration> | null
}

/** Implements the port with `openid-client`, which is loaded when the first person signs in. */
export function createRelyingParty({ clock }: { clock: Clock }): RelyingParty {
  const library = lazy(() => import('openid-client'))
  const known = new Map<string, Known>()

  const read = async (provider: ProviderRegistration, state: Known): Promise<OpenId.Configuration> => {
    const openid = await library()
    state.triedAt = clock.now()
    const { issuer, clientId, clientSecret, insecure } = provider
    const isPlain = insecure || issuer.startsWith('http:')
    const config = await openid
      .discovery(new URL(issuer), clientId, undefined, authOf(openid, clientSecret), {
        [openid.customFetch]: boundedFetch,
        execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
      })
      .catch((error: unknown) => {
        throw faultOf(error)
      })
    state.config = config
    state.readAt = clock.now()
    return config
  }
  /** Of parallel calls, one reads. @throws {RelyingPartyFault} */
  const configOf = async (provider: ProviderRegistration): Promise<OpenId.Configuration> => {
    const key = JSON.stringify([provider.issuer, provider.clientId])
    const never = Number.NEGATIVE_INFINITY
    const state = known.get(key) ?? { config: null, readAt: never, triedAt: never, running: null }
    known.set(key, state)
    const age = clock.now() - state.readAt
    if (state.config && age < METADATA_FRESH) return state.config
    const usable = age < METADATA_USABLE ? state.config : null
    if (!state.running && clock.now() - state.triedAt < RETRY_EVERY) {
      if (usable) return usable
      throw new RelyingPartyFault('unavailable', `${provider.issuer} did not respond a moment ago`)
    }
    state.running ??= read(provider, state).finally(() => {
      state.running = null
    })
    return state.running.catch((error: unknown) => {
      if (usable) return usable
      throw error
    })
  }

  return {
    async authorizationUrl(provider, request) {
      const config = await configOf(provider)
      const openid = await library()
      const { redirectUri, state, nonce, verifier, language, isFresh } = request
      return openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: provider.scopes.join(' '),
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ui_locales: language,
        ...(isFresh && { prompt: 'login', max_age: '0' }),
      }).href
    },

    async redeem(provider, response, { state, nonce, verifier }) {
      const config = await configOf(provider)
      const openid = await library()
      try {
        const tokens = await openid.authorizationCodeGrant(config, response, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new RelyingPartyFault('refused', 'the response has no ID token')
        const more = await userinfoOf(openid, config, tokens.access_token, claims.sub)
        // What the ID token says counts: it is signed.
        return { ...more, ...claims }
      } catch (error) {
        throw faultOf(error)
      }
    },

    async signOutUrl(provider, returnTo) {
      const late = () => new RelyingPartyFault('unavailable', 'no response in time')
      try {
        const config = await within(SIGN_OUT_TIME, configOf(provider), late)
        if (config.serverMetadata().end_session_endpoint === undefined) return null
        const openid = await library()
        return openid.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href
      } catch {
        return null
      }
    },
  }
}

/** Sends the secret as the provider accepts it; `client_secret_basic` if it does not say (OpenID Connect Discovery 1.0, 3). */
function authOf(openid: typeof OpenId, secret: string | null): OpenId.ClientAuth {
  if (secret === null) return openid.None()
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)]
  return (server, ...rest) => {
    const accepted = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return accepted.includes('client_secret_basic') ? basic(server, ...rest) : post(server, ...rest)
  }
}

/** Claims that only complete the ID token: without them, the sign-in goes on. */
async function userinfoOf(
  openid: typeof OpenId,
  config: OpenId.Configuration,
  accessToken: string,
  subject: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {}
  try {
    return await openid.fetchUserInfo(config, accessToken, subject)
  } catch (error) {
    const fault = faultOf(error)
    if (fault.kind === 'unavailable') return {}
    throw fault
  }
}

import { LRUCache } from 'lru-cache'
import { secretHash } from '../basics/hash.ts'
import { Refusal } from '../errors/errors.ts'
import { type AccessClaims, verifyAccessToken } from './access-token.ts'
import * as store from './session.store.ts'
import { liveAt, type SignedIn } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'

/** Maximum number of access tokens whose signature check is cached. */
const TOKENS_REMEMBERED = 50_000

/** Authentication of calls. */
export function createAuthenticate(
  deps: Pick<SessionDependencies, 'db' | 'clock' | 'keyring' | 'applications' | 'issuer' | 'lifetimes'>,
) {
  const { db, clock, keyring, applications, issuer, lifetimes } = deps
  const remembered = new LRUCache<string, AccessClaims>({ max: TOKENS_REMEMBERED })

  /**
   * Returns the person and application of a key and an access token.
   * @throws {Refusal} `api_key_invalid`, `token_not_valid`
   */
  return async (apiKey: string, token: string): Promise<SignedIn> => {
    const claims = await verifyAccessToken(keyring, issuer, remembered, token, clock.now())
    const live = liveAt(clock.now(), lifetimes)
    const signedIn =
      claims && (await store.findCaller(db, claims.sessionId, claims.userId, secretHash(apiKey), live))
    if (signedIn && signedIn.application.id === claims?.applicationId) return signedIn
    if (!(await applications.byApiKey(apiKey))) throw new Refusal('api_key_invalid')
    throw new Refusal('token_not_valid')
  }
}

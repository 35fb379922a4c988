import { LRUCache } from 'lru-cache'
import { secretHash } from '../basics/hash.ts'
import { Refusal } from '../errors/errors.ts'
import { createKnownTokens, isInTime, type KnownToken, verifyAccessToken } from './access-token.ts'
import { createKeptCallers } from './kept-callers.ts'
import { createCallerReads } from './live-caller.store.ts'
import { liveAt, liveUntil, type SignedIn } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'

/** Maximum number of access tokens whose signature check is cached. */
const TOKENS_REMEMBERED = 50_000
/** Maximum number of API keys whose hashes are cached. */
const KEYS_REMEMBERED = 1000

type Dependencies = Pick<
  SessionDependencies,
  'db' | 'clock' | 'keyring' | 'applications' | 'issuer' | 'lifetimes'
>

/** Authentication of calls. */
export function createAuthenticate(deps: Dependencies) {
  const { db, clock, keyring, applications, issuer, lifetimes } = deps
  const remembered = createKnownTokens(TOKENS_REMEMBERED)
  const hashes = new LRUCache<string, string>({ max: KEYS_REMEMBERED })
  const kept = db.callerChanges ? createKeptCallers(db.callerChanges) : null

  const findCaller = createCallerReads(db, () => liveAt(clock.now(), lifetimes))

  const hashOf = (apiKey: string): string => hashes.get(apiKey) ?? secretHash(apiKey)
  const read = async (token: KnownToken, apiKey: string): Promise<SignedIn | null> => {
    const keep = kept?.begin()
    const keyHash = hashOf(apiKey)
    const { sessionId, userId } = token
    const found = await findCaller({ sessionId, userId, keyHash })
    if (found?.caller.application.id !== token.applicationId) return null
    const { caller, ends } = found
    hashes.set(apiKey, keyHash)
    keep?.(token, { caller, keyHash, until: liveUntil(ends, lifetimes) })
    return caller
  }
  /**
   * Returns the person and application of a key and an access token.
   * @throws {Refusal} `api_key_invalid`, `token_not_valid`
   */
  const authenticate = async (apiKey: string, token: string): Promise<SignedIn> => {
    const known = await verifyAccessToken(keyring, issuer, remembered, token, clock.now())
    const signedIn = known && (await read(known, apiKey))
    if (signedIn) return signedIn
    if (!(await applications.byApiKey(apiKey))) throw new Refusal('api_key_invalid')
    throw new Refusal('token_not_valid')
  }

  return {
    authenticate,
    /** Returns the same for a value of `Authorization`, if it is known without a look; otherwise null. */
    recall(apiKey: string, authorization: string): SignedIn | null {
      const known = kept && remembered.find(authorization)
      const now = clock.now()
      if (!known?.kept || !isInTime(known, now) || !keyring.isValid(known.keyId)) return null
      return kept!.find(known, hashOf(apiKey), now)
    },
  }
}

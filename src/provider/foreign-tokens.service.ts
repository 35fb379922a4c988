import { jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { secretHash } from '../basics/hash.ts'
import { lazy } from '../basics/lazy.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Claims } from './claims.ts'
import {
  faultOf,
  issuerOf,
  judgeToken,
  type RefusedToken,
  type VerifiedToken,
  verifyOptions,
} from './foreign-token.ts'
import type { ProviderKeys } from './provider-keys.service.ts'

/** Maximum number of tokens whose verification is remembered. */
const TOKENS_REMEMBERED = 50_000

/** A verified token, and what is remembered of it. */
export interface KnownToken extends VerifiedToken {
  /** Version of the key set that verified it. */
  version: number
  /** Id of its session. */
  sessionId: string | null
  /** Whether this process has recorded it in its session. */
  isRecorded: boolean
  /** Why its person was refused a moment ago. */
  refused: { error: unknown; until: number } | null
  /** `auth_time` and `acr`, which decide about the recent proof. */
  proof: Claims
}

export type ForeignTokens = ReturnType<typeof createForeignTokens>

/** Verification of the access tokens of providers. */
export function createForeignTokens(deps: {
  clock: Clock
  metrics: Metrics
  keys: ProviderKeys
  issuers: readonly Issuer[]
}) {
  const { clock, metrics, keys, issuers } = deps
  const byIssuer = Map.groupBy(
    issuers.filter(({ audiences }) => audiences.length > 0),
    ({ issuer }) => issuer,
  )
  // By hash, since tokens may be long.
  const remembered = lazy(() => new LRUCache<string, KnownToken>({ max: TOKENS_REMEMBERED }))

  const verify = async (token: string, entries: readonly Issuer[]): Promise<KnownToken> => {
    const [first] = entries as readonly [Issuer]
    let version = 0
    const { payload, protectedHeader } = await jwtVerify(
      token,
      async (header, input) => {
        const found = await keys.find(first, header, input)
        version = found.version
        return found.key
      },
      verifyOptions(first.issuer, clock.now()),
    )
    const { auth_time, acr } = payload
    const judged = judgeToken(payload, protectedHeader, entries)
    return {
      ...judged,
      version,
      sessionId: null,
      isRecorded: false,
      refused: null,
      proof: { auth_time, acr },
    }
  }

  const count = (provider: string, outcome: string) =>
    metrics.count('user_profile_foreign_tokens_total', { provider, outcome })

  /** Returns the refusal of a token. An expired one is nothing unusual; everything else is reported. */
  const refusalOf = (entries: readonly Issuer[], fault: RefusedToken): Refusal => {
    count(entries[0]?.id ?? '', fault.fault)
    return fault.fault === 'expired'
      ? new Refusal('token_not_valid', { cause: fault })
      : new Refusal('foreign_token_refused', { params: { reason: fault.message }, cause: fault })
  }

  return {
    /** Returns the entries whose issuer the token names, without verifying it; undefined if there are none. */
    entriesOf(token: string): readonly Issuer[] | undefined {
      const issuer = issuerOf(token)
      return issuer === null ? undefined : byIssuer.get(issuer)
    },

    refusalOf,

    /**
     * Verifies a token. The memory only saves the signature check: times and keys are checked each time.
     * @throws {Refusal} `token_not_valid` if it has expired, `foreign_token_refused` with the reason, `unavailable`
     */
    async verify(token: string, entries: readonly Issuer[]): Promise<KnownToken> {
      const id = secretHash(token)
      const known = remembered().get(id)
      const isLive = known && known.expiresAt > clock.now() && keys.isCurrent(known.entry, known.version)
      if (isLive) {
        count(known.entry.id, 'accepted')
        return known
      }
      remembered().delete(id)
      try {
        const verified = await verify(token, entries)
        remembered().set(id, verified)
        count(verified.entry.id, 'accepted')
        return verified
      } catch (error) {
        if (error instanceof Refusal) {
          count(entries[0]?.id ?? '', 'unavailable')
          throw error
        }
        throw refusalOf(entries, faultOf(error))
      }
    },
  }
}

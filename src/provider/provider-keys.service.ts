import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose'
import { DAY, HOUR, MINUTE, SECOND } from '../basics/durations.ts'
import { busy } from '../basics/fair-queue.ts'
import { inBackground } from '../basics/foreign-events.ts'
import { lazyBy } from '../basics/lazy.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ProviderClient } from '../ports/provider-client.ts'
import { discoveryUrl, keySetUrl, readKeySet } from './discovery.ts'

/** Least time between two fetches because of an unknown key, in milliseconds. */
const UNKNOWN_KEY_EVERY = MINUTE
/** The same while there are no keys at all. */
const RETRY_EVERY = 5 * SECOND
/** Age at which keys are fetched again, while requests go on with them. */
const KEYS_FRESH = 10 * MINUTE
/** Age up to which keys count while the provider is unavailable. */
const KEYS_USABLE = DAY
/** Age at which the address of the keys is looked up again. */
const DISCOVERY_FRESH = HOUR
/** Maximum number of requests that wait for the keys of a provider. */
const WAITING_MAX = 500

type KeySet = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>

interface State {
  keys: KeySet | null
  /** Differs for each set that was fetched. */
  version: number
  fetchedAt: number
  /** When keys were last asked for, with or without success. */
  triedAt: number
  url: string | null
  foundAt: number
  running: Promise<void> | null
  waiting: number
}

/** A key, and the set that it was found in. */
export interface FoundKey {
  key: CryptoKey
  version: number
}

export type ProviderKeys = ReturnType<typeof createProviderKeys>

/** The keys of providers, from discovery, cached in the process. */
export function createProviderKeys(deps: {
  clock: Clock
  client: ProviderClient
  metrics: Metrics
  log: () => Log | null
}) {
  const { clock, client, metrics } = deps
  // By issuer: entries of one provider share its keys.
  const stateOf = lazyBy<string, State>(() => ({
    keys: null,
    version: 0,
    fetchedAt: Number.NEGATIVE_INFINITY,
    triedAt: Number.NEGATIVE_INFINITY,
    url: null,
    foundAt: Number.NEGATIVE_INFINITY,
    running: null,
    waiting: 0,
  }))

  const load = async (issuer: Issuer, state: State): Promise<void> => {
    if (state.url === null || clock.now() - state.foundAt > DISCOVERY_FRESH) {
      state.url = keySetUrl(await client.read(discoveryUrl(issuer)), issuer)
      state.foundAt = clock.now()
    }
    const { url } = state
    state.keys = createLocalJWKSet(readKeySet(await client.read(url), url)) as KeySet
    state.version++
    state.fetchedAt = clock.now()
  }
  /** Never rejects. Of parallel calls, one fetches. */
  const fetchKeys = (issuer: Issuer, state: State): Promise<void> => {
    state.triedAt = clock.now()
    const count = (outcome: string) =>
      metrics.count('user_profile_provider_fetches_total', { provider: issuer.id, outcome })
    const running = load(issuer, state)
      .then(
        () => count('done'),
        (err: unknown) => {
          state.url = null
          count('failed')
          deps
            .log()
            ?.warn({ err, provider: issuer.id }, 'the keys of a provider in ISSUERS cannot be fetched')
        },
      )
      .finally(() => {
        state.running = null
      })
    state.running = running
    return running
  }
  const mayTry = ({ triedAt }: State, every: number) =>
    clock.now() - triedAt >= every || clock.now() < triedAt

  /** Waits for keys that are being fetched, or fetches them unless that happened a moment ago. */
  const renew = async (issuer: Issuer, state: State, every: number): Promise<void> => {
    if (!state.running && !mayTry(state, every)) return
    if (state.waiting >= WAITING_MAX) throw busy()
    state.waiting++
    try {
      await (state.running ?? fetchKeys(issuer, state))
    } finally {
      state.waiting--
    }
  }
  const isUsable = ({ keys, fetchedAt }: State) => keys !== null && clock.now() - fetchedAt < KEYS_USABLE

  const look = async (state: State, header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    try {
      return { key: await state.keys!(header, token), version: state.version }
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return null
      throw error
    }
  }

  return {
    /**
     * Returns the key that the header of a token names.
     * @throws {errors.JOSEError} if the provider has no such key
     * @throws {Refusal} `unavailable` if its keys are unknown
     */
    async find(issuer: Issuer, header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<FoundKey> {
      const state = stateOf(issuer.issuer)
      if (!isUsable(state)) await renew(issuer, state, RETRY_EVERY)
      if (!isUsable(state)) throw unavailable()
      if (clock.now() - state.fetchedAt >= KEYS_FRESH && !state.running && mayTry(state, UNKNOWN_KEY_EVERY))
        inBackground('keys of a provider', fetchKeys(issuer, state))
      const known = await look(state, header, token)
      if (known) return known
      await renew(issuer, state, UNKNOWN_KEY_EVERY)
      const renewed = await look(state, header, token)
      if (renewed) return renewed
      throw new errors.JWKSNoMatchingKey()
    },

    /** Whether the set in which a key was found is still the current one, and usable. */
    isCurrent(issuer: Issuer, version: number): boolean {
      const state = stateOf(issuer.issuer)
      return state.version === version && isUsable(state) && clock.now() - state.fetchedAt < KEYS_FRESH
    },

    /** Fetches discovery and keys without any cache. @throws {ProviderFault} */
    async check(issuer: Issuer): Promise<{ keys: number }> {
      const url = keySetUrl(await client.read(discoveryUrl(issuer)), issuer)
      return { keys: readKeySet(await client.read(url), url).keys.length }
    },
  }
}

/** Returns the refusal while a provider is unavailable: 503 with `Retry-After`. */
function unavailable(): Refusal {
  const seconds = RETRY_EVERY / SECOND
  return new Refusal('unavailable', { params: { seconds }, retryAfter: seconds })
}

import type { Application } from '../application/application.ts'
import { networkOf } from '../basics/client-network.ts'
import type { Issuer, IssuerSignIn } from '../config/issuer-settings.ts'
import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import { consumeOrRefuse, type Limit, type Limiter } from '../ports/limiter.ts'
import type { Log } from '../ports/log.ts'
import type { Random } from '../ports/random.ts'
import { type RelyingParty, RelyingPartyFault } from '../ports/relying-party.ts'
import type { ProviderSignInService } from '../provider/provider-sign-in.service.ts'
import type { Arrival } from '../session/session-start.service.ts'
import type { IssuerSubjects } from '../user/issuer-subjects.service.ts'
import type { PageService, PageSignIn } from './page.service.ts'
import {
  isFreshSignIn,
  NONCE_BYTES,
  openAttempt,
  type ProviderResponse,
  redirectUri,
  responseUrl,
  sealAttempt,
} from './sign-in-attempt.ts'

/** Sign-ins at providers that one network may begin, and complete. */
const beginnings: Limit = { name: 'provider-sign-in-begin', points: 60, seconds: 600 }
const completions: Limit = { name: 'provider-sign-in-complete', points: 60, seconds: 600 }

/** Seconds after which a sign-in at a provider that is unavailable may be tried again. */
const RETRY_AFTER = 5

export type ProviderEntry = ReturnType<typeof createProviderEntry>

interface Dependencies {
  clock: Clock
  random: Random
  limiter: Limiter
  log: () => Log | null
  party: RelyingParty
  subjects: Pick<IssuerSubjects, 'attemptKey' | 'idOf' | 'find'>
  signIns: ProviderSignInService
  page: Pick<PageService, 'held' | 'begunAt'>
  /** The built-in application. */
  application: Application
  /** URL of the page, with a trailing slash. */
  pageUrl: string
}

/** The way into the page by an OpenID provider, and out of it. */
export function createProviderEntry(deps: Dependencies) {
  const { clock, random, limiter, party, subjects, signIns, page, application, pageUrl } = deps
  const offered = new Map(signIns.offered().map((issuer) => [issuer.id, issuer]))

  const issuerOf = (id: string): Issuer => {
    const issuer = offered.get(id)
    if (!issuer) throw new Refusal('not_found')
    return issuer
  }
  const refusalOf = (key: RefusalKey, { name }: Issuer, retryAfter?: number, cause?: unknown) =>
    new Refusal(key, { params: { provider: name }, cause, ...(retryAfter !== undefined && { retryAfter }) })
  /** Runs a call of the provider, and converts its faults. */
  const ask = async <T>(issuer: Issuer, call: () => Promise<T>): Promise<T> => {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof RelyingPartyFault)) throw error
      const { kind, message } = error
      deps.log()?.warn({ provider: issuer.id, kind, reason: message }, 'sign-in at a provider failed')
      if (kind === 'unavailable') throw refusalOf('provider_unavailable', issuer, RETRY_AFTER, error)
      throw refusalOf('provider_refused', issuer, undefined, error)
    }
  }
  /** Returns the attempt that the response belongs to. */
  const attemptOf = async (issuer: Issuer, response: ProviderResponse, sealed: string | undefined) => {
    const attempt =
      sealed === undefined ? null : openAttempt(await subjects.attemptKey(), sealed, clock.now())
    if (attempt?.provider === issuer.id && attempt.state === response.state) return attempt
    throw refusalOf('provider_sign_in_expired', issuer)
  }
  /** Whoever signs in again must be the person of the session. */
  const checkPerson = async (issuer: Issuer, claims: Claims, userId: string, askedAt: number) => {
    const subject = await subjects.find(await subjects.idOf(issuer.issuer, String(claims.sub)))
    if (subject?.userId !== userId) throw refusalOf('provider_other_person', issuer)
    if (!isFreshSignIn(claims.auth_time, askedAt)) throw refusalOf('provider_not_fresh', issuer)
  }

  return {
    /**
     * Begins a sign-in. Returns where the browser goes, and what its cookie holds meanwhile.
     * @param isFresh whether the person of the session must sign in again, as a proof
     * @throws {Refusal} `not_found`, `throttled`, `provider_unavailable`, `provider_refused`
     */
    async begin(
      id: string,
      isFresh: boolean,
      { address, language }: { address: string; language: string },
      held: string | undefined,
    ): Promise<{ url: string; attempt: string }> {
      const issuer = issuerOf(id)
      await consumeOrRefuse(limiter, beginnings, networkOf(address))
      const secrets = { state: random.secret(16), nonce: random.secret(16), verifier: random.secret() }
      const session = isFresh ? await page.held(held) : null
      const request = {
        ...secrets,
        redirectUri: redirectUri(pageUrl, id),
        language,
        isFresh: session !== null,
      }
      const url = await ask(issuer, () => party.authorizationUrl(registrationOf(issuer), request))
      const attempt = { provider: id, ...secrets, startedAt: clock.now(), userId: session?.userId ?? null }
      const nonce = Buffer.from(random.secret(NONCE_BYTES), 'base64url')
      return { url, attempt: sealAttempt(await subjects.attemptKey(), attempt, nonce) }
    },

    /**
     * Completes a sign-in with the response of the provider, and the cookie that it began with. The session replaces the
     * previous one of the browser.
     * @throws {Refusal} `not_found`, `throttled`, `provider_sign_in_expired`, `provider_denied`, `provider_refused`,
     *   `provider_unavailable`, `provider_other_person`, `provider_not_fresh`, and as `ProviderSignInService.signIn`
     */
    async complete(
      id: string,
      response: ProviderResponse,
      sealed: string | undefined,
      arrival: Arrival,
      held: string | undefined,
    ): Promise<PageSignIn> {
      const issuer = issuerOf(id)
      await consumeOrRefuse(limiter, completions, networkOf(arrival.address))
      const attempt = await attemptOf(issuer, response, sealed)
      if (response.error === 'access_denied') throw refusalOf('provider_denied', issuer)
      const claims = await ask(issuer, () =>
        party.redeem(registrationOf(issuer), responseUrl(pageUrl, id, response), attempt),
      )
      const { userId, startedAt } = attempt
      if (userId !== null) await checkPerson(issuer, claims, userId, startedAt)
      const askedAt = userId === null ? null : startedAt
      const started = await signIns.signIn(application, { provider: id, claims, askedAt }, arrival)
      return page.begunAt(id, started, arrival, held)
    },

    /** Returns where the person of the session can sign out at their provider; null if nowhere. */
    async signOutAt(held: string | undefined): Promise<{ name: string; url: string } | null> {
      const session = await page.held(held)
      const issuer = offered.get(session?.provider ?? '')
      if (!issuer) return null
      const url = await party.signOutUrl(registrationOf(issuer), pageUrl)
      return url === null ? null : { name: issuer.name, url }
    },
  }
}

type Claims = Awaited<ReturnType<RelyingParty['redeem']>>
type RefusalKey =
  | 'provider_unavailable'
  | 'provider_refused'
  | 'provider_sign_in_expired'
  | 'provider_denied'
  | 'provider_other_person'
  | 'provider_not_fresh'

function registrationOf({ issuer, insecure, signIn }: Issuer) {
  return { issuer, insecure, ...(signIn as IssuerSignIn) }
}

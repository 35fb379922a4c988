import type { Application } from '../application/application.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import { Refusal } from '../errors/errors.ts'
import { counted } from '../ports/measure.ts'
import type { Arrival, Started } from '../session/session-start.service.ts'
import { type Claims, instantOf, methodsIn } from './claims.ts'
import { CLOCK_TOLERANCE } from './foreign-token.ts'
import type { ProviderDependencies } from './provider-dependencies.service.ts'
import type { ProviderPeople } from './provider-people.service.ts'

/** A sign-in at a provider whose ID token has been verified (OpenID Connect Core 1.0, 3.1.3.7). */
export interface ProviderSignIn {
  /** Entry of `ISSUERS`. */
  provider: string
  /** Of the ID token, completed by those of the UserInfo response if there is one. */
  claims: Claims
  /**
   * When a fresh sign-in was asked for (`prompt=login` or `max_age=0`), in milliseconds; null if none was. Then
   * `auth_time` after that instant is a recent proof, whatever `acr` says.
   */
  askedAt: number | null
}

/** Whether `auth_time` counts as an instant at which the person proved to be themselves, and which one. */
export function provedAtOf(
  { auth_time, acr }: Claims,
  issuer: Pick<Issuer, 'acr'>,
  askedAt: number | null = null,
): number {
  const authenticated = instantOf(auth_time)
  if (authenticated === null) return 0
  // Whole seconds, by another clock.
  if (askedAt !== null && authenticated + 1000 >= askedAt - CLOCK_TOLERANCE) return authenticated
  return typeof acr === 'string' && issuer.acr.includes(acr) ? authenticated : 0
}

export type ProviderSignInService = ReturnType<typeof createProviderSignIn>

/** Sign-ins of the page at a provider. The session that starts is one of ours, with refresh tokens. */
export function createProviderSignIn(
  deps: Pick<ProviderDependencies, 'clock' | 'metrics' | 'users' | 'sessions' | 'issuers'>,
  people: ProviderPeople,
) {
  const { clock, metrics, users, sessions, issuers } = deps

  const start = async (application: Application, signIn: ProviderSignIn, arrival: Arrival) => {
    const { provider, claims, askedAt } = signIn
    const issuer = issuers.find(({ id }) => id === provider)
    if (!issuer?.signIn) throw new Refusal('not_found')
    const issuedAt = instantOf(claims.iat) ?? clock.now()
    const { address } = arrival
    const actor = { kind: 'person' as const, applicationId: application.id, address }
    const sighting = { issuer, claims, issuedAt, actor }
    const { user, subjectId } = await people.withPerson(sighting, async (_tx, person) => person)
    const origin = { provider, subjectId, provedAt: provedAtOf(claims, issuer, askedAt) }
    const stillActive = async (tx: Parameters<Parameters<typeof sessions.start>[4]>[0]) => {
      const now = await users.byId(user.id, tx)
      if (now?.disabledAt !== null) throw new Refusal('inactive_account', { about: { userId: user.id } })
    }
    return sessions.start(
      application,
      { user, endsObjection: false },
      arrival,
      { methods: methodsIn(claims) },
      stillActive,
      origin,
    )
  }

  return {
    /** Returns the providers at which the page can sign in. */
    offered: (): Issuer[] => issuers.filter(({ signIn }) => signIn !== null),

    /**
     * Signs a person in with the verified claims of an ID token, and creates or links them as the setting says. The
     * caller has checked signature, issuer, audience, nonce and times.
     * @throws {Refusal} as `ProviderPeople.withPerson`; `not_found` if the page does not sign in there
     */
    signIn: (application: Application, signIn: ProviderSignIn, arrival: Arrival): Promise<Started> =>
      counted(metrics, 'user_profile_sign_ins_total', 'done', () => start(application, signIn, arrival)),
  }
}

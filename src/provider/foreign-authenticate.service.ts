import { decodeJwt } from 'jose'
import type { Application } from '../application/application.ts'
import { SECOND } from '../basics/durations.ts'
import { Refusal } from '../errors/errors.ts'
import type { ForeignSessions } from '../session/foreign-sessions.service.ts'
import type { SignedIn } from '../session/session.ts'
import type { Arrival } from '../session/session-start.service.ts'
import { RefusedToken } from './foreign-token.ts'
import type { ForeignTokens, KnownToken } from './foreign-tokens.service.ts'
import type { ProviderDependencies } from './provider-dependencies.service.ts'
import type { ProviderPeople } from './provider-people.service.ts'
import { provedAtOf } from './provider-sign-in.service.ts'

/** How long a refused token is refused again without looking, in milliseconds: a client may send it with each request. */
const REFUSED_FOR = 5 * SECOND

/** How a caller is known by a provider's token. */
export function createForeignAuthenticate(
  deps: Pick<ProviderDependencies, 'clock' | 'issuerSubjects' | 'applications'> & {
    tokens: ForeignTokens
    foreignSessions: ForeignSessions
    people: ProviderPeople
  },
) {
  const { clock, issuerSubjects, applications, tokens, foreignSessions, people } = deps

  const sessionIdOf = async ({ entry, subject, session }: KnownToken): Promise<string> => {
    const subjectId = await issuerSubjects.idOf(entry.issuer, subject)
    return issuerSubjects.sessionIdOf(subjectId, `${entry.id} ${entry.application}`, session)
  }

  /** Returns the application of the key, if the tokens of the entry are for it. */
  const applicationOf = async (apiKey: string, { entry }: KnownToken): Promise<Application> => {
    const application = await applications.byApiKey(apiKey)
    if (!application) throw new Refusal('api_key_invalid')
    const isTheirs = entry.application === application.id || entry.application === application.name
    if (isTheirs && application.kind !== 'server') return application
    const reason = 'apikey is not that of the application in the entry of ISSUERS'
    throw tokens.refusalOf([entry], new RefusedToken('application', reason))
  }

  /** Records a token that was not seen before: with its person and session, which may be new. */
  const record = async (apiKey: string, token: string, known: KnownToken, arrival: Arrival) => {
    const { entry, issuedAt, expiresAt, namesSession } = known
    const sessionId = known.sessionId!
    const application = await applicationOf(apiKey, known)
    const { address } = arrival
    const actor = { kind: 'person' as const, applicationId: application.id, sessionId, address }
    const sighting = { issuer: entry, claims: decodeJwt(token), issuedAt, actor }
    const provedAt = provedAtOf(known.proof, entry)
    if (known.refused && known.refused.until > clock.now()) throw known.refused.error
    await people
      .withPerson(sighting, (tx, { user, subjectId }) =>
        foreignSessions.see(
          tx,
          user,
          application.id,
          { provider: entry.id, subjectId, sessionId, provedAt, issuedAt, expiresAt, namesSession },
          arrival,
        ),
      )
      .catch((error: unknown) => {
        if (error instanceof Refusal) known.refused = { error, until: clock.now() + REFUSED_FOR }
        throw error
      })
    known.isRecorded = true
  }

  /**
   * Returns the caller with this API key and token of a provider; null if the token names no provider in `ISSUERS`. A
   * token that was seen before costs one read.
   * @throws {Refusal} `api_key_invalid`, `token_not_valid`, `foreign_token_refused`, `inactive_account`, `account_missing`,
   *   `account_exists`, `unavailable`
   */
  return async (apiKey: string, token: string, arrival: Arrival): Promise<SignedIn | null> => {
    const entries = tokens.entriesOf(token)
    if (!entries) return null
    const known = await tokens.verify(token, entries)
    known.sessionId ??= await sessionIdOf(known)
    const found = await foreignSessions.find(known.sessionId, apiKey)
    const isSeen =
      found !== null &&
      (known.isRecorded ||
        (found.lastSeenAt >= known.issuedAt && found.caller.provedAt >= provedAtOf(known.proof, known.entry)))
    if (isSeen) return found.caller
    await record(apiKey, token, known, arrival)
    const recorded = await foreignSessions.find(known.sessionId, apiKey)
    if (!recorded) throw new Refusal('token_not_valid')
    return recorded.caller
  }
}

import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions } from 'jose'
import { DAY, MINUTE, SECOND } from '../basics/durations.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import { type Claims, instantOf, subjectOf } from './claims.ts'

/** Longest token that is looked at, in characters; headers of a request have a limit, too. */
const TOKEN_MAX = 16_000
/** Maximum difference between the clocks of a provider and the service, in milliseconds. */
export const CLOCK_TOLERANCE = MINUTE
/**
 * Age from which tokens are refused, however long the provider lets them live, in milliseconds. Ended sessions are stored
 * for a week: an older token could start one anew.
 */
const AGE_MAX = 7 * DAY - 2 * CLOCK_TOLERANCE

/** Algorithms of access tokens (RFC 8725, 3.1): signatures by a key that only the provider has. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** Types of access tokens (RFC 9068, 2.1), and what providers from before it say (RFC 7519, 5.1). */
const TYPES: readonly unknown[] = [undefined, 'at+jwt', 'application/at+jwt', 'jwt']

/** Claims that only ID tokens have (OpenID Connect Core 1.0, 3.1.3.6 and 3.3.2.11). */
const ID_TOKEN_CLAIMS = ['at_hash', 'c_hash', 's_hash'] as const
/** Claims by which some providers tell kinds of tokens apart, and the values that no access token has. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  // Keycloak
  typ: ['id', 'refresh', 'offline', 'logout'],
  // Amazon Cognito
  token_use: ['id'],
}

/** Why a token is refused, for metrics. */
export type TokenFault =
  | 'malformed'
  | 'expired'
  | 'signature'
  | 'unknown_key'
  | 'audience'
  | 'type'
  | 'claims'
  | 'application'

/** A token is refused. The message is for developers: it names the claim and contains none of its values. */
export class RefusedToken extends Error {
  readonly fault: TokenFault
  constructor(fault: TokenFault, message: string) {
    super(message)
    this.name = 'RefusedToken'
    this.fault = fault
  }
}

/** Returns `iss` of a token that is not verified; null if it is none. */
export function issuerOf(token: string): string | null {
  if (token.length > TOKEN_MAX) return null
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss : null
  } catch {
    return null
  }
}

/** Options for the verification of signature, `iss`, `exp`, `nbf`, `iat` and `crit` (RFC 7519, 7.2; RFC 8725, 3). */
export const verifyOptions = (issuer: string, now: number): JWTVerifyOptions => ({
  algorithms: ALGORITHMS,
  issuer,
  currentDate: new Date(now),
  clockTolerance: CLOCK_TOLERANCE / SECOND,
  maxTokenAge: AGE_MAX / SECOND,
  requiredClaims: ['sub', 'exp', 'iat'],
})

/** What is left to know of a verified token. Instants are in milliseconds. */
export interface VerifiedToken {
  entry: Issuer
  subject: string
  /** What names the session in the tokens of the subject. */
  session: string
  namesSession: boolean
  issuedAt: number
  expiresAt: number
}

/**
 * Judges what the signature does not: type and audience, and which entry the token belongs to.
 * @throws {RefusedToken}
 */
export function judgeToken(
  payload: JWTPayload,
  header: { typ?: string | undefined },
  entries: readonly Issuer[],
): VerifiedToken {
  if (!TYPES.includes(header.typ?.toLowerCase()))
    throw new RefusedToken('type', 'typ in the header is not that of an access token (at+jwt or JWT)')
  if (isOtherKind(payload))
    throw new RefusedToken('type', 'it is not an access token: its claims are those of another kind')
  const entry = entries.find((one) => hasAudience(payload, one))
  if (!entry) {
    const names = [...new Set(entries.map(({ audienceClaim }) => audienceClaim))].join(' or ')
    throw new RefusedToken('audience', `${names} is none of the audiences in ISSUERS`)
  }
  const subject = subjectOf(payload)
  const issuedAt = instantOf(payload.iat)
  const expiresAt = instantOf(payload.exp)
  if (subject === null || issuedAt === null || expiresAt === null)
    throw new RefusedToken('claims', 'sub, iat or exp is missing or malformed')
  const name = sessionName(payload, entry)
  return {
    entry,
    subject,
    session: name === null ? `iat ${issuedAt}` : `${entry.sessionClaim} ${name}`,
    namesSession: name !== null,
    issuedAt,
    expiresAt: expiresAt + CLOCK_TOLERANCE,
  }
}

const isOtherKind = (payload: Claims): boolean =>
  ID_TOKEN_CLAIMS.some((claim) => Object.hasOwn(payload, claim)) ||
  Object.entries(KINDS).some(([claim, kinds]) => {
    const kind = Object.hasOwn(payload, claim) ? payload[claim] : undefined
    return typeof kind === 'string' && kinds.includes(kind.toLowerCase())
  })

function hasAudience(payload: JWTPayload, { audiences, audienceClaim }: Issuer): boolean {
  const value: unknown = audienceClaim === 'aud' ? payload.aud : payload.client_id
  const named: unknown[] = Array.isArray(value) ? value : [value]
  return named.some((one) => typeof one === 'string' && audiences.includes(one))
}

const NAME_MAX = 500

function sessionName(payload: Claims, { sessionClaim }: Issuer): string | null {
  const value = Object.hasOwn(payload, sessionClaim) ? payload[sessionClaim] : undefined
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value !== '' && value.length <= NAME_MAX ? value : null
}

/** Says why a verification failed. An error that is none of these is also the fault of token or key. */
export function faultOf(error: unknown): RefusedToken {
  if (error instanceof RefusedToken) return error
  if (error instanceof errors.JWTExpired) return new RefusedToken('expired', 'it has expired')
  if (error instanceof errors.JWTClaimValidationFailed)
    return new RefusedToken('claims', `${error.claim} is missing or not acceptable`)
  if (error instanceof errors.JWKSNoMatchingKey)
    return new RefusedToken('unknown_key', 'its issuer has no key with this kid and algorithm')
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return new RefusedToken('unknown_key', 'kid is missing in the header, and its issuer has several keys')
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new RefusedToken('signature', 'its signature is not that of the issuer')
  if (error instanceof errors.JOSEAlgNotAllowed)
    return new RefusedToken('signature', 'alg is not one of the accepted asymmetric algorithms')
  return new RefusedToken('malformed', 'it is not a signed JSON Web Token that can be verified')
}

import { type CryptoKey, errors, type JWK, jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { lazy } from '../basics/lazy.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import { ACCESS_TOKEN_SECONDS, type KeptCaller, type Method } from './session.ts'

/** A signing key, ready for use. */
export interface SigningKey {
  /** `kid`: the JWK thumbprint (RFC 7638). */
  id: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  publicJwk: JWK
}

/** Source of keys. */
export interface Keys {
  /** Returns the key that currently signs. */
  signing(): Promise<SigningKey>
  /** Returns the key with this id, or `null` once it has expired. */
  verifying(id: string): Promise<SigningKey | null>
  /** Whether the key is known to be valid without looking. */
  isValid(id: string): boolean
}

/** The claims of an access token (RFC 7519, and RFC 9068 where applicable). */
export interface AccessClaims {
  /** The person: `sub`. */
  userId: string
  /** The session: `sid`. */
  sessionId: string
  /** The application: `client_id`, and the only `aud` (RFC 9068, 4). */
  applicationId: string
  /** The key that signed it. */
  keyId: string
  /** `exp`, in seconds since the Unix epoch. */
  expiresAt: number
}

/** An access token whose signature was checked. */
export interface KnownToken extends AccessClaims {
  /** `Authorization` with the token, as clients send it. */
  authorization: string
  /** Its caller, as long as it is known to be the same. */
  kept: KeptCaller | null
}

/** What a new access token says besides times and key. */
export interface NewAccessClaims extends Omit<AccessClaims, 'keyId' | 'expiresAt'> {
  /** When whoever has the session last proved to be the person, in milliseconds: `auth_time`. 0 if it is unknown. */
  provedAt: number
  /** How the person signed in: `amr`, which is omitted if it is empty. */
  methods: readonly Method[]
}

/**
 * Signs an access token with the keyring's newest key: RFC 9068, with `sid` (OpenID Connect Back-Channel Logout, 2.4), and
 * `token_type` and `user_id`, as clients of the published API may read them. `now` is in milliseconds.
 */
export async function signAccessToken(
  keyring: Keys,
  issuer: string,
  claims: NewAccessClaims,
  tokenId: string,
  now: number,
): Promise<string> {
  const key = await keyring.signing()
  const issuedAt = Math.floor(now / 1000)
  return new SignJWT({
    sid: claims.sessionId,
    client_id: claims.applicationId,
    token_type: 'access',
    user_id: claims.userId,
    ...(claims.provedAt > 0 && { auth_time: Math.floor(claims.provedAt / 1000) }),
    ...(claims.methods.length > 0 && { amr: claims.methods }),
  })
    .setProtectedHeader({ alg: 'ES256', kid: key.id, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setSubject(claims.userId)
    .setAudience(claims.applicationId)
    .setJti(tokenId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .sign(key.privateKey)
}

/**
 * Verifies an access token; returns `null` if it is not ours or has expired. The cache only saves the
 * signature check: expiry and key are checked each time.
 */
export async function verifyAccessToken(
  keyring: Keys,
  issuer: string,
  cache: KnownTokens,
  token: string,
  now: number,
): Promise<KnownToken | null> {
  const known = cache.find(authorizationOf(token))
  const claims = known ?? (await checkSignature(keyring, issuer, token, now))
  if (!claims) return null
  if (!isInTime(claims, now) || (await keyring.verifying(claims.keyId)) === null) {
    cache.remove(claims)
    return null
  }
  if (!known) cache.add(claims)
  return claims
}

const authorizationOf = (token: string) => `Bearer ${token}`

/** Characters of a signature by which its token is found; tokens that have them in common are told apart. */
const TAIL = 12

export type KnownTokens = ReturnType<typeof createKnownTokens>

/**
 * Remembers tokens, at most so many. They are found by the end of their signature: the hash of a whole header takes longer, and
 * a part of it is compared character by character.
 */
export function createKnownTokens(max: number) {
  // It takes its memory at once.
  const byTail = lazy(() => new LRUCache<string, KnownToken>({ max }))
  const find = (authorization: string): KnownToken | null => {
    const known = byTail().get(authorization.slice(-TAIL))
    return known?.authorization === authorization ? known : null
  }
  return {
    /** Returns the token of a header. */
    find,
    add: (token: KnownToken) => void byTail().set(token.authorization.slice(-TAIL), token),
    remove(token: KnownToken): void {
      if (find(token.authorization)) byTail().delete(token.authorization.slice(-TAIL))
    },
  }
}

/**
 * Whether the token has not expired. One valid for longer than its lifetime was signed by a clock that ran ahead and has
 * since been corrected.
 */
export function isInTime({ expiresAt }: AccessClaims, now: number): boolean {
  const left = expiresAt * 1000 - now
  return left > 0 && left <= ACCESS_TOKEN_SECONDS * 1000 + CLOCK_SKEW
}

async function checkSignature(
  keyring: Keys,
  issuer: string,
  token: string,
  now: number,
): Promise<KnownToken | null> {
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      async (header) => {
        const key = header.kid === undefined ? null : await keyring.verifying(header.kid)
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key.publicKey
      },
      {
        algorithms: ['ES256'],
        issuer,
        typ: 'at+jwt',
        currentDate: new Date(now),
        requiredClaims: ['sub', 'exp', 'sid'],
      },
    )
    if (payload.aud !== payload.client_id) return null
    return {
      userId: String(payload.sub),
      sessionId: String(payload.sid),
      applicationId: String(payload.client_id),
      keyId: String(protectedHeader.kid),
      expiresAt: Number(payload.exp),
      authorization: authorizationOf(token),
      kept: null,
    }
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

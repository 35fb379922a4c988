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
export interface Loot {
  /** A live access token of one person. */
  access: string
  /** Somebody else, whom the forger wants to be, and a session of theirs. */
  victim: { id: string; sessionId: string }
  /** The published key set. */
  keys: JWK[]
  /** The signing key itself: the service may not take everything that it has signed. */
  signingKey: CryptoKey
  /** Where a key set of the forger's own is served. */
  keySetUrl: string
}

const encode = (value: unknown) => base64url.encode(JSON.stringify(value))

/** An extension of the header that nobody knows. */
const EXTENSION = 'urn:example:unknown'

/** A token with any header and payload, signed by the key. */
const sign = (header: object, payload: JWTPayload, key: CryptoKey | Uint8Array) =>
  new SignJWT(payload)
    .setProtectedHeader(header as JWTHeaderParameters)
    .sign(key, { crit: { [EXTENSION]: true } })

/** Access tokens that nobody was given, by how they were made (RFC 8725, 2; OWASP JSON Web Token Cheat Sheet). */
export async function forgeTokens(loot: Loot): Promise<Record<string, string>> {
  const header = decodeProtectedHeader(loot.access)
  const [, , signature = ''] = loot.access.split('.')
  const claims = decodeJwt(loot.access)
  const asVictim = { ...claims, sub: loot.victim.id, user_id: loot.victim.id, sid: loot.victim.sessionId }
  const own = await generateKeyPair('ES256', { extractable: true })
  const ownJwk = { ...(await exportJWK(own.publicKey)), kid: header.kid, alg: 'ES256', use: 'sig' }
  return {
    ...unsigned(header, asVictim, signature),
    ...(await withPublicKeyAsSecret(header, asVictim, loot.keys)),
    'signed by a key of their own': await sign(header, asVictim, own.privateKey),
    'that brings its key (`jwk`)': await sign({ ...header, jwk: ownJwk }, asVictim, own.privateKey),
    'that says where its key is (`jku`)': await sign(
      { ...header, jku: loot.keySetUrl, kid: 'forged' },
      asVictim,
      own.privateKey,
    ),
    'that names a certificate (`x5u`)': await sign(
      { ...header, x5u: loot.keySetUrl, kid: 'forged' },
      asVictim,
      own.privateKey,
    ),
    'with the subject changed': `${encode(header)}.${encode(asVictim)}.${signature}`,
    'with a signature cut short': loot.access.slice(0, -4),
    'with another signature': `${loot.access.slice(0, -4)}${loot.access.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`,
    'with a character too much': `${loot.access}A`,
    'with a fourth part': `${loot.access}.${signature}`,
    ...(await misused(header, claims, loot)),
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

/** The public key as the secret of an HMAC, in the forms in which libraries hold it. */
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

/** Signed by the service's own key, and yet no access token of this service, person and time. */
async function misused(header: object, claims: JWTPayload, loot: Loot): Promise<Record<string, string>> {
  const now = claims.iat ?? 0
  const changed: Record<string, [object, object]> = {
    'of another issuer': [header, { ...claims, iss: 'https://elsewhere.example' }],
    'without an issuer': [header, { ...claims, iss: undefined }],
    'for another audience': [header, { ...claims, aud: crypto.randomUUID() }],
    'for several audiences': [header, { ...claims, aud: [String(claims.aud), 'other'] }],
    'without an audience': [header, { ...claims, aud: undefined }],
    'of another application': [header, { ...claims, client_id: loot.victim.id, aud: loot.victim.id }],
    "of another person, with one's own session": [header, { ...claims, sub: loot.victim.id }],
    "of one's own, with another person's session": [header, { ...claims, sid: loot.victim.sessionId }],
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
    await sign(JSON.parse(JSON.stringify(head)), JSON.parse(JSON.stringify(payload)), loot.signingKey),
  ])
  return Object.fromEntries(await Promise.all(signed)) as Record<string, string>
}

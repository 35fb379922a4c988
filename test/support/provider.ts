import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'

/** A key of a provider of a test. */
export interface ProviderKey {
  privateKey: CryptoKey
  jwk: JWK
}

/** An OpenID provider of a test, as little of one as tokens need: discovery and keys, which can be broken. */
export interface TestProvider {
  issuer: string
  keys: ProviderKey[]
  /** Paths asked for so far. */
  asked: string[]
  /** Replaces responses; null restores them. */
  breakIt(respond: ((path: string, response: ServerResponse) => void) | null): void
  /** Adds a key, and makes it the only one unless told otherwise. */
  rotate(options?: { keepsOld?: boolean }): Promise<ProviderKey>
  /** Signs claims as an access token; `header` and `key` replace what is usual. */
  sign(
    claims: Record<string, unknown>,
    options?: { header?: Partial<JWTHeaderParameters>; key?: ProviderKey },
  ): Promise<string>
  stop(): Promise<void>
}

let counter = 0

export async function newProviderKey(alg = 'ES256'): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `key-${++counter}`, alg, use: 'sig' } }
}

/** Starts a provider on a free port. */
export async function startProvider(): Promise<TestProvider> {
  const keys = [await newProviderKey()]
  const asked: string[] = []
  let broken: ((path: string, response: ServerResponse) => void) | null = null
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (broken) return broken(path, response)
    const document = path.endsWith('/jwks')
      ? { keys: keys.map(({ jwk }) => jwk) }
      : { issuer, jwks_uri: `${issuer}/jwks` }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`
  return {
    issuer,
    keys,
    asked,
    breakIt(respond) {
      broken = respond
    },
    async rotate({ keepsOld = false } = {}) {
      const key = await newProviderKey()
      if (!keepsOld) keys.length = 0
      keys.unshift(key)
      return key
    },
    async sign(claims, { header = {}, key = keys[0]! } = {}) {
      const { kid, alg = 'ES256' } = key.jwk
      return new SignJWT({ iss: issuer, ...claims })
        .setProtectedHeader({ alg, ...(kid && { kid }), typ: 'at+jwt', ...header } as JWTHeaderParameters)
        .sign(key.privateKey)
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

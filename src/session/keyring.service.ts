import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { SealedSecrets } from '../basics/sealed-secrets.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { SigningKeyRow } from '../tables/tables.ts'
import type { SigningKey } from './access-token.ts'
import * as store from './keyring.store.ts'
import { ACCESS_TOKEN_SECONDS } from './session.ts'
import type { SessionEnds } from './session-ends.service.ts'

/** Maximum age of a node's view of the keys, in milliseconds; a revoked key is refused within 5 seconds. */
const KEYS_MAX_AGE = 2000

export type Keyring = ReturnType<typeof createKeyring>

/**
 * The asymmetric keys (ES256, RFC 7518) that sign access tokens. They are stored in the database and shared
 * by all nodes.
 */
export function createKeyring(deps: {
  db: Database
  clock: Clock
  audit: AuditService
  sealed: SealedSecrets
  sessionEnds: SessionEnds
}) {
  const { db, clock, audit, sealed, sessionEnds } = deps
  let loaded: { at: number; signing: SigningKey | null; verifying: Map<string, SigningKey> } | null = null
  let loading: Promise<void> | null = null
  const imported = new Map<string, SigningKey>()

  const load = async (): Promise<void> => {
    const now = clock.now()
    const rows = await store.listLiveKeys(db, now)
    const keys = await Promise.all(rows.map((row) => imported.get(row.id) ?? importKey(row, sealed)))
    imported.clear()
    for (const key of keys) imported.set(key.id, key)
    const newest = rows.findLast((row) => row.retired_at === null)
    loaded = { at: now, signing: (newest && imported.get(newest.id)) ?? null, verifying: new Map(imported) }
  }
  const isFresh = () => loaded !== null && Math.abs(clock.now() - loaded.at) < KEYS_MAX_AGE
  const current = async () => {
    if (!isFresh()) {
      loading ??= load().finally(() => {
        loading = null
      })
      await loading
    }
    return loaded!
  }

  return {
    /** Returns the key that currently signs; the first use of an empty database creates one. */
    async signing(): Promise<SigningKey> {
      const { signing } = await current()
      if (signing) return signing
      const row = await generateKey(clock.now(), sealed)
      await db.write((tx) => store.insertFirstKey(tx, row))
      loaded = null
      return (await current()).signing!
    },
    /** Returns the key with this id, as long as tokens signed by it are valid. */
    verifying: async (id: string): Promise<SigningKey | null> => (await current()).verifying.get(id) ?? null,
    /** Whether the key is known to be valid without looking. */
    isValid: (id: string): boolean => isFresh() && loaded!.verifying.has(id),
    /** Returns the JWK set (RFC 7517) for `/.well-known/jwks.json`. */
    async jwks(): Promise<{ keys: JWK[] }> {
      const { verifying } = await current()
      return { keys: [...verifying.values()].map((key) => key.publicJwk) }
    },
    /**
     * Creates a new signing key and returns its id. Tokens signed by other keys remain valid until they
     * expire. With `revoke`, they become invalid immediately, and every session ends with its refresh tokens,
     * since whoever has the keys had access to the database; `ended` is the number of sessions.
     */
    async rotate({ revoke }: { revoke: boolean }, actor: Actor): Promise<{ id: string; ended: number }> {
      const endOthersAt = clock.now() + (revoke ? 0 : ACCESS_TOKEN_SECONDS * 1000 + KEYS_MAX_AGE)
      const row = await generateKey(clock.now(), sealed)
      await db.write(async (tx) => {
        await store.replaceKeys(tx, row, endOthersAt)
        await audit.record(tx, revoke ? 'signing_keys.revoked' : 'signing_keys.rotated', actor)
      })
      loaded = null
      return { id: row.id, ended: revoke ? (await sessionEnds.ofEverybody(actor)).sessions : 0 }
    },
  }
}

const placeOf = (id: string) => ({ table: 'signing_keys', column: 'private_jwk', id })

async function generateKey(now: number, sealed: SealedSecrets): Promise<SigningKeyRow> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const publicJwk = await exportJWK(publicKey)
  const id = await calculateJwkThumbprint(publicJwk)
  return {
    id,
    private_jwk: sealed.seal(JSON.stringify(await exportJWK(privateKey)), placeOf(id)),
    public_jwk: JSON.stringify(publicJwk),
    created_at: now,
    retired_at: null,
    expires_at: null,
  }
}

async function importKey(row: SigningKeyRow, sealed: SealedSecrets): Promise<SigningKey> {
  const publicJwk = JSON.parse(row.public_jwk) as JWK
  const privateJwk = JSON.parse(sealed.open(row.private_jwk, placeOf(row.id))) as JWK
  return {
    id: row.id,
    privateKey: (await importJWK(privateJwk, 'ES256')) as CryptoKey,
    publicKey: (await importJWK(publicJwk, 'ES256')) as CryptoKey,
    publicJwk: { ...publicJwk, kid: row.id, alg: 'ES256', use: 'sig' },
  }
}

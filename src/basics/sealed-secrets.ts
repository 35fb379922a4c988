import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Unavailable } from '../errors/unavailable.ts'

/** A key of `ENCRYPTION_KEYS`. */
export interface EncryptionKey {
  /** Name of the key in stored values: 1 to 32 letters, digits and `-`. */
  id: string
  /** 32 bytes. */
  bytes: Uint8Array
}

/** Where a value is stored. It is bound to that place and cannot be opened elsewhere. */
export interface Place {
  table: string
  column: string
  /** Primary key of the row. */
  id: string
}

/** Encrypts secrets that the service must be able to read, such as signing keys. */
export interface SealedSecrets {
  /** Id of the key used for sealing. If `null`, no key is set and values are stored in plain text. */
  readonly current: string | null
  /** Ids of all keys that can open values, the current one first. */
  readonly known: readonly string[]
  /** Returns the value to store: `enc:v1:<key id>:<base64url>`, or the text itself if no key is set. */
  seal(text: string, place: Place): string
  /**
   * Returns the text of a stored value. A value stored without a key is returned unchanged.
   * @throws {Unavailable} with a remedy, if the key is not set, or the value was modified or moved
   */
  open(stored: string, place: Place): string
}

/** Prefix of every sealed value. */
export const SEALED = 'enc:v1:'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

/** Returns the id of the key that sealed a stored value, or `null` if it is stored in plain text. */
export function keyOf(stored: string): string | null {
  return stored.startsWith(SEALED) ? (stored.slice(SEALED.length).split(':', 1)[0] ?? '') : null
}

/**
 * Seals with the first key and opens with any of them: AES-256-GCM (NIST SP 800-38D) with a random 96-bit
 * nonce. Key id, table, column and row are authenticated with the value, so that someone who can write to the
 * database cannot copy one person's secret into another's row. A value consists of nonce, ciphertext and tag.
 */
export function createSealedSecrets(keys: readonly EncryptionKey[]): SealedSecrets {
  const [current] = keys
  const byId = new Map(keys.map((key) => [key.id, key]))
  return {
    current: current?.id ?? null,
    known: keys.map(({ id }) => id),
    seal: (text, place) => (current ? sealWith(current, text, place) : text),
    open(stored, place) {
      const id = keyOf(stored)
      if (id === null) return stored
      const key = byId.get(id)
      if (!key) throw missingKey(id)
      try {
        return openWith(key, stored.slice(SEALED.length + id.length + 1), place)
      } catch (cause) {
        throw new Unavailable('database', {
          cause,
          remedy: `A secret in ${place.table} cannot be opened with the key "${id}": ENCRYPTION_KEYS has a different key under that name, or the value was modified`,
        })
      }
    },
  }
}

function missingKey(id: string): Unavailable {
  return new Unavailable('database', {
    remedy: `A secret is encrypted with the key "${id}", which is missing from ENCRYPTION_KEYS: add it`,
  })
}

function sealWith({ id, bytes }: EncryptionKey, text: string, place: Place): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, bytes, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(id, place))
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return `${SEALED}${id}:${Buffer.concat(sealed).toString('base64url')}`
}

function openWith({ id, bytes }: EncryptionKey, body: string, place: Place): string {
  const sealed = Buffer.from(body, 'base64url')
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new RangeError('the value is too short')
  const decipher = createDecipheriv(CIPHER, bytes, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(boundTo(id, place))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  return Buffer.concat([text, decipher.final()]).toString('utf8')
}

/** As JSON, so that no two places are encoded alike. */
function boundTo(keyId: string, { table, column, id }: Place): Buffer {
  return Buffer.from(JSON.stringify(['user-profile', 'v1', keyId, table, column, id]))
}

/**
 * Parses `id:base64,id:base64`, the format of `ENCRYPTION_KEYS`. Returns the keys, or the problem, which does
 * not reveal anything about a key.
 */
export function readEncryptionKeys(text: string): EncryptionKey[] | string {
  const keys: EncryptionKey[] = []
  for (const [index, item] of text.split(',').entries()) {
    const [, id, encoded] = /^\s*([A-Za-z0-9-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(item) ?? []
    const place = `key number ${index + 1}`
    if (id === undefined || encoded === undefined)
      return `has no "name:key" as ${place}; create one with user-profile secrets new-key`
    const bytes = Buffer.from(encoded, 'base64url')
    if (bytes.length !== 32)
      return `does not have 32 bytes as ${place}; create one with user-profile secrets new-key`
    if (new Set(bytes).size < 8)
      return `has a ${place} that is not random; create one with user-profile secrets new-key`
    if (keys.some((key) => key.id === id)) return `has the name "${id}" twice`
    if (keys.some((key) => bytes.equals(key.bytes))) return 'has the same key twice'
    keys.push({ id, bytes })
  }
  return keys
}

/** Returns the keys with their values masked, for display. */
export function maskedKeys(text: string): string {
  const keys = readEncryptionKeys(text)
  return typeof keys === 'string' ? (text === '' ? '' : '***') : keys.map(({ id }) => `${id}:***`).join(',')
}

/** Creates a key in the format of `ENCRYPTION_KEYS`. */
export function newEncryptionKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`
}

import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verify as argon2Verify } from '@node-rs/argon2'
import { hash as bcryptHash, verify as bcryptVerify } from '@node-rs/bcrypt'
import {
  BCRYPT_ROUNDS_MAX,
  BCRYPT_ROUNDS_MIN,
  blockBytes,
  type HashParts,
  parseHash,
  SCRYPT_BYTES_MAX,
} from './hash-forms.ts'

const pbkdf2Async = promisify(pbkdf2)
const scryptAsync = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>

/**
 * Cost of one comparison. Units of one family are additive: two comparisons of half the units take as long as
 * one with all of them. If parts do not take exactly as long as the whole, each set of parameters is its own
 * family.
 */
export interface HashCost {
  family: string
  units: number
}

type PartsOf<K extends HashParts['kind']> = Extract<HashParts, { kind: K }>

interface Scheme<P> {
  verify: (password: string, parts: P) => Promise<boolean>
  cost: (parts: P) => HashCost
  /** Does part of the work of such a hash, in units; absent if units are not parts of one another. */
  spend?: (password: string, parts: P, units: number) => Promise<unknown>
}

const argon2: Scheme<PartsOf<'argon2'>> = {
  verify: (password, { encoded }) => argon2Verify(encoded, password),
  cost: ({ variant, memory, passes, lanes }) => ({
    family: `argon2${variant} m=${memory},t=${passes},p=${lanes}`,
    units: 1,
  }),
}

const pbkdf2Scheme: Scheme<PartsOf<'pbkdf2'>> = {
  verify: async (password, { digest, iterations, salt, hash }) =>
    sameBytes(await pbkdf2Async(password, salt, iterations, hash.length, digest), hash),
  cost: ({ digest, iterations, hash }) => ({
    family: `pbkdf2_${digest}`,
    units: iterations * Math.ceil(hash.length / blockBytes[digest]),
  }),
  spend: (password, { digest, salt }, units) =>
    pbkdf2Async(password, salt, units, blockBytes[digest], digest),
}

const scryptScheme: Scheme<PartsOf<'scrypt'>> = {
  verify: async (password, { n, r, p, salt, hash }) => {
    const options = { N: n, r, p, maxmem: SCRYPT_BYTES_MAX * 2 }
    return sameBytes(await scryptAsync(password, salt, hash.length, options), hash)
  },
  cost: ({ n, r, p }) => ({ family: `scrypt N=${n},r=${r},p=${p}`, units: 1 }),
}

/** bcrypt ignores bytes of a password beyond these. */
const BCRYPT_BYTES = 72

const bcrypt: Scheme<PartsOf<'bcrypt'>> = {
  verify: (password, { isPrehashed, encoded }) =>
    bcryptVerify(isPrehashed ? createHash('sha256').update(password).digest('hex') : password, encoded),
  cost: ({ rounds }) => ({ family: 'bcrypt', units: 2 ** rounds }),
  // Units are sums of powers of two, none of them below the fewest rounds.
  spend: async (password, _parts, units) => {
    for (let rounds = BCRYPT_ROUNDS_MIN; rounds <= BCRYPT_ROUNDS_MAX; rounds++)
      if (units & (2 ** rounds)) await bcryptHash(password, rounds)
  },
}

const schemes: { [K in HashParts['kind']]: Scheme<PartsOf<K>> } = {
  argon2,
  pbkdf2: pbkdf2Scheme,
  scrypt: scryptScheme,
  bcrypt,
}

/** What a stored hash asks for: its scheme, and the parts that it is made of. */
export interface SchemeOfHash {
  cost: HashCost
  /** Bytes of a password that the hash depends on; null: all. */
  bytesRead: number | null
  /** @throws {Error} if the library refuses the hash */
  verify: (password: string) => Promise<boolean>
  /** Does part of the work of a comparison, in units. */
  spend: (password: string, units: number) => Promise<unknown>
}

/** Parses a stored hash. Returns `null` if its form is unknown or its cost too high. */
export function schemeOf(hash: string): SchemeOfHash | null {
  const read = parseHash(hash)
  if ('problem' in read) return null
  const { parts } = read
  const scheme = schemes[parts.kind] as Scheme<HashParts>
  return {
    cost: scheme.cost(parts),
    bytesRead: parts.kind === 'bcrypt' && !parts.isPrehashed ? BCRYPT_BYTES : null,
    verify: (password) => scheme.verify(password, parts),
    spend: async (password, units) => scheme.spend?.(password, parts, units),
  }
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

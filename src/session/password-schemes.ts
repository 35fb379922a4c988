import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verify as argon2Verify } from '@node-rs/argon2'
import { hash as bcryptHash, verify as bcryptVerify } from '@node-rs/bcrypt'
import { type ExpensiveWork, expensive } from '../ports/expensive-work.ts'

const pbkdf2Async = promisify(pbkdf2)
const scryptAsync = promisify(scrypt) as (
  password: string,
  salt: string,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>

/** Bounds on the cost of hashes taken over by an import: one sign-in may not take a core for seconds. */
const COST_MAX = {
  argon2MemoryKib: 262_144,
  argon2Passes: 16,
  argon2Lanes: 16,
  pbkdf2Iterations: 5_000_000,
  bcryptRounds: 14,
  scryptBytes: 134_217_728,
}

/**
 * What one comparison costs. Units of one family add up: two comparisons of half the units take as long as one of all of
 * them. Where parts would not take exactly as long as the whole, each set of parameters is a family of its own.
 */
export interface HashCost {
  family: string
  units: number
}

interface Scheme {
  /** Captures the parts of the hash. */
  pattern: RegExp
  /** Whether the cost that the hash asks for is within bounds. */
  isBounded: (parts: RegExpExecArray) => boolean
  verify: (password: string, parts: RegExpExecArray) => Promise<boolean>
  cost: (parts: RegExpExecArray) => HashCost
  /** Does a part of the work of a hash with these parts, so many units; absent where units are not parts of one another. */
  spend?: (password: string, parts: RegExpExecArray, units: number) => Promise<unknown>
}

const argon2: Scheme = {
  // PHC string, also in Django's form with `argon2` in front.
  pattern:
    /^(?:argon2)?(\$argon2(id|i|d)\$v=19\$m=(\d{1,9}),t=(\d{1,5}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86})$/,
  isBounded: ([, , , memory, passes, lanes]) =>
    Number(memory) <= COST_MAX.argon2MemoryKib &&
    Number(passes) <= COST_MAX.argon2Passes &&
    Number(lanes) <= COST_MAX.argon2Lanes,
  verify: (password, [, phc]) => argon2Verify(phc!, password),
  cost: ([, , variant, memory, passes, lanes]) => ({
    family: `argon2${variant} m=${Number(memory)},t=${Number(passes)},p=${Number(lanes)}`,
    units: 1,
  }),
}

/** Bytes of one block of PBKDF2, each of which costs all iterations. */
const blockBytes = { sha1: 20, sha256: 32 } as const

const djangoPbkdf2: Scheme = {
  pattern: /^pbkdf2_(sha256|sha1)\$(\d{1,8})\$([^$]{1,128})\$([A-Za-z0-9+/=]{20,64})$/,
  isBounded: ([, , iterations]) => Number(iterations) >= 1 && Number(iterations) <= COST_MAX.pbkdf2Iterations,
  verify: async (password, [, digest, iterations, salt, encoded]) => {
    const expected = Buffer.from(encoded!, 'base64')
    const actual = await pbkdf2Async(password, salt!, Number(iterations), expected.length, digest!)
    return sameBytes(actual, expected)
  },
  cost: ([, digest, iterations, , encoded]) => ({
    family: `pbkdf2_${digest}`,
    units:
      Number(iterations) *
      Math.ceil(Buffer.from(encoded!, 'base64').length / blockBytes[digest as keyof typeof blockBytes]),
  }),
  spend: (password, [, digest, , salt], units) =>
    pbkdf2Async(password, salt!, units, blockBytes[digest as keyof typeof blockBytes], digest!),
}

const djangoScrypt: Scheme = {
  pattern: /^scrypt\$([^$]{1,128})\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/=]{20,128})$/,
  isBounded: ([, salt, n, r, p]) =>
    salt !== '' && 128 * Number(n) * Number(r) * Number(p) <= COST_MAX.scryptBytes,
  verify: async (password, [, salt, n, r, p, encoded]) => {
    const expected = Buffer.from(encoded!, 'base64')
    return sameBytes(await scryptAsync(password, salt!, expected.length, scryptOptions(n!, r!, p!)), expected)
  },
  cost: ([, , n, r, p]) => ({ family: `scrypt N=${Number(n)},r=${Number(r)},p=${Number(p)}`, units: 1 }),
}

const scryptOptions = (n: string, r: string, p: string) => ({
  N: Number(n),
  r: Number(r),
  p: Number(p),
  maxmem: COST_MAX.scryptBytes * 2,
})

/** Fewest rounds that bcrypt knows, as a power of two. */
const BCRYPT_ROUNDS_MIN = 4

const djangoBcrypt: Scheme = {
  // `bcrypt_sha256` hashes the hex SHA-256 of the password (django/contrib/auth/hashers.py).
  pattern: /^(bcrypt(?:_sha256)?)\$(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/,
  isBounded: ([, , , rounds]) =>
    Number(rounds) >= BCRYPT_ROUNDS_MIN && Number(rounds) <= COST_MAX.bcryptRounds,
  verify: (password, [, algorithm, encoded]) =>
    bcryptVerify(
      algorithm === 'bcrypt_sha256' ? createHash('sha256').update(password).digest('hex') : password,
      encoded!,
    ),
  cost: ([, , , rounds]) => ({ family: 'bcrypt', units: 2 ** Number(rounds) }),
  // Units are sums of powers of two, none of them below the fewest rounds.
  spend: async (password, _parts, units) => {
    for (let rounds = BCRYPT_ROUNDS_MIN; rounds <= COST_MAX.bcryptRounds; rounds++)
      if (units & (2 ** rounds)) await bcryptHash(password, rounds)
  },
}

const schemes: readonly Scheme[] = [argon2, djangoPbkdf2, djangoScrypt, djangoBcrypt]

/** Longest stored hash; the formats above stay below. */
const HASH_LENGTH_MAX = 512

/** A stored hash whose format and cost are accepted. */
export interface KnownHash {
  cost: HashCost
  /** Whether the password fits it. A hash that looks right and is not (bad base64, refused parameters) fits nothing. */
  verify: (password: string) => Promise<boolean>
  /** Does work of the same family for nothing, up to as many units as a comparison: all of them are one comparison. */
  spend: (password: string, units: number) => Promise<void>
}

/** Reads a stored hash: argon2 (PHC), or one of Django's formats. `null` where it is none of them or costs too much. */
export function readHash(hash: string): KnownHash | null {
  if (hash.length > HASH_LENGTH_MAX) return null
  for (const scheme of schemes) {
    const parts = scheme.pattern.exec(hash)
    if (!parts) continue
    if (!scheme.isBounded(parts)) return null
    const cost = scheme.cost(parts)
    const work = <T>(units: number, run: () => Promise<T>): Promise<T | null> => {
      const about: ExpensiveWork = { name: 'password verify', family: cost.family, units }
      return expensive(about.name, run, about).catch(() => null)
    }
    return {
      cost,
      verify: async (password) => (await work(cost.units, () => scheme.verify(password, parts))) === true,
      spend: async (password, units) => {
        if (units === cost.units) await work(units, () => scheme.verify(password, parts))
        else if (units > 0) await work(units, async () => scheme.spend?.(password, parts, units))
      },
    }
  }
  return null
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

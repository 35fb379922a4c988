/** The parameters of a hash, whatever form it was written in. */
export type HashParts = Argon2Parts | Pbkdf2Parts | ScryptParts | BcryptParts

interface Argon2Parts {
  kind: 'argon2'
  variant: 'id' | 'i' | 'd'
  /** In KiB. */
  memory: number
  passes: number
  lanes: number
  /** The PHC string. */
  encoded: string
}

export type Pbkdf2Digest = 'sha1' | 'sha256' | 'sha512'

interface Pbkdf2Parts {
  kind: 'pbkdf2'
  digest: Pbkdf2Digest
  iterations: number
  salt: Buffer
  hash: Buffer
}

interface ScryptParts {
  kind: 'scrypt'
  /** N, r and p of RFC 7914. */
  n: number
  r: number
  p: number
  salt: Buffer
  hash: Buffer
}

interface BcryptParts {
  kind: 'bcrypt'
  /** As a power of two. */
  rounds: number
  /** Whether the hex SHA-256 of the password was hashed (django/contrib/auth/hashers.py). */
  isPrehashed: boolean
  encoded: string
}

/** Why a hash is refused: its form is unknown, it is damaged, or it costs more than a sign-in may. */
export type HashProblem =
  | { problem: 'unknown' }
  | { problem: 'malformed'; form: string }
  | { problem: 'expensive'; form: string; limit: string }

/** Limits on the cost of imported hashes: one sign-in must not occupy a core for seconds. */
const COST_MAX = {
  argon2MemoryKib: 262_144,
  /** Memory times passes. */
  argon2Work: 1_048_576,
  argon2Lanes: 16,
  /** Iterations times blocks of the hash: each block takes all iterations. */
  pbkdf2Iterations: 5_000_000,
  bcryptRounds: 14,
  scryptBytes: 134_217_728,
}
/** Minimum rounds of bcrypt, as a power of two. */
export const BCRYPT_ROUNDS_MIN = 4
export const BCRYPT_ROUNDS_MAX = COST_MAX.bcryptRounds
/** Maximum memory of scrypt, in bytes. */
export const SCRYPT_BYTES_MAX = COST_MAX.scryptBytes

/** Maximum length of a stored hash; the forms below are shorter. */
const HASH_LENGTH_MAX = 512
/** Lengths of salt and hash, in bytes. A truncated hash would match many passwords. */
const SALT_MAX = 128
const HASH_MIN = 16
const HASH_MAX = 128

/** Bytes of one block of PBKDF2. */
export const blockBytes: Record<Pbkdf2Digest, number> = { sha1: 20, sha256: 32, sha512: 64 }

interface Form {
  name: string
  /** Matches the beginning of every hash of this form, damaged ones too. */
  start: RegExp
  /** Captures the parameters. */
  pattern: RegExp
  /** Returns null if the captured texts are not valid. */
  read: (parts: string[]) => HashParts | null
}

const forms: readonly Form[] = [
  {
    // PHC string, also in Django's form with the prefix `argon2`.
    name: 'argon2',
    start: /^(argon2)?\$argon2/,
    pattern:
      /^(?:argon2)?(\$argon2(id|i|d)\$v=19\$m=(\d{1,9}),t=(\d{1,5}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86})$/,
    read: ([encoded, variant, memory, passes, lanes]) => ({
      kind: 'argon2',
      variant: variant as Argon2Parts['variant'],
      memory: Number(memory),
      passes: Number(passes),
      lanes: Number(lanes),
      encoded: encoded!,
    }),
  },
  {
    // As crypt(3), PHP, htpasswd and most libraries write it, or in Django's form with a prefix.
    name: 'bcrypt',
    start: /^(bcrypt(_sha256)?\$|\$2[a-z]?\$)/,
    pattern: /^(?:bcrypt(_sha256)?\$)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/,
    read: ([prehashed, encoded, rounds]) => ({
      kind: 'bcrypt',
      rounds: Number(rounds),
      isPrehashed: prehashed !== undefined,
      encoded: encoded!,
    }),
  },
  {
    // django/contrib/auth/hashers.py.
    name: "Django's PBKDF2",
    start: /^pbkdf2_/,
    pattern: /^pbkdf2_(sha256|sha1)\$(\d{1,8})\$([^$]{1,128})\$([A-Za-z0-9+/=]{20,172})$/,
    read: ([digest, iterations, salt, hash]) =>
      pbkdf2(digest!, iterations!, Buffer.from(salt!), base64(hash!)),
  },
  {
    // PHC string, with named parameters.
    name: 'PBKDF2',
    start: /^\$pbkdf2(-[a-z0-9]+)?\$[a-z]/,
    pattern:
      /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$i=(\d{1,8})(?:,l=(\d{1,3}))?\$([A-Za-z0-9+/]{1,172})\$([A-Za-z0-9+/]{20,172})$/,
    read([digest, iterations, length, salt, hash]) {
      const bytes = base64(hash!)
      if (length !== undefined && Number(length) !== bytes?.length) return null
      return pbkdf2(digest ?? 'sha1', iterations!, base64(salt!), bytes)
    },
  },
  {
    // passlib.hash.pbkdf2_sha256: base64 with `.` for `+`, and the iterations without a name.
    name: "passlib's PBKDF2",
    start: /^\$pbkdf2/,
    pattern: /^\$pbkdf2(?:-(sha256|sha512))?\$(\d{1,8})\$([A-Za-z0-9./]{0,172})\$([A-Za-z0-9./]{20,172})$/,
    read: ([digest, iterations, salt, hash]) =>
      pbkdf2(digest ?? 'sha1', iterations!, adaptedBase64(salt!), adaptedBase64(hash!)),
  },
  {
    // werkzeug.security.generate_password_hash.
    name: "Werkzeug's PBKDF2",
    start: /^pbkdf2:/,
    pattern: /^pbkdf2:(sha1|sha256|sha512):(\d{1,8})\$([^$]{1,128})\$([0-9a-f]{32,256})$/,
    read: ([digest, iterations, salt, hash]) => pbkdf2(digest!, iterations!, Buffer.from(salt!), hex(hash!)),
  },
  {
    // django/contrib/auth/hashers.py.
    name: "Django's scrypt",
    start: /^scrypt\$/,
    pattern: /^scrypt\$(\d{1,8})\$([^$]{1,128})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/=]{20,172})$/,
    read: ([n, salt, r, p, hash]) => scrypt(Number(n), r!, p!, Buffer.from(salt!), base64(hash!)),
  },
  {
    // PHC string, as passlib.hash.scrypt writes it too.
    name: 'scrypt',
    start: /^\$scrypt\$/,
    pattern:
      /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{0,172})\$([A-Za-z0-9+/]{20,172})$/,
    read: ([ln, r, p, salt, hash]) => scrypt(2 ** Number(ln), r!, p!, base64(salt!), base64(hash!)),
  },
  {
    // werkzeug.security.generate_password_hash.
    name: "Werkzeug's scrypt",
    start: /^scrypt:/,
    pattern: /^scrypt:(\d{1,8}):(\d{1,3}):(\d{1,3})\$([^$]{1,128})\$([0-9a-f]{32,256})$/,
    read: ([n, r, p, salt, hash]) => scrypt(Number(n), r!, p!, Buffer.from(salt!), hex(hash!)),
  },
]

/** Parses a hash of any known form. Checks its cost and the lengths of its parts. */
export function parseHash(hash: string): { parts: HashParts } | HashProblem {
  const form = hash.length > HASH_LENGTH_MAX ? undefined : forms.find(({ start }) => start.test(hash))
  if (!form) return { problem: 'unknown' }
  const found = form.pattern.exec(hash)
  const parts = found && form.read(found.slice(1))
  if (!parts || !isSound(parts)) return { problem: 'malformed', form: form.name }
  const limit = limitBroken(parts)
  return limit === null ? { parts } : { problem: 'expensive', form: form.name, limit }
}

function pbkdf2(
  digest: string,
  iterations: string,
  salt: Buffer | null,
  hash: Buffer | null,
): HashParts | null {
  if (!salt || !hash) return null
  return { kind: 'pbkdf2', digest: digest as Pbkdf2Digest, iterations: Number(iterations), salt, hash }
}

function scrypt(n: number, r: string, p: string, salt: Buffer | null, hash: Buffer | null): HashParts | null {
  return salt && hash ? { kind: 'scrypt', n, r: Number(r), p: Number(p), salt, hash } : null
}

/** Decodes standard base64, with or without padding. Returns null if it is not canonical. */
function base64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/={0,2}$/, '') ? bytes : null
}

/** passlib.utils.binary.ab64_decode. */
const adaptedBase64 = (text: string) => base64(text.replaceAll('.', '+'))

const hex = (text: string) => (text.length % 2 === 0 ? Buffer.from(text, 'hex') : null)

/** Whether the algorithm allows these parameters (RFC 9106, RFC 8018, RFC 7914). */
function isSound(parts: HashParts): boolean {
  if (parts.kind === 'argon2') {
    const { memory, passes, lanes } = parts
    return passes >= 1 && lanes >= 1 && memory >= 8 * lanes
  }
  if (parts.kind === 'bcrypt') return parts.rounds >= BCRYPT_ROUNDS_MIN
  const { salt, hash } = parts
  if (salt.length > SALT_MAX || hash.length < HASH_MIN || hash.length > HASH_MAX) return false
  if (parts.kind === 'pbkdf2') return parts.iterations >= 1
  return parts.n >= 2 && Number.isInteger(Math.log2(parts.n)) && parts.r >= 1 && parts.p >= 1
}

/** Returns the limits that the hash exceeds, as text for the operator; null if it exceeds none. */
function limitBroken(parts: HashParts): string | null {
  const number = (value: number) => value.toLocaleString('en')
  switch (parts.kind) {
    case 'argon2': {
      const { memory, passes, lanes } = parts
      const isBounded =
        memory <= COST_MAX.argon2MemoryKib &&
        memory * passes <= COST_MAX.argon2Work &&
        lanes <= COST_MAX.argon2Lanes
      const { argon2MemoryKib, argon2Work, argon2Lanes } = COST_MAX
      return isBounded
        ? null
        : `m at most ${number(argon2MemoryKib)}, m times t at most ${number(argon2Work)}, p at most ${argon2Lanes}`
    }
    case 'pbkdf2': {
      const blocks = Math.ceil(parts.hash.length / blockBytes[parts.digest])
      return parts.iterations * blocks <= COST_MAX.pbkdf2Iterations
        ? null
        : `at most ${number(COST_MAX.pbkdf2Iterations)} iterations`
    }
    case 'scrypt':
      return 128 * parts.n * parts.r * parts.p <= COST_MAX.scryptBytes
        ? null
        : `128·N·r·p at most ${number(COST_MAX.scryptBytes)}`
    default:
      return parts.rounds <= COST_MAX.bcryptRounds ? null : `at most ${COST_MAX.bcryptRounds} rounds`
  }
}

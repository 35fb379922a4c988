import { type HashProblem, parseHash } from './hash-forms.ts'

/** Maximum length of a Keycloak credential, in characters. */
const CREDENTIAL_MAX = 2048

/**
 * Returns what to store of another system's password hash; `""` if there is no password, as with Django's unusable
 * passwords (`!` and random letters). A credential of a Keycloak export becomes the PHC string of the same hash.
 */
export function takeOverHash(text: string): { hash: string } | HashProblem {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.startsWith('!')) return { hash: '' }
  const hash = trimmed.startsWith('{') ? ofKeycloak(trimmed) : trimmed
  if (hash === null) return { problem: 'malformed', form: 'Keycloak' }
  const read = parseHash(hash)
  return 'problem' in read ? read : { hash }
}

/**
 * Returns the hash of a credential as written by `kc.sh export`: two JSON texts, `secretData` with salt and hash, and
 * `credentialData` with algorithm and cost (org.keycloak.models.credential.PasswordCredentialModel).
 */
function ofKeycloak(text: string): string | null {
  if (text.length > CREDENTIAL_MAX) return null
  const credential = readObject(text)
  const secret = readObject(credential?.secretData)
  const data = readObject(credential?.credentialData)
  if (!secret || !data || (credential?.type ?? 'password') !== 'password') return null
  const iterations = String(data.hashIterations)
  const [salt, hash] = [secret.salt, secret.value].map((value) => String(value).replace(/={0,2}$/, ''))
  const algorithm = String(data.algorithm)
  if (/^pbkdf2(-sha256|-sha512)?$/.test(algorithm)) return `$${algorithm}$i=${iterations}$${salt}$${hash}`
  if (algorithm !== 'argon2') return null
  const more = readObject(data.additionalParameters)
  const first = (name: string) => String([more?.[name]].flat()[0])
  if (first('version') !== '1.3') return null
  const cost = `m=${first('memory')},t=${iterations},p=${first('parallelism')}`
  return `$argon2${first('type')}$v=19$${cost}$${salt}$${hash}`
}

/** Reads an object, or the JSON text of one. */
function readObject(value: unknown): Record<string, unknown> | null {
  try {
    const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

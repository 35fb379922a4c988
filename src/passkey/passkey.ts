import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Application } from '../application/application.ts'
import type { FieldResult } from '../fields.ts'
import { MINUTE } from '../ports/durations.ts'

/** Passkeys of one person, at most. */
export const PASSKEYS_MAX = 20
/** How long a challenge can be answered, in milliseconds (WebAuthn Level 3, 13.4.3 and `timeout`). */
export const CHALLENGE_TIME = 5 * MINUTE

/** A passkey as its person sees it. Instants are milliseconds since the Unix epoch. */
export interface Passkey {
  id: string
  name: string
  /** What people know its authenticator by; `""` where it is none that is well known. */
  authenticator: string
  /** Whether it is kept in more than one place, such as by a password manager. */
  isBackedUp: boolean
  createdAt: number
  lastUsedAt: number | null
}

/** A person's answer to a challenge with a passkey. */
export type Assertion = AuthenticationResponseJSON
/** A new passkey. */
export type Attestation = RegistrationResponseJSON

/** Longest values, as base64url: of a credential ID (WebAuthn Level 3, 4), a user handle (5.4.3), and the rest. */
const ID_MAX = 1364
const USER_HANDLE_MAX = 88
const PART_MAX = 16_384

const transportNames = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

const isBase64url = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max && /^[A-Za-z0-9_-]+$/.test(value)

/** An object, or the text of one, as forms send it. */
function readObject(value: unknown): Record<string, unknown> | null {
  let object = value
  if (typeof value === 'string' && value.length <= 4 * PART_MAX) {
    try {
      object = JSON.parse(value)
    } catch {
      return null
    }
  }
  return typeof object === 'object' && object !== null && !Array.isArray(object)
    ? (object as Record<string, unknown>)
    : null
}

/** The parts of the response that have a place here, or null if one is no base64url or too long. */
function readParts(value: unknown, names: readonly string[]) {
  const credential = readObject(value)
  const response = readObject(credential?.response)
  if (!credential || !response || !isBase64url(credential.id, ID_MAX)) return null
  if (names.some((name) => !isBase64url(response[name], PART_MAX))) return null
  const parts = Object.fromEntries(names.map((name) => [name, response[name] as string]))
  return { id: credential.id, parts, response }
}

/** Reads `AuthenticationResponseJSON` (WebAuthn Level 3, 5.1): bounded, and nothing of it that is not used. */
export function readAssertion(value: unknown): FieldResult<Assertion> {
  const read = readParts(value, ['clientDataJSON', 'authenticatorData', 'signature'])
  const userHandle = read?.response.userHandle
  if (!read || !isBase64url(userHandle, USER_HANDLE_MAX)) return { fault: { key: 'passkey_invalid' } }
  const { clientDataJSON = '', authenticatorData = '', signature = '' } = read.parts
  return {
    value: {
      id: read.id,
      rawId: read.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature, userHandle },
    },
  }
}

/** Reads `RegistrationResponseJSON` (WebAuthn Level 3, 5.1), in the same way. */
export function readAttestation(value: unknown): FieldResult<Attestation> {
  const read = readParts(value, ['clientDataJSON', 'attestationObject'])
  if (!read) return { fault: { key: 'passkey_invalid' } }
  const { clientDataJSON = '', attestationObject = '' } = read.parts
  const { transports } = read.response
  const known = Array.isArray(transports)
    ? transportNames.filter((name) => transports.slice(0, 20).includes(name))
    : []
  return {
    value: {
      id: read.id,
      rawId: read.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON,
        attestationObject,
        transports: known as NonNullable<Attestation['response']['transports']>,
      },
    },
  }
}

/** The challenge that a response answers; null if there is none to be read. */
export function challengeOf(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    return isBase64url(challenge, 128) ? challenge : null
  } catch {
    return null
  }
}

/**
 * The origins of the application at which passkeys of the domain can be used: those on the domain or below it, and safe
 * ones (WebAuthn Level 3, 5.1.2: https, or `localhost`).
 */
export function passkeyOrigins(domain: string | null, application: Pick<Application, 'origins'>): string[] {
  if (domain === null) return []
  return application.origins.filter((origin) => {
    const { hostname, protocol } = new URL(origin)
    const isSafe = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
    return isSafe && (hostname === domain || hostname.endsWith(`.${domain}`))
  })
}

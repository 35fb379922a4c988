import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Application } from '../application/application.ts'
import { MINUTE } from '../basics/durations.ts'
import type { FieldResult } from '../basics/fields.ts'

/** Maximum number of passkeys per person. */
export const PASSKEYS_MAX = 20
/** How long a challenge is valid, in milliseconds (WebAuthn Level 3, 13.4.3 and `timeout`). */
export const CHALLENGE_TIME = 5 * MINUTE

/** A passkey, as shown to its person. Instants are milliseconds since the Unix epoch. */
export interface Passkey {
  id: string
  name: string
  /** Name of a well-known authenticator; otherwise `""`. */
  authenticator: string
  /** Whether it is backed up, for example by a password manager. */
  isBackedUp: boolean
  createdAt: number
  lastUsedAt: number | null
}

/** A person's response to a challenge with a passkey. */
export type Assertion = AuthenticationResponseJSON
/** A new passkey. */
export type Attestation = RegistrationResponseJSON
/** Options with which a browser asks for an assertion. */
export type AssertionOptions = PublicKeyCredentialRequestOptionsJSON
/** Options with which a browser makes a passkey. */
export type AttestationOptions = PublicKeyCredentialCreationOptionsJSON

/**
 * Maximum lengths as base64url: credential ID (WebAuthn Level 3, 4), user handle (5.4.3), and everything
 * else.
 */
const ID_MAX = 1364
const USER_HANDLE_MAX = 88
const PART_MAX = 16_384

const transportNames = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

const isBase64url = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max && /^[A-Za-z0-9_-]+$/.test(value)

/** Reads an object, or its JSON text as sent by forms. */
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

/** Returns the named parts of the response, or null if one is not base64url or too long. */
function readParts(value: unknown, names: readonly string[]) {
  const credential = readObject(value)
  const response = readObject(credential?.response)
  if (!credential || !response || !isBase64url(credential.id, ID_MAX)) return null
  if (names.some((name) => !isBase64url(response[name], PART_MAX))) return null
  const parts = Object.fromEntries(names.map((name) => [name, response[name] as string]))
  return { id: credential.id, parts, response }
}

/** Reads `AuthenticationResponseJSON` (WebAuthn Level 3, 5.1), bounded and reduced to the parts in use. */
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

/** Returns the challenge that a response refers to; null if it is unreadable. */
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
 * Returns the origins of the application on which passkeys of the domain can be used: those on the domain or
 * a subdomain, and secure ones (WebAuthn Level 3, 5.1.2: https, or `localhost`).
 */
export function passkeyOrigins(domain: string | null, application: Pick<Application, 'origins'>): string[] {
  if (domain === null) return []
  return application.origins.filter((origin) => {
    const { hostname, protocol } = new URL(origin)
    const isSafe = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
    return isSafe && (hostname === domain || hostname.endsWith(`.${domain}`))
  })
}

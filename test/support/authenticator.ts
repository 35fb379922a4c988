import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/** Deviations that a test wants. */
export interface Faults {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  /** Flags of the authenticator data (WebAuthn Level 3, 6.1); by default user present and verified. */
  flags?: number
  counter?: number
  userHandle?: string
  /** Whether the signature is for other data. */
  isForged?: boolean
  /** Instead of `none`. */
  format?: string
}

interface Options {
  challenge: string
  user?: { id: string }
}

const PRESENT_AND_VERIFIED = 0x05
const HAS_KEY = 0x40

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

/** Returns the CBOR (RFC 8949) of a byte string, with its length in two bytes. */
const cborBytes = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from([0x59, bytes.length >> 8, bytes.length & 0xff]), bytes])
const cborText = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])

/** A software authenticator with one passkey (ES256), as a browser would use it at the origin. */
export function createAuthenticator(origin: string, aaguid = Buffer.alloc(16)) {
  const rpId = new URL(origin).hostname
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  let userHandle = ''

  const clientData = (type: string, challenge: string, faults: Faults) =>
    Buffer.from(
      JSON.stringify({
        type: faults.type ?? type,
        challenge: faults.challenge ?? challenge,
        origin: faults.origin ?? origin,
        crossOrigin: false,
      }),
    )
  const authenticatorData = (flags: number, faults: Faults, rest = Buffer.alloc(0)) => {
    const head = Buffer.alloc(37)
    sha256(faults.rpId ?? rpId).copy(head)
    head[32] = (faults.flags ?? PRESENT_AND_VERIFIED) | flags
    head.writeUInt32BE(faults.counter ?? counter, 33)
    return Buffer.concat([head, rest])
  }

  return {
    id: base64url(id),
    /** `RegistrationResponseJSON`. */
    create(options: Options, faults: Faults = {}) {
      userHandle = options.user?.id ?? ''
      const length = Buffer.from([id.length >> 8, id.length & 0xff])
      const rest = Buffer.concat([aaguid, length, id, coseKey(publicKey)])
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        ...[cborText('fmt'), cborText(faults.format ?? 'none'), cborText('attStmt'), Buffer.from([0xa0])],
        ...[cborText('authData'), cborBytes(authenticatorData(HAS_KEY, faults, rest))],
      ])
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', options.challenge, faults)),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      }
    },
    /** `AuthenticationResponseJSON`. */
    get(options: Options, faults: Faults = {}) {
      counter += 1
      const data = clientData('webauthn.get', options.challenge, faults)
      const authData = authenticatorData(0, faults)
      const signed = faults.isForged ? randomBytes(32) : Buffer.concat([authData, sha256(data)])
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(data),
          authenticatorData: base64url(authData),
          signature: base64url(createSign('sha256').update(signed).sign(privateKey)),
          userHandle: faults.userHandle ?? userHandle,
        },
      }
    },
  }
}

/** A COSE key (RFC 9053, 7.1.1): EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const coordinate = (text: string) =>
    Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')])
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    coordinate(x),
    Buffer.from([0x22]),
    coordinate(y),
  ])
}

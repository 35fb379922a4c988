import { webAuthn } from './library.ts'
import type { Assertion, Attestation } from './passkey.ts'

/** Ed25519, ES256 and RS256 (COSE), in order of preference. */
export const algorithms = [-8, -7, -257]

/** What a response must match. */
export interface Expected {
  challenge: string
  origins: string[]
  domain: string
}

/** What is stored of a new passkey. */
export interface NewPasskey {
  credentialId: string
  publicKey: string
  counter: number
  aaguid: string
  isBackedUp: boolean
}

/**
 * Verifies a new passkey (WebAuthn Level 3, 7.1), without requesting attestation. One with certificates is
 * refused unread: verifying them would load revocation lists from addresses that they specify. Returns null
 * if it is invalid.
 */
export async function verifyAttestation(
  response: Attestation,
  expected: Expected,
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse, decodeAttestationObject, isoBase64URL } = await webAuthn()
  try {
    const object = decodeAttestationObject(isoBase64URL.toBuffer(response.response.attestationObject))
    const isSelfMade = object.get('fmt') === 'packed' && object.get('attStmt').get('x5c') === undefined
    if (object.get('fmt') !== 'none' && !isSelfMade) return null
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origins,
      expectedRPID: expected.domain,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return null
    const { credential, aaguid, credentialBackedUp } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: isoBase64URL.fromBuffer(credential.publicKey),
      counter: credential.counter,
      aaguid,
      isBackedUp: credentialBackedUp,
    }
  } catch {
    // The library throws for every violation, and for bytes that are not CBOR.
    return null
  }
}

/**
 * Verifies the assertion of a passkey (WebAuthn Level 3, 7.2), except for its counter. Returns null if it is
 * invalid.
 */
export async function verifyAssertion(
  response: Assertion,
  known: { credential_id: string; public_key: string },
  expected: Expected,
): Promise<{ counter: number; isBackedUp: boolean } | null> {
  const { verifyAuthenticationResponse, isoBase64URL } = await webAuthn()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origins,
      expectedRPID: expected.domain,
      requireUserVerification: true,
      // The counter is compared in the store, by a guarded statement.
      credential: {
        id: known.credential_id,
        publicKey: isoBase64URL.toBuffer(known.public_key),
        counter: 0,
      },
    })
    if (!verified) return null
    return { counter: authenticationInfo.newCounter, isBackedUp: authenticationInfo.credentialBackedUp }
  } catch {
    return null
  }
}

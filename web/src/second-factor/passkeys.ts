import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON as RequestOptions,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import type { Api } from '../api/client.ts'
import { Failure } from '../api/failure.ts'
import type { ProofPath } from '../api/operations.ts'
import type { Passkey } from '../api/types.ts'
import type { Session } from '../session/session.ts'

/** A request that a later one replaced. */
class Superseded extends Error {}

/** Converts an error of the browser to a failure. */
function failureOf(error: unknown): Error {
  if (error instanceof Failure) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'AbortError') return new Superseded()
  const code = name === 'InvalidStateError' ? 'passkey_exists' : 'passkey_cancelled'
  return new Failure('refused', 400, { detail: [{ code, message: '' }] })
}

async function withFailures<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw failureOf(error)
  }
}

/**
 * Signs in with a passkey: from a list that the browser shows or, with `isAutofill`, from its suggestions for the user
 * name.
 * @throws {Failure}
 * @throws {Superseded}
 */
export async function signInByPasskey(api: Api, session: Session, isAutofill = false): Promise<void> {
  const { data } = await api.call('POST', 'user/login/passkey/options/', { isOpen: true })
  const optionsJSON = data.public_key as RequestOptions
  const credential = await withFailures(startAuthentication({ optionsJSON, useBrowserAutofill: isAutofill }))
  try {
    await session.signInByPasskey(credential)
  } catch (error) {
    if (error instanceof Failure && error.has('passkey_unknown')) forget(optionsJSON.rpId, credential.id)
    throw error
  }
}

/** Tells the browser to stop offering the passkey. */
function forget(rpId = location.hostname, credentialId: string): void {
  const known = PublicKeyCredential as unknown as {
    signalUnknownCredential?: (about: { rpId: string; credentialId: string }) => Promise<void>
  }
  known.signalUnknownCredential?.({ rpId, credentialId }).catch(() => undefined)
}

/** Cancels a waiting request, such as that of autofill. */
export const cancelRequest = (): void => WebAuthnAbortService.cancelCeremony()

/** Creates a passkey. @throws {Failure} */
export async function addPasskey(api: Api): Promise<Passkey> {
  const { data } = await api.call('POST', 'user/passkeys/options/', { body: {} })
  const optionsJSON = data.public_key as unknown as PublicKeyCredentialCreationOptionsJSON
  const credential = await withFailures(startRegistration({ optionsJSON }))
  const made = await api.call('POST', 'user/passkeys/', { body: { credential } })
  return made.data.passkey
}

/** Proves by a passkey who is signed in, for the call at the path. @throws {Failure} */
export async function proveByPasskey(api: Api, path: ProofPath): Promise<void> {
  const { data } = await api.call('POST', 'user/proof/passkey/')
  const passkey = await withFailures(startAuthentication({ optionsJSON: data.public_key as RequestOptions }))
  await api.call('POST', path, { body: { passkey } })
}

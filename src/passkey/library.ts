import { lazy } from '../lazy.ts'

/** The WebAuthn library, which takes a tenth of a second to load: only if somebody uses a passkey. */
export const webAuthn = lazy(async () => ({
  ...(await import('@simplewebauthn/server')),
  ...(await import('@simplewebauthn/server/helpers')),
}))

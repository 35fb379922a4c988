import { lazy } from '../basics/lazy.ts'

/** The WebAuthn library, which takes a tenth of a second to load, so it is loaded on first use. */
export const webAuthn = lazy(async () => ({
  ...(await import('@simplewebauthn/server')),
  ...(await import('@simplewebauthn/server/helpers')),
}))

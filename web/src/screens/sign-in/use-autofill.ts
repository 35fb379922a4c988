import { useEffect } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { passkeys } from '../../second-factor/lazy-passkeys.ts'
import { hasAutofill } from '../../session/passkey-support.ts'

/**
 * How long the browser offers passkeys before the offer is renewed, in milliseconds: slightly less than the lifetime of
 * a challenge.
 */
const RENEWAL = 240_000

/** Makes the browser offer passkeys when it fills in the user name, while the screen is shown. */
export function useAutofill(onFailure: (failure: Failure) => void): void {
  const { api, config, session } = useApp()
  useEffect(() => {
    let isUnmounted = false
    let stop = () => {}
    const offer = async () => {
      if (isUnmounted || document.visibilityState === 'hidden' || !(await hasAutofill(config))) return
      // Without this code the browser offers nothing.
      const found = await passkeys.load().catch(() => null)
      if (isUnmounted || found === null) return
      stop = found.cancelRequest
      await found.signInByPasskey(api, session, true).catch((error: unknown) => {
        // The person did not request this, so a failure is not shown.
        const failure = asFailure(error)
        if (!isUnmounted && failure.problems.credential) onFailure(failure)
      })
    }
    void offer()
    const renewal = setInterval(() => void offer(), RENEWAL)
    return () => {
      isUnmounted = true
      clearInterval(renewal)
      stop()
    }
  }, [api, config, session, onFailure])
}

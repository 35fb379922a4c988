import { useEffect } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { hasAutofill } from '../../session/passkey-support.ts'

/** How long the browser offers passkeys before it is asked anew, in milliseconds: a bit less than a challenge lives. */
const RENEWAL = 240_000

/** Has the browser offer passkeys where it fills in the user name, for as long as the screen is shown. */
export function useAutofill(onFailure: (failure: Failure) => void): void {
  const { api, config, session } = useApp()
  useEffect(() => {
    let isOver = false
    let stop = () => {}
    const offer = async () => {
      if (isOver || document.visibilityState === 'hidden' || !(await hasAutofill(config))) return
      const passkeys = await import('../../second-factor/passkeys.ts')
      if (isOver) return
      stop = passkeys.stopAsking
      await passkeys.signInByPasskey(api, session, true).catch((error: unknown) => {
        // What the person did not ask for is nothing to tell them, as that it cannot be offered.
        const failure = asFailure(error)
        if (!isOver && failure.problems.credential) onFailure(failure)
      })
    }
    void offer()
    const renewal = setInterval(() => void offer(), RENEWAL)
    return () => {
      isOver = true
      clearInterval(renewal)
      stop()
    }
  }, [api, config, session, onFailure])
}

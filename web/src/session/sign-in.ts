import type { PageCalls } from './page-calls.ts'
import type { SessionHolder } from './session-state.ts'

/** A new password, and what proves the mailbox. */
export interface Reset {
  email: string
  token_checksum_field: string
  token_field: string
  new_password: string
}

/** The ways to sign in. */
export function createSignIn({ take }: Pick<SessionHolder, 'take'>, { enter }: Pick<PageCalls, 'enter'>) {
  return {
    /** @throws {Failure} with a `ticket` if a second factor is required */
    async signIn(username: string, password: string): Promise<void> {
      take(await enter('', { username, password }))
    },
    /**
     * Completes a sign-in with a code. Returns recovery codes if it set up a second factor; then call `open` once the
     * person has saved them, to start the session.
     * @throws {Failure}
     */
    async complete(ticket: string, code: string): Promise<{ codes: string[]; open: () => void }> {
      const entry = await enter('second-factor/', { second_factor_ticket: ticket, code })
      const { recovery_codes: codes = [] } = entry
      if (codes.length === 0) take(entry)
      return { codes, open: () => take(entry) }
    },
    /**
     * Sets a new password with a mailed code and signs the person in. Returns when the password takes effect if that is
     * later (ISO 8601); then nobody is signed in.
     * @throws {Failure} with a `ticket` if the password is set and a second factor is required
     */
    async reset(request: Reset): Promise<string | undefined> {
      const entry = await enter('reset/', request)
      if (entry.takes_effect_at === undefined) take(entry)
      return entry.takes_effect_at
    },
    /** @throws {Failure} */
    async signInByPasskey(credential: object): Promise<void> {
      take(await enter('passkey/', { credential }))
    },
  }
}

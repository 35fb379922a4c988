import { toPasskey } from './passkey.row.ts'
import * as store from './passkey.store.ts'
import { type Passkey, passkeyOrigins } from './passkey.ts'
import { createPasskeyAssertion } from './passkey-assertion.service.ts'
import { createPasskeyChallenges } from './passkey-challenges.service.ts'
import type { PasskeyDependencies, Through } from './passkey-dependencies.service.ts'
import { createPasskeyProof } from './passkey-proof.service.ts'
import { createPasskeyRegistration } from './passkey-registration.service.ts'
import { createPasskeySignIn } from './passkey-sign-in.service.ts'

export type PasskeyService = ReturnType<typeof createPasskeyService>

/** Passkeys (WebAuthn Level 3): discoverable credentials that require user verification. */
export function createPasskeyService(deps: PasskeyDependencies) {
  const { db, domain } = deps
  const challenges = createPasskeyChallenges(deps)
  const assertion = createPasskeyAssertion(deps, challenges)
  return {
    ...createPasskeyRegistration(deps, challenges),
    ...createPasskeySignIn(deps, challenges, assertion),
    ...createPasskeyProof(deps, challenges, assertion),

    /** Returns whether passkeys can be used through the application. */
    isOffered: (application: Through): boolean => passkeyOrigins(domain, application).length > 0,

    /** Returns the passkeys of the person, oldest first. */
    list: async (userId: string): Promise<Passkey[]> =>
      (await store.listPasskeys(db.read, userId)).map(toPasskey),

    /** Renames a passkey of the person. Returns whether it is theirs. */
    rename: store.renamePasskey,
    /** Removes a passkey of the person. Returns whether it was theirs. */
    remove: store.deletePasskey,
    /** Removes the person's passkeys added at or after the instant. Returns how many. */
    removeSince: store.deletePasskeysSince,

    purge: challenges.purge,
  }
}

import { DAY } from '../basics/durations.ts'
import { signAccessToken } from './access-token.ts'
import { createAuthenticate } from './authenticate.service.ts'
import { createRecoveredSignIn } from './recovered-sign-in.service.ts'
import { createRefresh } from './refresh.service.ts'
import * as store from './session.store.ts'
import type { IssueAccess, SessionDependencies } from './session-dependencies.service.ts'
import { createSessionStart } from './session-start.service.ts'
import { createSignIn } from './sign-in.service.ts'
import { createSignOut } from './sign-out.service.ts'

export type SessionService = ReturnType<typeof createSessionService>

/** Sign-in, access and refresh tokens, sign-out (contract: Signing in). */
export function createSessionService(deps: SessionDependencies) {
  const { db, clock, random, keyring, issuer, limits } = deps
  const issueAccess: IssueAccess = (claims) =>
    signAccessToken(keyring, issuer, claims, random.id(), clock.now())
  const start = createSessionStart(deps, issueAccess)
  const refreshTokens = createRefresh(deps, issueAccess)
  return {
    login: createSignIn(deps, start),
    afterRecovery: createRecoveredSignIn(deps, start),
    start,
    ...createAuthenticate(deps),
    refresh: refreshTokens.refresh,
    liveSession: refreshTokens.liveSession,
    ...createSignOut(deps, refreshTokens),

    /** Returns the marks that make the person's browser a known one. */
    markBrowser: (userId: string, marks: string | undefined) => limits.markBrowser(userId, marks),

    /** Removes sessions that ended at least a week ago, a few at a time. */
    purge: () => db.write((tx) => store.purgeSessions(tx, clock.now() - 7 * DAY)),
    purgeSuccessors: refreshTokens.purge,
  }
}

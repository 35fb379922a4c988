import type { ApplicationService } from '../application/application.service.ts'
import type { Application } from '../application/application.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { Assertion } from '../passkey/passkey.ts'
import type { PasswordService } from '../password-change/password-change.service.ts'
import type { ResetRequest } from '../password-change/reset-password.service.ts'
import type { Refresh } from '../session/refresh.service.ts'
import type { SessionService } from '../session/session.service.ts'
import { ACCESS_TOKEN_SECONDS } from '../session/session.ts'
import type { Arrival, Started } from '../session/session-start.service.ts'
import type { SignIn } from '../session/sign-in.service.ts'
import type { SecondStep, SignInSteps } from '../session/sign-in-steps.service.ts'
import { returnAddress } from './page.ts'

/** Seconds after which a tab that lost a race may retry. */
const LOST_RETRY_AFTER = 1

export type PageService = ReturnType<typeof createPageService>

/** Tokens for the page: the access token for its script, the refresh token for the cookie. */
export interface PageTokens {
  answer: {
    access: string
    expires_in: number
    recovery_codes?: string[]
    /** Entry of `ISSUERS` by which the session started. */
    provider?: string
  }
  refresh: string
}

/** Also contains the marks that identify the browser from then on. */
export interface PageSignIn extends PageTokens {
  browser: string
}

interface Dependencies {
  /** The built-in application. */
  application: Application
  applications: ApplicationService
  sessions: SessionService
  steps: SignInSteps
  passwords: Pick<PasswordService, 'reset'>
  /** Allowed return origins in addition to those of single-page applications. */
  returnOrigins: readonly string[]
}

/**
 * The sessions of the page, whose refresh token is stored only in a cookie, and the addresses to which it may
 * send people back.
 */
export function createPageService(deps: Dependencies) {
  const { application, applications, sessions, steps, passwords, returnOrigins } = deps
  const tokens = (access: string, refresh: string, provider: string | null): PageTokens => ({
    answer: { access, expires_in: ACCESS_TOKEN_SECONDS, ...(provider !== null && { provider }) },
    refresh,
  })
  /** Ends the previous session of the browser. */
  const leave = async (held: string | undefined, address: string): Promise<void> => {
    if (held !== undefined) await sessions.endByRefreshToken(application, held, address)
  }
  /** Returns the new session, which replaces the previous one of the browser. */
  const begun = async (
    { userId, access, refresh }: Started,
    { address, browser }: Arrival,
    held: string | undefined,
    provider: string | null = null,
  ): Promise<PageSignIn> => {
    await leave(held, address)
    return { ...tokens(access, refresh, provider), browser: await sessions.markBrowser(userId, browser) }
  }
  return {
    /** Returns the active session of the cookie; null if there is none. */
    held: async (held: string | undefined) => (held === undefined ? null : sessions.liveSession(held)),

    /** Makes the session that started by a provider that of the browser. */
    begunAt: (provider: string, started: Started, arrival: Arrival, held: string | undefined) =>
      begun(started, arrival, held, provider),

    /**
     * Signs a person in, with the rules and limits of `user/login/`, and ends the previous session of the
     * browser. Also returns the marks that identify the browser from then on.
     * @throws {Refusal} as `SessionService.login`
     */
    async signIn(signIn: SignIn, held: string | undefined): Promise<PageSignIn> {
      return begun(await sessions.login(application, signIn), signIn, held)
    },

    /**
     * Completes a sign-in with a second factor, in the same way.
     * @throws {Refusal} as `SignInSteps.complete`
     */
    async complete(step: SecondStep, held: string | undefined): Promise<PageSignIn> {
      const completed = await steps.complete(application, step)
      const made = await begun(completed, step, held)
      const { recovery_codes } = completed
      return recovery_codes ? { ...made, answer: { ...made.answer, recovery_codes } } : made
    },

    /**
     * Signs a person in with a passkey, in the same way.
     * @throws {Refusal} as `SignInSteps.withPasskey`
     */
    async withPasskey(response: Assertion, arrival: Arrival, held: string | undefined): Promise<PageSignIn> {
      return begun(await steps.withPasskey(application, response, arrival), arrival, held)
    },

    /**
     * Sets a new password with a mailed code and signs the person in, in the same way. A password that takes
     * effect later signs nobody in; then returns when, in milliseconds.
     * @throws {Refusal} as `PasswordService.reset`; once the password is set, also `inactive_account`,
     * `second_factor_required`, `second_factor_enrollment_required`
     */
    async reset(
      request: Omit<ResetRequest, 'applicationId'> & Arrival,
      held: string | undefined,
    ): Promise<PageSignIn | number> {
      const { takesEffectAt, ...recovered } = await passwords.reset({
        ...request,
        applicationId: application.id,
      })
      if (takesEffectAt !== null) return takesEffectAt
      return begun(await sessions.afterRecovery(application, recovered, request), request, held)
    },

    /**
     * Exchanges the token of the cookie. If two tabs do so at once, one loses: its refusal has `retryAfter`,
     * the session remains active, and the cookie is already the winner's.
     * @throws {Refusal} `refresh_not_valid`
     */
    async refresh(held: string | undefined, from: Omit<Refresh, 'refresh'>): Promise<PageTokens> {
      if (held === undefined) throw new Refusal('refresh_not_valid')
      try {
        const {
          access,
          refresh = held,
          provider,
        } = await sessions.refresh(application, {
          ...from,
          refresh: held,
        })
        return tokens(access, refresh, provider)
      } catch (error) {
        const isOver = error instanceof Refusal && error.key === 'refresh_not_valid'
        if (!isOver || !(await sessions.liveSession(held))) throw error
        throw new Refusal('refresh_not_valid', { retryAfter: LOST_RETRY_AFTER, cause: error })
      }
    },

    /** Whether a refusal of `refresh` means that the session has ended, so that the cookie is useless. */
    isOver: (error: unknown): boolean =>
      error instanceof Refusal && error.key === 'refresh_not_valid' && error.retryAfter === undefined,

    /** Ends the session of the cookie. */
    signOut: leave,

    /**
     * Returns the normalized address to return to.
     * @throws {Refusal} `validation` on `url` if its origin is not registered
     */
    async returnTo(text: string): Promise<string> {
      const url = returnAddress(text, [...returnOrigins, ...(await applications.spaOrigins())])
      if (url === null) throw invalid({ url: [{ key: 'address_not_registered' }] })
      return url
    },
  }
}

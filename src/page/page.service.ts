import type { ApplicationService } from '../application/application.service.ts'
import type { Application } from '../application/application.ts'
import { invalid, Refusal } from '../errors.ts'
import type { Assertion } from '../passkey/passkey.ts'
import type { Refresh } from '../session/refresh.service.ts'
import type { Arrival, SessionService, SignIn, Started } from '../session/session.service.ts'
import { ACCESS_TOKEN_SECONDS } from '../session/session.ts'
import type { SecondStep, SignInSteps } from '../session/sign-in-steps.service.ts'
import { returnAddress } from './page.ts'

/** Seconds after which a tab that lost a race may try again. */
const LOST_RETRY_AFTER = 1

export type PageService = ReturnType<typeof createPageService>

/** What a sign-in or refresh gives the page: the access token for its script, the refresh token for the cookie. */
export interface PageTokens {
  answer: { access: string; expires_in: number; recovery_codes?: string[] }
  refresh: string
}

/** What a sign-in gives besides: the marks by which the browser is known from then on. */
export interface PageSignIn extends PageTokens {
  browser: string
}

interface Dependencies {
  /** The built-in application. */
  application: Application
  applications: ApplicationService
  sessions: SessionService
  steps: SignInSteps
  /** Origins to return to beside those of single-page applications. */
  returnOrigins: readonly string[]
}

/** The sessions of the page, whose refresh token a cookie alone holds, and where it may send people back to. */
export function createPageService(deps: Dependencies) {
  const { application, applications, sessions, steps, returnOrigins } = deps
  const tokens = (access: string, refresh: string): PageTokens => ({
    answer: { access, expires_in: ACCESS_TOKEN_SECONDS },
    refresh,
  })
  /** Ends the session that the browser had before. */
  const leave = async (held: string | undefined, address: string): Promise<void> => {
    if (held !== undefined) await sessions.endByRefreshToken(application, held, address)
  }
  /** The session that has begun, in the place of the one that the browser had before. */
  const begun = async (
    { userId, access, refresh }: Started,
    { address, browser }: Arrival,
    held: string | undefined,
  ): Promise<PageSignIn> => {
    await leave(held, address)
    return { ...tokens(access, refresh), browser: await sessions.markBrowser(userId, browser) }
  }
  return {
    /**
     * Signs a person in, by the rules and limits of `user/login/`, and ends the session that the browser had before. Returns
     * the marks too by which the browser is known from then on.
     * @throws {Refusal} as `SessionService.login`
     */
    async signIn(signIn: SignIn, held: string | undefined): Promise<PageSignIn> {
      return begun(await sessions.login(application, signIn), signIn, held)
    },

    /**
     * Completes a sign-in by a second factor, in the same way.
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
     * Exchanges the token of the cookie. Of two tabs at once one loses: its refusal has `retryAfter`, the session
     * lives, and the cookie is the winner's by now.
     * @throws {Refusal} `refresh_not_valid`
     */
    async refresh(held: string | undefined, from: Omit<Refresh, 'refresh'>): Promise<PageTokens> {
      if (held === undefined) throw new Refusal('refresh_not_valid')
      try {
        const { access, refresh = held } = await sessions.refresh(application, { ...from, refresh: held })
        return tokens(access, refresh)
      } catch (error) {
        const isOver = error instanceof Refusal && error.key === 'refresh_not_valid'
        if (!isOver || !(await sessions.isAlive(held))) throw error
        throw new Refusal('refresh_not_valid', { retryAfter: LOST_RETRY_AFTER, cause: error })
      }
    },

    /** Whether a refusal of `refresh` says that there is no session any more, and so nothing to keep a cookie for. */
    isOver: (error: unknown): boolean =>
      error instanceof Refusal && error.key === 'refresh_not_valid' && error.retryAfter === undefined,

    /** Ends the session of the cookie. */
    signOut: leave,

    /**
     * The address to return to in its normal form.
     * @throws {Refusal} `validation` on `url` where its origin is not registered
     */
    async returnTo(text: string): Promise<string> {
      const url = returnAddress(text, [...returnOrigins, ...(await applications.spaOrigins())])
      if (url === null) throw invalid({ url: [{ key: 'address_not_registered' }] })
      return url
    },
  }
}

import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../basics/client-network.ts'
import type { Limit, Use } from '../ports/limiter.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import { readTypedCode } from '../second-factor/second-factor-code.ts'
import type { Attempts } from './attempts.service.ts'

/**
 * Limits wrong codes of one person, wherever they come from. Three of a million codes are valid at a time: a
 * year of guessing at the full rate succeeds with a probability of about 3 %. Guessing requires the password
 * or a session.
 */
export const wrongCodes: Limit = { name: 'second-factor', points: 10, seconds: 3600 }
const wrongCodesPerDay: Limit = { name: 'second-factor-day', points: 30, seconds: 86_400 }

export type CodeCheck = ReturnType<typeof createCodeCheck>

/** Checks typed codes of a second factor. */
export function createCodeCheck(deps: { attempts: Attempts; factors: SecondFactorService }) {
  const { attempts, factors } = deps
  return {
    /**
     * Returns since when the person has had the factor behind the code (milliseconds since the Unix epoch),
     * or null if the code is wrong; a right one is consumed. Wrong authenticator codes count against limits
     * of the person. Recovery codes do not, since they cannot be guessed: so someone who only knows the
     * password cannot prevent the person from using theirs.
     * @param before decides whether the code may be checked
     * @throws {Refusal} `throttled`, `unavailable`
     */
    async check(
      userId: string,
      typed: string,
      actor: Actor,
      before: () => Promise<boolean> = async () => true,
    ): Promise<number | null> {
      const code = readTypedCode(typed)
      if (code?.kind !== 'totp') {
        return (await before()) && code !== null ? factors.use(userId, code, actor) : null
      }
      const uses: Use[] = [
        [wrongCodes, userId],
        [wrongCodesPerDay, userId],
      ]
      const since = await attempts.check(uses, networkOf(actor.address ?? ''), async () =>
        (await before()) ? ((await factors.use(userId, code, actor)) ?? false) : false,
      )
      return since === false ? null : since
    },
  }
}

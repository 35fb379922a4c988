import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../client-network.ts'
import type { Limit, Use } from '../ports/limiter.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import { readTypedCode } from '../second-factor/second-factor-code.ts'
import type { Attempts } from './attempts.service.ts'

/**
 * Wrong codes of one person, wherever they come from. Of a million codes three are right at a time: a year of guessing at
 * the full rate finds one with a chance of about 3 %. Only who knows the password, or has a session, gets to guess.
 */
const wrongCodes: Limit = { name: 'second-factor', points: 10, seconds: 3600 }
const wrongCodesPerDay: Limit = { name: 'second-factor-day', points: 30, seconds: 86_400 }

export type CodeCheck = ReturnType<typeof createCodeCheck>

/** Codes of a second factor, as people type them. */
export function createCodeCheck(deps: { attempts: Attempts; factors: SecondFactorService }) {
  const { attempts, factors } = deps
  return {
    /**
     * Since when the code is the person's (milliseconds since the Unix epoch), null where it is wrong; a right one is used
     * up. Wrong codes of the app count against limits of the person. Recovery codes do not, since nobody guesses one: so
     * whoever knows the password alone cannot keep the person from using theirs.
     * @param before says whether the code may be looked at
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

import { Refusal } from '../errors/errors.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import type { TicketService } from '../second-factor/ticket.service.ts'

export type SignInGate = ReturnType<typeof createSignInGate>

/** Decides whether a right password is enough for a session. */
export function createSignInGate(deps: {
  db: Database
  factors: SecondFactorService
  tickets: TicketService
  /** Where people set up a second factor; null if there is no page. */
  enrollmentUrl: string | null
}) {
  const { db, factors, tickets, enrollmentUrl } = deps
  return {
    /**
     * Lets a sign-in with the right password pass, unless the person has or needs a second factor. Then the
     * refusal contains a ticket, and `also` is written with it.
     * @throws {Refusal} `second_factor_required`, `second_factor_enrollment_required`
     */
    async pass(
      userId: string,
      place: { applicationId: string; address: string },
      also: (tx: Transaction) => Promise<void>,
    ): Promise<void> {
      const need = await factors.need(userId)
      if (need === null) return
      const kind = need === 'code' ? 'verify' : 'enroll'
      const ticket = await db.write(async (tx) => {
        await also(tx)
        return tickets.issue(tx, { userId, kind }, place)
      })
      if (need === 'code')
        throw new Refusal('second_factor_required', { members: { second_factor_ticket: ticket } })
      throw new Refusal('second_factor_enrollment_required', {
        members: {
          second_factor_ticket: ticket,
          ...(enrollmentUrl !== null && { enrollment_url: enrollmentUrl }),
        },
      })
    },

    /** Invalidates the person's sign-ins that wait for a second factor. */
    close: tickets.endAll,
  }
}

import type { Application } from '../application/application.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { PasskeyService } from '../passkey/passkey.service.ts'
import type { Assertion } from '../passkey/passkey.ts'
import type { Transaction } from '../ports/database.ts'
import { counted } from '../ports/measure.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import type { Enrollment } from '../second-factor/second-factor.ts'
import type { Ticket, TicketService } from '../second-factor/ticket.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { admit } from './admission.ts'
import type { CodeCheck } from './code-check.service.ts'
import type { SessionService } from './session.service.ts'
import { methods, type NotifyOwner } from './session.ts'
import type { Arrival, Started } from './session-start.service.ts'

export type SignInSteps = ReturnType<typeof createSignInSteps>

/** What completes a sign-in: a ticket and a code. */
export interface SecondStep extends Arrival {
  ticket: string
  code: string
}

/** The tokens; with recovery codes if the sign-in has set up a second factor. */
export interface Completed extends Started {
  recovery_codes?: string[]
}

interface Dependencies {
  sessions: Pick<SessionService, 'start'>
  factors: SecondFactorService
  tickets: TicketService
  codes: CodeCheck
  passkeys: PasskeyService
  users: UserService
  audit: AuditService
  notifyOwner: NotifyOwner
  metrics?: Metrics
}

/** Returns the earlier instant; null precedes all others. */
const earlier = (one: number | null, other: number): number | null =>
  one === null ? null : Math.min(one, other)

/** The steps of a sign-in after the password, and the sign-in without one. */
export function createSignInSteps(deps: Dependencies) {
  const { sessions, factors, tickets, codes, passkeys, users, audit, notifyOwner } = deps
  const { metrics = noMetrics } = deps

  const ticketOf = async (text: string, application: Application, address: string): Promise<Ticket> => {
    const ticket = await tickets.find(text, { applicationId: application.id, address })
    if (!ticket) throw invalid({ second_factor_ticket: [{ key: 'ticket_not_valid' }] })
    return ticket
  }
  const userOf = async (userId: string): Promise<User> => {
    const user = await users.byId(userId)
    if (!user) throw new Refusal('inactive_account')
    return user
  }
  const consume = async (tx: Transaction, ticket: Ticket) => {
    if (await tickets.consume(tx, ticket)) return
    throw invalid({ second_factor_ticket: [{ key: 'ticket_not_valid' }] })
  }
  const wrongCode = () => invalid({ code: [{ key: 'second_factor_code_wrong' }] })

  const verify = async (application: Application, ticket: Ticket, step: SecondStep): Promise<Completed> => {
    const actor: Actor = { kind: 'person', applicationId: application.id, address: step.address }
    let isInTime = true
    const user = await userOf(ticket.userId)
    admit(user, user.recoveredAt)
    const since = await codes.check(user.id, step.code, actor, async () => {
      isInTime = await tickets.countTry(ticket)
      return isInTime
    })
    if (!isInTime) throw invalid({ second_factor_ticket: [{ key: 'ticket_not_valid' }] })
    if (since === null) throw wrongCode()
    // The password was right when the ticket was issued; either of the two may outrank an objection.
    const admitted = admit(user, earlier(user.recoveredAt, since))
    return sessions.start(application, admitted, step, { methods: methods.secondFactor }, (tx) =>
      consume(tx, ticket),
    )
  }

  const enroll = async (application: Application, ticket: Ticket, step: SecondStep): Promise<Completed> => {
    if (!(await tickets.countTry(ticket)))
      throw invalid({ second_factor_ticket: [{ key: 'ticket_not_valid' }] })
    let recoveryCodes: string[] = []
    const { userId } = ticket
    const user = await userOf(userId)
    const admitted = admit(user, user.recoveredAt)
    const proof = { methods: methods.secondFactor }
    const tokens = await sessions.start(application, admitted, step, proof, async (tx, actor) => {
      await consume(tx, ticket)
      const made = await factors.confirm(tx, userId, step.code)
      if (!made) throw wrongCode()
      recoveryCodes = made
      await audit.record(tx, 'second_factor.added', actor, { userId })
      await notifyOwner(tx, userId, 'second_factor_added', actor)
    })
    return { ...tokens, recovery_codes: recoveryCodes }
  }

  const complete = async (application: Application, step: SecondStep): Promise<Completed> => {
    const ticket = await ticketOf(step.ticket, application, step.address)
    return ticket.kind === 'verify' ? verify(application, ticket, step) : enroll(application, ticket, step)
  }

  const withPasskey = async (application: Application, response: Assertion, arrival: Arrival) => {
    const { userId, since } = await passkeys.signIn(application, response, arrival.address)
    const admitted = admit(await userOf(userId), since)
    return sessions.start(application, admitted, arrival, { methods: methods.passkey }, async () => {})
  }

  return {
    /**
     * Sets up a second factor during a sign-in that requires one: returns the seed, whose first code
     * completes the sign-in.
     * @throws {Refusal} `validation` on `second_factor_ticket`, `inactive_account`, `password_reset_required`
     */
    async beginEnrollment(application: Application, text: string, address: string): Promise<Enrollment> {
      const ticket = await ticketOf(text, application, address)
      if (ticket.kind !== 'enroll') throw invalid({ second_factor_ticket: [{ key: 'ticket_not_valid' }] })
      const user = await userOf(ticket.userId)
      admit(user, user.recoveredAt)
      return factors.begin(user)
    },

    /**
     * Completes a sign-in that waits for a second factor. Of parallel completions, one wins.
     * @throws {Refusal} `validation` on `second_factor_ticket` and `code`, `inactive_account`,
     * `password_reset_required`, `throttled`, `unavailable`
     */
    complete: (application: Application, step: SecondStep): Promise<Completed> =>
      counted(metrics, 'user_profile_sign_ins_total', 'done', () => complete(application, step)),

    /**
     * Returns what a browser needs to sign in with a passkey. @throws {Refusal} `passkeys_unavailable`,
     * `throttled`
     */
    passkeyOptions: passkeys.signInOptions,

    /**
     * Signs a person in with a passkey, which counts as password and second factor.
     * @throws {Refusal} `validation` on `credential`, `passkeys_unavailable`, `inactive_account`,
     * `password_reset_required`
     */
    withPasskey: (application: Application, response: Assertion, arrival: Arrival): Promise<Started> =>
      counted(metrics, 'user_profile_sign_ins_total', 'done', () =>
        withPasskey(application, response, arrival),
      ),
  }
}

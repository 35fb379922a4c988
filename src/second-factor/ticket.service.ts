import { createHmac } from 'node:crypto'
import { networkOf } from '../client-network.ts'
import { secretHash } from '../hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import { MINUTE } from '../ports/durations.ts'
import type { Random } from '../ports/random.ts'
import * as store from './ticket.store.ts'

/** How long a ticket can be used, in milliseconds, and how often a code may be tried with it. */
const TICKET_TIME = 5 * MINUTE
const TICKET_TRIES = 5

export type TicketService = ReturnType<typeof createTicketService>

/** A sign-in whose password was right. */
export interface Ticket {
  hash: string
  userId: string
  /** `verify`: a code of the factor completes it; `enroll`: the first code of a factor that is set up with it. */
  kind: 'verify' | 'enroll'
}

interface Place {
  applicationId: string
  /** IP address of the caller. */
  address: string
}

/** Without the ticket nobody can try addresses on a stolen table. */
const addressHash = (ticket: string, address: string) =>
  createHmac('sha256', ticket).update(networkOf(address)).digest('base64url')

/**
 * Tickets of sign-ins that wait for the second factor: random, good once, for five minutes and five tries, through the
 * application and from the network that the password came from.
 */
export function createTicketService({ db, clock, random }: { db: Database; clock: Clock; random: Random }) {
  return {
    /** Makes a ticket. */
    async issue(tx: Transaction, { userId, kind }: Omit<Ticket, 'hash'>, place: Place): Promise<string> {
      const ticket = random.secret()
      const now = clock.now()
      await store.insertTicket(tx, {
        ticket_hash: secretHash(ticket),
        user_id: userId,
        application_id: place.applicationId,
        address_hash: addressHash(ticket, place.address),
        kind,
        tries: 0,
        created_at: now,
        expires_at: now + TICKET_TIME,
      })
      return ticket
    },

    /** The sign-in behind a ticket that can be used at the place; null if there is none, or none any more. */
    async find(ticket: string, { applicationId, address }: Place): Promise<Ticket | null> {
      const hash = secretHash(ticket)
      const place = { ticketHash: hash, applicationId, addressHash: addressHash(ticket, address) }
      const row = await store.findTicket(db.read, place, TICKET_TRIES, clock.now())
      return row && { hash, userId: row.user_id, kind: row.kind }
    },

    /** Counts a try, durably, before a code is looked at. Returns whether there was one left. */
    countTry: ({ hash }: Ticket): Promise<boolean> =>
      db.write((tx) => store.countTry(tx, hash, TICKET_TRIES, clock.now()), { isGuarded: true }),

    /** Uses the ticket up inside the caller's transaction. Returns whether this call was the one that did. */
    consume: (tx: Transaction, { hash }: Ticket): Promise<boolean> => store.consumeTicket(tx, hash),

    /** Ends all tickets of the person, as when the password that they prove is another by now. */
    endAll: store.deleteTickets,

    /** Removes tickets that are over, a few at a time. Returns how many went. */
    purge: (): Promise<number> => db.write((tx) => store.purgeTickets(tx, clock.now())),
  }
}

import { createHmac } from 'node:crypto'
import { networkOf } from '../basics/client-network.ts'
import { MINUTE } from '../basics/durations.ts'
import { secretHash } from '../basics/hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import * as store from './ticket.store.ts'

/** How long a ticket is valid, in milliseconds, and how many codes may be tried with it. */
const TICKET_TIME = 5 * MINUTE
const TICKET_TRIES = 5

export type TicketService = ReturnType<typeof createTicketService>

/** A sign-in with the right password. */
export interface Ticket {
  hash: string
  userId: string
  /** `verify`: a code of the factor completes it; `enroll`: the first code of a newly set up factor does. */
  kind: 'verify' | 'enroll'
}

interface Place {
  applicationId: string
  /** IP address of the caller. */
  address: string
}

/** Keyed by the ticket, so that no one can test addresses against a stolen table. */
const addressHash = (ticket: string, address: string) =>
  createHmac('sha256', ticket).update(networkOf(address)).digest('base64url')

/**
 * Tickets of sign-ins that wait for the second factor: random, valid once, for five minutes and five tries,
 * through the application and from the network from which the password came.
 */
export function createTicketService({ db, clock, random }: { db: Database; clock: Clock; random: Random }) {
  return {
    /** Issues a ticket. */
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

    /** Returns the sign-in of a ticket that can be used at the place; null if there is none, or no longer. */
    async find(ticket: string, { applicationId, address }: Place): Promise<Ticket | null> {
      const hash = secretHash(ticket)
      const place = { ticketHash: hash, applicationId, addressHash: addressHash(ticket, address) }
      const row = await store.findTicket(db.read, place, TICKET_TRIES, clock.now())
      return row && { hash, userId: row.user_id, kind: row.kind }
    },

    /** Counts a try, durably, before a code is checked. Returns whether there was one left. */
    countTry: ({ hash }: Ticket): Promise<boolean> =>
      db.write((tx) => store.countTry(tx, hash, TICKET_TRIES, clock.now()), { isGuarded: true }),

    /** Consumes the ticket in the caller's transaction. Returns whether this call did. */
    consume: (tx: Transaction, { hash }: Ticket): Promise<boolean> => store.consumeTicket(tx, hash),

    /** Invalidates all tickets of the person, for example when the password that they prove has changed. */
    endAll: store.deleteTickets,

    /** Removes expired tickets, a few at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.purgeTickets(tx, clock.now())),
  }
}

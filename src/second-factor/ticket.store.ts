import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { SignInTicketRow } from '../tables/tables.ts'

/** Where a ticket is valid. */
export interface TicketPlace {
  ticketHash: string
  applicationId: string
  addressHash: string
}

export async function insertTicket(tx: Transaction, row: SignInTicketRow): Promise<void> {
  await tx.insertInto('sign_in_tickets').values(row).execute()
}

/** Returns a ticket that is valid at the place and has tries left. */
export async function findTicket(
  reader: Reader,
  place: TicketPlace,
  triesMax: number,
  now: number,
): Promise<SignInTicketRow | null> {
  const row = await reader
    .selectFrom('sign_in_tickets')
    .selectAll()
    .where('ticket_hash', '=', place.ticketHash)
    .where('application_id', '=', place.applicationId)
    .where('address_hash', '=', place.addressHash)
    .where('tries', '<', triesMax)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row ?? null
}

/** Counts a try. Returns whether there was one left. */
export async function countTry(
  tx: Transaction,
  ticketHash: string,
  triesMax: number,
  now: number,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('sign_in_tickets')
      .set((set) => ({ tries: set('tries', '+', 1) }))
      .where('ticket_hash', '=', ticketHash)
      .where('tries', '<', triesMax)
      .where('expires_at', '>', now),
  )
}

/** Consumes the ticket. Returns whether this call did. */
export async function consumeTicket(tx: Transaction, ticketHash: string): Promise<boolean> {
  return changedOne(tx.deleteFrom('sign_in_tickets').where('ticket_hash', '=', ticketHash))
}

/** Removes all tickets of the person. */
export async function deleteTickets(tx: Transaction, userId: string): Promise<void> {
  await tx.deleteFrom('sign_in_tickets').where('user_id', '=', userId).execute()
}

/** Removes tickets that expired by the instant, oldest first. Returns how many. */
export async function purgeTickets(tx: Transaction, now: number): Promise<number> {
  return deleteOldest(tx, { table: 'sign_in_tickets', by: 'expires_at', until: now })
}

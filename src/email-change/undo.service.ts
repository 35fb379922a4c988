import { DAY } from '../basics/durations.ts'
import { deleteEndedChanges } from './email-change.store.ts'
import type { Undo } from './email-change.ts'
import { deleteObjectionsUntil } from './objection.store.ts'
import * as store from './undo.store.ts'
import type { UndoDependencies } from './undo-dependencies.service.ts'
import { createUndoEnd } from './undo-end.service.ts'
import { createUndoLink } from './undo-link.service.ts'

/** How long an expired link is remembered, in milliseconds. */
const LINKS_KEPT = 30 * DAY

export type UndoService = ReturnType<typeof createUndoService>

/** Undoes changes of the address by the link mailed to the old address (contract: The e-mail code). */
export function createUndoService(deps: UndoDependencies) {
  const { db, clock, users } = deps
  return {
    ...createUndoLink(deps),
    ...createUndoEnd(deps),

    /** Returns the undo with this id, open or not; null a month after its end. */
    byId: (id: string): Promise<Undo | null> => store.findUndoById(db.read, id),

    /** Returns all stored undos of the person, newest first. */
    listStored: (userId: string): Promise<Undo[]> => store.listUndos(db.read, userId),

    /**
     * Removes expired data of address changes, a little at a time: requests and reservations immediately,
     * links a month later, so that until then they can report that they have expired. Returns how many rows
     * were removed.
     */
    purge: (): Promise<number> =>
      db.write(async (tx) => {
        const now = clock.now()
        const links = await store.deleteUndosUntil(tx, now - LINKS_KEPT)
        const objections = await deleteObjectionsUntil(tx, now - LINKS_KEPT)
        const requests = await deleteEndedChanges(tx, now)
        return links + objections + requests + (await users.releaseReservations(tx, now))
      }),
  }
}

import type { ApplicationService } from '../application/application.service.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import * as store from './external-id.store.ts'
import type { ExternalId } from './external-id.ts'

/** Number of people whose ids in revoked applications upkeep removes per transaction. */
const BATCH = 500

export type ExternalIds = ReturnType<typeof createExternalIds>

/** The ids that people have in the tables of applications. */
export function createExternalIds(deps: { db: Database; applications: Pick<ApplicationService, 'names'> }) {
  const { db, applications } = deps
  return {
    add: (tx: Transaction, ids: readonly ExternalId[]) => store.insertExternalIds(tx, ids),

    /**
     * Sets the id that the person has in the application; null: none.
     * @throws {UniqueViolation} if somebody else has it
     */
    async set(
      tx: Transaction,
      id: Omit<ExternalId, 'externalId'> & { externalId: string | null },
    ): Promise<void> {
      const { applicationId, externalId, userId } = id
      await store.deleteOfPerson(tx, applicationId, userId)
      if (externalId !== null) await store.insertExternalIds(tx, [{ ...id, externalId }])
    },

    /** Returns those of the external ids that people have in the application. */
    find: (applicationId: string, externalIds: readonly string[], reader: Reader = db.read) =>
      store.findByExternalIds(reader, applicationId, externalIds),

    /** Returns the external ids of the people in the application, by their ids here; some may have none. */
    async ofPeople(
      applicationId: string,
      userIds: readonly string[],
      reader: Reader = db.read,
    ): Promise<Map<string, string>> {
      const found = await store.findByPeople(reader, applicationId, userIds)
      return new Map(found.map((one) => [one.userId, one.externalId]))
    },

    /** Returns the person's ids in all applications, with the names of the applications. */
    async ofPerson(userId: string): Promise<(ExternalId & { application: string })[]> {
      const found = await store.listOfPerson(db.read, userId)
      const names = await applications.names(found.map((one) => one.applicationId))
      return found.map((one) => ({ ...one, application: names.get(one.applicationId) ?? '' }))
    },

    /** Removes ids in revoked applications, a batch at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.deleteOfRevoked(tx, BATCH)),
  }
}

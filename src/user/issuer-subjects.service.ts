import { DAY } from '../basics/durations.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import * as store from './issuer-subject.store.ts'
import { attemptKey, foreignSessionId, type IssuerSubject, subjectId } from './issuer-subject.ts'

/** How long the hash of a removed subject is kept, in milliseconds: no accepted token is older. */
const REMOVED_KEPT = 8 * DAY

export type IssuerSubjects = ReturnType<typeof createIssuerSubjects>

/** The people of OpenID providers. */
export function createIssuerSubjects({ db, clock }: { db: Database; clock: Clock }) {
  let known: string | null = null
  const key = async (): Promise<string> => {
    known ??= await store.findSubjectKey(db.read)
    return known
  }
  return {
    /** Returns the id of the subject. */
    idOf: async (issuer: string, subject: string) => subjectId(await key(), issuer, subject),

    /** Returns the id of the session that the tokens of a subject belong to. */
    sessionIdOf: async (subject: string, entry: string, name: string) =>
      foreignSessionId(await key(), subject, entry, name),

    /** Returns the key that seals sign-ins that have begun in a browser. */
    attemptKey: async () => attemptKey(await key()),

    find: (id: string, reader: Reader = db.read) => store.findSubject(reader, id),

    ofPerson: (userId: string, reader: Reader = db.read) => store.listSubjects(reader, userId),

    /**
     * Links a subject that has no person.
     * @throws {UniqueViolation} if another call has added it meanwhile
     */
    async link(tx: Transaction, subject: Pick<IssuerSubject, 'id' | 'issuer'>, userId: string) {
      const linked = { ...subject, userId, createdAt: clock.now() }
      if (!(await store.reviveSubject(tx, linked))) await store.insertSubject(tx, linked)
    },

    /** For a person who has been removed: from now on, tokens count that are issued later. */
    bury: (tx: Transaction, subjects: readonly IssuerSubject[]) =>
      store.burySubjects(
        tx,
        subjects.map(({ id }) => id),
        clock.now(),
      ),

    /** Removes what is left of removed people. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.purgeSubjects(tx, clock.now() - REMOVED_KEPT)),
  }
}

import type { Database } from '../ports/database.ts'
import { fillNameKeys, lacksNameKeys, listPeople, type PeopleQuery } from './people-search.store.ts'
import type { User } from './user.ts'

/** Maximum number of people whose keys are added in one transaction. */
const BATCH = 100

export type PeopleSearchService = ReturnType<typeof createPeopleSearch>

/** Lists and searches people. */
export function createPeopleSearch({ db }: { db: Database }) {
  const fill = (): Promise<number> => db.write((tx) => fillNameKeys(tx, BATCH))
  return {
    /** Returns the people that the query matches, in order of id. */
    list: (query: PeopleQuery): Promise<User[]> => listPeople(db.read, query),

    /** Adds keys of names that an earlier version did not store, for a few people. Returns how many. */
    async fill(): Promise<number> {
      return (await lacksNameKeys(db.read)) ? fill() : 0
    },

    /** Does the same for at most `max` people. Returns whether no keys are missing. */
    async prepare(max: number): Promise<boolean> {
      for (let filled = 0; filled < max && (await lacksNameKeys(db.read)); filled += BATCH) await fill()
      return !(await lacksNameKeys(db.read))
    },
  }
}

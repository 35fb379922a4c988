import type { Database } from '../ports/database.ts'
import { type Found, type FoundPosition, findPeople } from './people-found.store.ts'
import { fillNameKeys, lacksNameKeys, listPeople, type PeopleQuery } from './people-search.store.ts'
import type { PeopleSearch } from './people-search.ts'
import type { User } from './user.ts'

export type { FoundPosition }

/** Maximum number of people whose keys are added in one transaction. */
const BATCH = 100

export type PeopleSearchService = ReturnType<typeof createPeopleSearch>

/** Lists and searches people. */
export function createPeopleSearch({ db }: { db: Database }) {
  const fill = (): Promise<number> => db.write((tx) => fillNameKeys(tx, BATCH))
  return {
    /** Returns the people that the query matches, in order of id. */
    list: (query: PeopleQuery): Promise<User[]> => listPeople(db.read, query),

    /** Returns the first people that a search finds after a position: by user name, first name, last name, both, and address. */
    find: (search: PeopleSearch, after: FoundPosition | null, limit: number): Promise<Found[]> =>
      findPeople(db.read, search, after, limit),

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

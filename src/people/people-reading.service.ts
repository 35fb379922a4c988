import type { AttributeService } from '../attribute/attribute.service.ts'
import type { Viewer } from '../attribute/attribute.ts'
import { searchKey } from '../attribute/attribute-keys.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { Database, Reader } from '../ports/database.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import type { PeopleSearchService } from '../user/people-search.service.ts'
import { readPeopleSearch } from '../user/people-search.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import * as store from './people.store.ts'
import { formatCursor, isIndexed, type PeopleCursor, type PeopleFilters, splitFilter } from './people-list.ts'
import type { NamedPerson } from './person.ts'
import { readPersonPath } from './person-path.ts'

export type PeopleReading = ReturnType<typeof createPeopleReading>

/** Finds and lists people for a server. */
export function createPeopleReading(deps: {
  db: Database
  users: Pick<UserService, 'byId' | 'byUsername' | 'byEmail'>
  externalIds: Pick<ExternalIds, 'find' | 'ofPeople'>
  peopleSearch: Pick<PeopleSearchService, 'list'>
  attributes: Pick<AttributeService, 'viewFor'>
}) {
  const { db, users, externalIds, peopleSearch, attributes } = deps

  const userBy = async (applicationId: string, text: string): Promise<User | null> => {
    const reference = readPersonPath(text)
    if (reference === null) return null
    const { kind, value } = reference
    if (kind === 'id') return users.byId(value)
    if (kind === 'username') return users.byUsername(value)
    if (kind === 'email') return users.byEmail(value)
    const [found] = await externalIds.find(applicationId, [value])
    return found ? users.byId(found.userId) : null
  }

  const nameAll = async (
    applicationId: string,
    people: readonly User[],
    reader: Reader = db.read,
  ): Promise<NamedPerson[]> => {
    const ids = people.map(({ id }) => id)
    const names = await externalIds.ofPeople(applicationId, ids, reader)
    return people.map((user) => ({ user, externalId: names.get(user.id) ?? null }))
  }

  const select = (
    { search, status, updatedSince, attribute }: PeopleFilters,
    after: PeopleCursor['after'] | null,
    limit: number,
  ): Promise<User[]> => {
    if (attribute !== undefined) {
      const { name, value } = splitFilter(attribute)
      return store.listByAttribute(db.read, name, value, after?.id ?? '', limit)
    }
    return updatedSince === undefined
      ? peopleSearch.list({
          afterId: after?.id ?? '',
          limit,
          search: search === undefined ? undefined : readPeopleSearch(search),
          isDisabled: isFilteredLater({ search, status }) || !status ? undefined : status === 'disabled',
        })
      : store.listChanged(db.read, updatedSince, after, limit)
  }

  /**
   * Returns the filters, with the key of a value in the place of the value unless they have it already.
   * @throws {Refusal} `validation` if the viewer cannot search by the attribute
   */
  const withKey = (viewer: Viewer, filters: PeopleFilters, hasKey: boolean): PeopleFilters => {
    if (filters.attribute === undefined) return filters
    const { name, value } = splitFilter(filters.attribute)
    const key = searchKey(attributes.viewFor(viewer), name, value)
    if (key === null) throw invalid({ attribute: [{ key: 'not_searchable' }] })
    return hasKey ? filters : { ...filters, attribute: `${name}:${key}` }
  }

  return {
    /**
     * Returns the person to whom the part of a path refers, and what the application calls them.
     * @throws {Refusal} `not_found`
     */
    async byPath(applicationId: string, text: string): Promise<NamedPerson> {
      const user = await userBy(applicationId, text)
      if (!user) throw new Refusal('not_found')
      return (await nameAll(applicationId, [user]))[0]!
    },

    /** Returns what the application calls the person, as the transaction sees it. */
    named: async (applicationId: string, user: User, reader: Reader): Promise<NamedPerson> =>
      (await nameAll(applicationId, [user], reader))[0]!,

    /**
     * Returns people who have the value of an attribute (`name:value`) and an id after the given one, in order of id.
     * @throws {Refusal} `validation` if an operator cannot search by the attribute
     */
    withValue: (attribute: string, afterId: string, limit: number): Promise<User[]> =>
      select(withKey({ kind: 'operator' }, { attribute }, false), { id: afterId, updatedAt: 0 }, limit),

    /**
     * Returns a page of people. A cursor has filters of its own.
     * @throws {Refusal} `filter_not_indexed`, `validation` if other filters than its own are sent with a cursor
     */
    async page(
      applicationId: string,
      asked: PeopleFilters,
      cursor: PeopleCursor | undefined,
      limit: number,
    ): Promise<{ people: NamedPerson[]; next: string | null }> {
      const viewer: Viewer = { kind: 'application', applicationId }
      const sent = withKey(viewer, asked, false)
      const filters = cursor ? withKey(viewer, cursor.filters, true) : sent
      if (cursor && isOther(sent, filters)) throw invalid({ cursor: [{ key: 'cursor_invalid' }] })
      if (!isIndexed(filters)) throw new Refusal('filter_not_indexed')
      const found = await select(filters, cursor?.after ?? null, limit + 1)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const shown = isFilteredLater(filters) ? page.filter(({ disabledAt }) => disabledAt === null) : page
      const people = await nameAll(applicationId, shown)
      return { people, next: last && found.length > limit ? formatCursor({ filters, after: last }) : null }
    },
  }
}

/**
 * Whether the filter is applied to a page that has been read. Almost everybody is active, so an index of them would be as
 * large as the table; without one, a query could read over any number of disabled people.
 */
const isFilteredLater = ({ search, status }: PeopleFilters): boolean =>
  status === 'active' && search === undefined

/** Whether a filter was sent that differs from the one of the cursor. */
const isOther = (sent: PeopleFilters, filters: PeopleFilters): boolean =>
  (Object.keys(sent) as (keyof PeopleFilters)[]).some(
    (name) => sent[name] !== undefined && sent[name] !== filters[name],
  )

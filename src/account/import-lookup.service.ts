import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import * as store from './account.store.ts'
import type { Candidate, Holders, Identity } from './import.ts'

/** Rows looked up per query. */
const LOOKUP_BATCH = 200

/** The import that looks people up. */
export interface ImportScope {
  /** Id of a strict import, whose people are invisible to others; null for other imports. */
  id: string | null
  beganAt: number
  applicationId: string | null
}

/** Looks up who has the ids, user names and addresses of rows. */
export function createImportLookup(deps: { db: Database; clock: Clock; externalIds: ExternalIds }) {
  const { db, clock, externalIds } = deps

  const findAll = async (identities: readonly Identity[], applicationId: string | null) => {
    const valuesOf = (column: keyof Identity) => [...new Set(identities.flatMap((one) => one[column] ?? []))]
    const [ids, names, emails, externals] = [
      valuesOf('id'),
      valuesOf('username'),
      valuesOf('email'),
      applicationId === null ? [] : valuesOf('external_id'),
    ]
    const addresses = await store.findAddressHolders(db.read, emails, clock.now())
    const known = applicationId === null ? [] : await externalIds.find(applicationId, externals)
    const named = await store.findByUsernameKeys(db.read, names)
    const others = [...ids, ...addresses.map((one) => one.userId), ...known.map((one) => one.userId)]
    const people = new Map(named.map((person) => [person.id, person]))
    const missing = [...new Set(others)].filter((id) => !people.has(id))
    for (const person of await store.findByIds(db.read, missing)) people.set(person.id, person)
    const ofPeople =
      applicationId === null ? new Map() : await externalIds.ofPeople(applicationId, [...people.keys()])
    return {
      people,
      byUsername: new Map(named.map((person) => [person.usernameKey, person.id])),
      byEmail: new Map(addresses.map((one) => [one.emailKey, one])),
      byExternalId: new Map(known.map((one) => [one.externalId, one.userId])),
      ofPeople: ofPeople as ReadonlyMap<string, string>,
    }
  }

  const holdersOf = async (identities: readonly Identity[], scope: ImportScope): Promise<Holders[]> => {
    const all = await findAll(identities, scope.applicationId)
    const candidate = (id: string | null | undefined): Candidate | undefined => {
      const person = id ? all.people.get(id) : undefined
      if (!person) return undefined
      const isFromThisImport =
        scope.id === null ? person.createdAt >= scope.beganAt : person.importId === scope.id
      return { userId: person.id, isFromThisImport, externalId: all.ofPeople.get(person.id) ?? null }
    }
    return identities.map((identity) => {
      const address = all.byEmail.get(identity.email ?? '')
      const people = {
        id: candidate(identity.id),
        external_id: candidate(all.byExternalId.get(identity.external_id ?? '')),
        username: candidate(all.byUsername.get(identity.username ?? '')),
        email: address?.isCurrent ? candidate(address.userId) : undefined,
      }
      const reservedFor = address && !address.isCurrent ? address.userId : null
      return { people, reservedFor }
    })
  }

  /** Returns, for each identity, who has its values. */
  return async (identities: readonly Identity[], scope: ImportScope): Promise<Holders[]> => {
    const holders: Holders[] = []
    for (let start = 0; start < identities.length; start += LOOKUP_BATCH)
      holders.push(...(await holdersOf(identities.slice(start, start + LOOKUP_BATCH), scope)))
    return holders
  }
}

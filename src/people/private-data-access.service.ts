import type { PrivateDataService } from '../private-data/private-data.service.ts'
import type { PrivateDataChange } from '../private-data/private-data.ts'
import { entityTag } from '../protocol/etag.ts'
import type { StoredResponse } from './idempotency.ts'
import type { PeopleReading } from './people-reading.service.ts'
import type { PersonChange } from './person-change.service.ts'
import type { Change } from './person-change.ts'

export type PrivateDataAccess = ReturnType<typeof createPrivateDataAccess>

const tagged = (json: string) => ({ json, tag: entityTag(json) })

/** What a server can do with what its application stores about people. */
export function createPrivateDataAccess(deps: {
  people: PeopleReading
  personChange: PersonChange
  privateData: Pick<PrivateDataService, 'find' | 'change'>
}) {
  const { people, personChange, privateData } = deps
  return {
    /**
     * Returns the JSON of the data, and its entity tag.
     * @throws {Refusal} `not_found`
     */
    async read(applicationId: string, reference: string): Promise<{ json: string; tag: string }> {
      const { user } = await people.byPath(applicationId, reference)
      return tagged((await privateData.find({ applicationId, userId: user.id })).json)
    },

    /** @throws {Refusal} `not_found`, `precondition_failed`, `private_data_too_large` */
    change: (reference: string, sent: PrivateDataChange, change: Change): Promise<StoredResponse> =>
      personChange.run(reference, change, {
        see: async (tx, { user }) => {
          const key = { applicationId: change.actor.applicationId, userId: user.id }
          const seen = await privateData.find(key, tx)
          return { seen, tag: tagged(seen.json).tag }
        },
        work: async (tx, { user }, before) => {
          const json = await privateData.change(tx, user.id, before, sent, change.actor)
          return { response: tagged(json), userId: user.id }
        },
      }),
  }
}

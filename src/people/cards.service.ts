import type { AttributeService } from '../attribute/attribute.service.ts'
import { invalid } from '../errors/errors.ts'
import type { Database } from '../ports/database.ts'
import { type CardPerson, LOOKUP_MAX } from './card.ts'
import * as store from './people.store.ts'

export type CardsService = ReturnType<typeof createCardsService>

/** Reads the cards of many people at once. */
export function createCardsService({
  db,
  attributes,
}: {
  db: Database
  attributes: Pick<AttributeService, 'viewFor'>
}) {
  /** What cards show of declared attributes; null: nothing. */
  const view = () => attributes.viewFor({ kind: 'card' })
  return {
    view,

    /**
     * Returns the cards of the active people with these ids, or external ids in the application, in order of id.
     * @throws {Refusal} `validation` if there are too many ids altogether
     */
    async find(
      applicationId: string,
      ids: readonly string[],
      externalIds: readonly string[] = [],
    ): Promise<CardPerson[]> {
      if (ids.length + externalIds.length > LOOKUP_MAX)
        throw invalid({ ids: [{ key: 'too_many_items', params: { max: LOOKUP_MAX } }] })
      return store.findCards(db.read, applicationId, ids, externalIds, view() !== null)
    },
  }
}

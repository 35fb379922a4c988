import { serverOf, spendMore } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { sendUnlessHeld } from '../http/tagged.ts'
import { ok } from '../protocol/envelope.ts'
import { entityTag } from '../protocol/etag.ts'
import { responses } from '../protocol/responses.ts'
import { cardOf, cardsAnswer, cardsQuery, lookupBody } from './card.schema.ts'
import { type CardPerson, IDS_A_REQUEST } from './card.ts'
import type { CardsService } from './cards.service.ts'
import type { LinksOf } from './person.schema.ts'

const tags = ['Cards']

interface Options {
  base: string
  cards: CardsService
  linksOf: LinksOf
  /** Language of people who have not chosen one (BCP 47). */
  defaultLanguage: string
}

/** The cards of many people at once. */
export function cardsRoutes(app: App, { base, cards, linksOf, defaultLanguage }: Options): void {
  const messageOf = (person: CardPerson) => cardOf(person, linksOf(person), defaultLanguage, cards.view())
  app.post(
    `${base}/cards/lookup`,
    {
      config: { access: 'server', scope: 'cards:read', values: 1100 },
      schema: {
        tags,
        operationId: 'lookUpCards',
        summary: 'Look up cards',
        description:
          'Names and pictures of up to 1,000 people, by id, by external id or both. Unknown, disabled and removed people are missing from the response. It counts as one request for each 100 ids.',
        body: lookupBody,
        response: responses(cardsAnswer, 'server', ['validation'], {
          faults: { ids: ['not_a_list', 'too_many_items', 'invalid_choice'] },
        }),
      },
    },
    async (request, reply) => {
      const { ids = [], external_ids: externalIds = [] } = accepted(request.body)
      await spendMore(request, reply, Math.ceil((ids.length + externalIds.length) / IDS_A_REQUEST) - 1)
      const found = await cards.find(serverOf(request).application.id, ids, externalIds)
      return ok({ cards: found.map(messageOf) })
    },
  )
  app.get(
    `${base}/cards`,
    {
      config: { access: 'server', scope: 'cards:read' },
      schema: {
        tags,
        operationId: 'listCards',
        summary: 'Get cards',
        description:
          'Names and pictures of up to 100 people by id. With `If-None-Match`, the response is 304 as long as none of the cards has changed.',
        querystring: cardsQuery,
        response: responses(cardsAnswer, 'server', ['validation'], {
          hasTag: true,
          faults: { id: ['required', 'too_many_items', 'invalid_choice'] },
        }),
      },
    },
    async (request, reply) => {
      const { id } = accepted(request.query)
      const found = await cards.find(serverOf(request).application.id, id)
      const json = JSON.stringify({ cards: found.map(messageOf) })
      return sendUnlessHeld(request, reply, { tag: entityTag(json), json: () => json })
    },
  )
}

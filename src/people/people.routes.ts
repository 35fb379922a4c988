import type { FastifyRequest } from 'fastify'
import type { AttributeService } from '../attribute/attribute.service.ts'
import { serverOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { sendUnlessHeld } from '../http/tagged.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import { PAGE_DEFAULT } from './people-list.ts'
import type { PeopleReading } from './people-reading.service.ts'
import {
  type LinksOf,
  peopleAnswer,
  peopleQuery,
  personAnswer,
  personIn,
  personOf,
  personParameter,
  personText,
} from './person.schema.ts'

const tags = ['People']

interface Options {
  base: string
  people: PeopleReading
  attributes: Pick<AttributeService, 'viewFor'>
  linksOf: LinksOf
}

/** Reading people from a server. */
export function peopleRoutes(app: App, { base, people, attributes, linksOf }: Options): void {
  const viewOf = (request: FastifyRequest) =>
    attributes.viewFor({ kind: 'application', applicationId: serverOf(request).application.id })
  app.get(
    `${base}/users/:person`,
    {
      config: { access: 'server', scope: 'users:read' },
      schema: {
        tags,
        operationId: 'getPerson',
        summary: 'Get a person',
        description: 'With `If-None-Match`, the response is 304 as long as the person has not changed.',
        params: personParameter,
        response: responses(personAnswer, 'server', ['not_found'], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const found = await people.byPath(serverOf(request).application.id, personIn(request))
      const { json, tag } = personText(found, linksOf, viewOf(request))
      return sendUnlessHeld(request, reply, { tag, json: () => json })
    },
  )
  app.get(
    `${base}/users`,
    {
      config: { access: 'server', scope: 'users:read' },
      schema: {
        tags,
        operationId: 'listPeople',
        summary: 'List people',
        description:
          'In order of id, or of change with `updated_since`. Every page shows what was committed when it was read; nobody is left out or repeated because others come or go. A combination of filters without an index is refused.',
        querystring: peopleQuery,
        response: responses(peopleAnswer, 'server', ['validation', 'filter_not_indexed'], {
          faults: {
            search: ['blank', 'max_length'],
            status: ['invalid_choice'],
            attribute: ['blank', 'max_length', 'not_searchable'],
            updated_since: ['datetime_invalid'],
            limit: ['not_an_integer', 'min_value', 'max_value'],
            cursor: ['cursor_invalid'],
          },
        }),
      },
    },
    async (request) => {
      const {
        cursor,
        limit = PAGE_DEFAULT,
        search,
        status,
        updated_since,
        attribute,
      } = accepted(request.query)
      const filters = { search, status, updatedSince: updated_since, attribute }
      const page = await people.page(serverOf(request).application.id, filters, cursor, limit)
      const view = viewOf(request)
      const messages = page.people.map(({ user, externalId }) =>
        personOf(user, externalId, linksOf(user), view),
      )
      return ok({ people: messages, next: page.next })
    },
  )
}

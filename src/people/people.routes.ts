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
  linksOf: LinksOf
}

/** Reading people from a server. */
export function peopleRoutes(app: App, { base, people, linksOf }: Options): void {
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
      const { json, tag } = personText(found, linksOf)
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
            updated_since: ['datetime_invalid'],
            limit: ['not_an_integer', 'min_value', 'max_value'],
            cursor: ['cursor_invalid'],
          },
        }),
      },
    },
    async (request) => {
      const { cursor, limit = PAGE_DEFAULT, search, status, updated_since } = accepted(request.query)
      const filters = { search, status, updatedSince: updated_since }
      const page = await people.page(serverOf(request).application.id, filters, cursor, limit)
      const messages = page.people.map(({ user, externalId }) => personOf(user, externalId, linksOf(user)))
      return ok({ people: messages, next: page.next })
    },
  )
}

import type { FastifyRequest } from 'fastify'
import type { FailureKey } from '../errors/error-catalogue.ts'
import { documentOf } from '../http/body/body.ts'
import { serverOf } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import { askedOf, sendTagged, sendUnlessHeld } from '../http/tagged.ts'
import { PRIVATE_DATA_VALUES } from '../private-data/private-data.ts'
import { responses } from '../protocol/responses.ts'
import { personIn, personParameter } from './person.schema.ts'
import { changeOf, ofPerson } from './person-change.ts'
import { privateDataAnswer, replacePrivateDataBody, updatePrivateDataBody } from './private-data.schema.ts'
import type { PrivateDataAccess } from './private-data-access.service.ts'

const tags = ['People']

interface Options {
  base: string
  privateData: PrivateDataAccess
}

const write = { access: 'server', scope: 'users:write' } as const
const document = { values: PRIVATE_DATA_VALUES }
const failures: readonly FailureKey[] = ['no_data', 'private_data_too_large', ...ofPerson]

/** What an application stores about a person for itself. */
export function privateDataRoutes(app: App, { base, privateData }: Options): void {
  const path = `${base}/users/:person/private-data`
  app.get(
    path,
    {
      config: { access: 'server', scope: 'users:read' },
      schema: {
        tags,
        operationId: 'getPrivateData',
        summary: 'Get private data',
        description:
          'What your application stores about the person for itself. Other applications and the page do not show it; the copy that a person downloads has it. With `If-None-Match`, the response is 304 as long as it has not changed.',
        params: personParameter,
        response: responses(privateDataAnswer, 'server', ['not_found'], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const { json, tag } = await privateData.read(serverOf(request).application.id, personIn(request))
      return sendUnlessHeld(request, reply, { tag, json: () => json })
    },
  )
  changeRoutes(app, path, privateData)
}

function changeRoutes(app: App, path: string, privateData: PrivateDataAccess): void {
  const described = { tags, params: personParameter }
  const response = responses(privateDataAnswer, 'server', failures, { hasTag: true })
  app.patch(
    path,
    {
      config: { ...write, ...document, document: ['application/merge-patch+json', 'application/json'] },
      schema: {
        ...described,
        operationId: 'updatePrivateData',
        summary: 'Update private data',
        description:
          'Changes the parts that are sent. Parallel changes of different parts all remain. The entity tag is that of the private data, not of the person.',
        body: updatePrivateDataBody,
        response,
      },
    },
    async (request, reply) => sendTagged(reply, await privateData.change(...asked(request, 'patch'))),
  )
  app.put(
    path,
    {
      config: { ...write, ...document, document: ['application/json'] },
      schema: {
        ...described,
        operationId: 'replacePrivateData',
        summary: 'Replace private data',
        description: 'Replaces all of it. Send `If-Match`, so that no change of another process is lost.',
        body: replacePrivateDataBody,
        response,
      },
    },
    async (request, reply) => sendTagged(reply, await privateData.change(...asked(request, 'document'))),
  )
  app.delete(
    path,
    {
      config: write,
      schema: {
        ...described,
        operationId: 'deletePrivateData',
        summary: 'Delete private data',
        description: 'Removes all of it; the response is an empty object.',
        response: responses(privateDataAnswer, 'server', ofPerson, { hasTag: true }),
      },
    },
    async (request, reply) =>
      sendTagged(
        reply,
        await privateData.change(personIn(request), { document: {} }, changeOf(askedOf(request), null)),
      ),
  )
}

const asked = (request: FastifyRequest, how: 'patch' | 'document') => {
  const sent = documentOf(request)
  const change = how === 'patch' ? { patch: sent } : { document: sent }
  return [personIn(request), change, changeOf(askedOf(request), sent)] as const
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { readColumns, readPerson } from '../account/account.schema.ts'
import type { AttributeService } from '../attribute/attribute.service.ts'
import type { Viewer } from '../attribute/attribute.ts'
import { NO_PLAN, namesIn, planAttributes } from '../attribute/attribute-set.ts'
import { unknownFields } from '../basics/fields.ts'
import type { FailureKey } from '../errors/error-catalogue.ts'
import { invalid } from '../errors/errors.ts'
import { serverOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { idempotencyKeyOf, ifMatchOf, sendTagged } from '../http/tagged.ts'
import type { PasswordService } from '../password-change/password-change.service.ts'
import { fileFaults, uploadBody, uploadOf } from '../picture/picture.schema.ts'
import type { PictureService } from '../picture/picture.service.ts'
import type { Choices } from '../profile/profile.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
import type { Scope } from '../protocol/scopes.ts'
import { type RepeatableRequest, repeatableRequest, type StoredResponse } from './idempotency.ts'
import type { PeopleReading } from './people-reading.service.ts'
import type { Change, PeopleWriting } from './people-writing.service.ts'
import { type LinksOf, personAnswer, personIn, personParameter, personText } from './person.schema.ts'
import {
  type CreationFields,
  createPersonBody,
  creationNames,
  personDeleted,
  personInvited,
  sessionsEnded,
  splitUpdate,
  updateNames,
  updatePersonBody,
} from './person-change.schema.ts'

const tags = ['People']

interface Options {
  base: string
  people: PeopleReading
  writing: PeopleWriting
  pictures: Pick<PictureService, 'accept'>
  invite: PasswordService['invite']
  /** Maximum size of a picture, in bytes. */
  fileBytes: number
  choices: Choices
  attributes: Pick<AttributeService, 'viewFor' | 'underCurrent'>
  linksOf: LinksOf
}

/** Refusals of every change. */
const repeated: readonly FailureKey[] = [
  'idempotency_key_malformed',
  'idempotency_key_in_use',
  'idempotency_key_reused',
]
const ofPerson: readonly FailureKey[] = [
  'not_found',
  'if_match_malformed',
  'precondition_failed',
  ...repeated,
]

const write = { access: 'server', scope: 'users:write' as Scope } as const

/** Changing people from a server. */
export function peopleWritingRoutes(app: App, options: Options): void {
  creationRoute(app, options)
  updateRoute(app, options)
  stateRoutes(app, options)
  invitationRoute(app, options)
  pictureRoute(app, options)
  removalRoutes(app, options)
}

function repeatable(request: FastifyRequest): RepeatableRequest | null {
  const key = idempotencyKeyOf(request)
  const { method, url, body = null } = request
  return key === null
    ? null
    : repeatableRequest(serverOf(request).application.id, key, { method, path: url, body })
}

function changeOf(request: FastifyRequest, { linksOf, attributes }: Options): Change {
  const { application, keyId, address } = serverOf(request)
  return {
    actor: { kind: 'application', applicationId: application.id, keyId, address },
    request: repeatable(request),
    ifMatch: ifMatchOf(request),
    describe: (person) => personText(person, linksOf, attributes.viewFor(viewerOf(request))),
  }
}

/** The application of the key, as a reader and writer of declared attributes. */
const viewerOf = (request: FastifyRequest): Viewer => ({
  kind: 'application',
  applicationId: serverOf(request).application.id,
})

const send = (reply: FastifyReply, response: StoredResponse) => sendTagged(reply, response)

function creationRoute(app: App, options: Options): void {
  const { base, writing, choices, attributes } = options
  app.post(
    `${base}/users`,
    {
      config: write,
      schema: {
        tags,
        operationId: 'createPerson',
        summary: 'Create a person',
        description:
          'Without a password, which people set themselves with a mailed code (`POST user/password/forgot/`): no password passes through your server. Send an `Idempotency-Key`, so that a repeated request does not create somebody twice.',
        body: createPersonBody,
        response: responses(personAnswer, 'server', ['validation', ...repeated], {
          hasTag: true,
          faults: {
            username: ['required', 'blank', 'username_invalid', 'username_taken'],
            email: ['email_invalid', 'email_taken'],
            external_id: ['external_id_invalid', 'external_id_taken'],
          },
        }),
      },
    },
    async (request, reply) => {
      const { values, faults, others = {} } = request.body
      const { external_id: externalId = null, ...columns } = values as Partial<CreationFields>
      const change = changeOf(request, options)
      const response = await attributes.underCurrent(async () => {
        const view = attributes.viewFor(viewerOf(request))
        const declared = view ? planAttributes(view, null, others) : NO_PLAN
        const read = readPerson(columns, choices, declared)
        const unknown = unknownFields([...creationNames, ...namesIn(view)], others)
        const all = { ...('faults' in read && read.faults), ...faults, ...unknown }
        if ('faults' in read || Object.keys(all).length > 0) throw invalid(all)
        return writing.create(read.person, externalId, change, view?.version)
      })
      return send(reply, response)
    },
  )
}

function updateRoute(app: App, options: Options): void {
  const { base, writing, attributes } = options
  app.patch(
    `${base}/users/:person`,
    {
      config: write,
      schema: {
        tags,
        operationId: 'updatePerson',
        summary: 'Update a person',
        description:
          'Absent fields stay, empty ones are cleared. A new address takes effect at once, without codes; its owner is told, and can undo it for three days.',
        params: personParameter,
        body: updatePersonBody,
        response: responses(personAnswer, 'server', ['validation', 'account_frozen', ...ofPerson], {
          hasTag: true,
          faults: {
            email: ['email_invalid', 'email_taken', 'required'],
            phone_number: ['phone_invalid', 'required'],
            language: ['invalid_choice'],
            external_id: ['external_id_invalid', 'external_id_taken'],
          },
        }),
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request)
      const { values, faults, others = {} } = request.body
      const unknown = unknownFields([...updateNames, ...namesIn(attributes.viewFor(viewer))], others)
      const sent = accepted({ values, faults: { ...faults, ...unknown } })
      const { columns, externalId, vouched } = splitUpdate(sent)
      const update = { sent: readColumns(columns), ...vouched, declared: { viewer, values: others } }
      const change = changeOf(request, options)
      const response = await attributes.underCurrent(() =>
        writing.update(personIn(request), update, externalId, change),
      )
      return send(reply, response)
    },
  )
}

function stateRoutes(app: App, options: Options): void {
  const { base, writing } = options
  for (const [name, summary, description] of [
    ['disable', 'Disable a person', 'Prevents the person from signing in, and ends their sessions.'],
    ['enable', 'Enable a person', 'Allows the person to sign in again.'],
  ] as const)
    app.post(
      `${base}/users/:person/${name}`,
      {
        config: write,
        schema: {
          tags,
          operationId: `${name}Person`,
          summary,
          description,
          params: personParameter,
          response: responses(personAnswer, 'server', ofPerson, { hasTag: true }),
        },
      },
      async (request, reply) =>
        send(reply, await writing[name](personIn(request), changeOf(request, options))),
    )
}

function invitationRoute(app: App, options: Options): void {
  const { base, people, invite } = options
  app.post(
    `${base}/users/:person/invite`,
    {
      config: write,
      schema: {
        tags,
        operationId: 'invitePerson',
        summary: 'Invite a person',
        description:
          'Mails a code with which the person chooses a password within 72 hours, in their language. Your page asks for the code and the password, and sends both with `token_checksum` to `POST user/password/reset/`, which also verifies the address. A repeated request mails another code; a disabled person gets none.',
        params: personParameter,
        response: responses(personInvited, 'server', ['not_found', 'validation'], {
          faults: { email: ['required'] },
        }),
      },
    },
    async (request) => {
      const { actor } = changeOf(request, options)
      const { user } = await people.byPath(actor.applicationId, personIn(request))
      const { checksum, expiresAt } = await invite(user, actor)
      return ok({ token_checksum: checksum, expires_at: new Date(expiresAt).toISOString() })
    },
  )
}

function pictureRoute(app: App, options: Options): void {
  const { base, people, pictures, fileBytes } = options
  app.put(
    `${base}/users/:person/picture`,
    {
      config: { ...write, upload: { files: ['image', 'cropped_image'], fileBytes } },
      schema: {
        tags,
        operationId: 'uploadPersonPicture',
        summary: 'Set the picture of a person',
        description:
          'By the rules of the upload by the person, which counts against the same allowance. It can be repeated without a key: the same picture takes the place of itself.',
        params: personParameter,
        body: uploadBody,
        response: responses(
          personAnswer,
          'server',
          ['not_found', 'validation', 'payload_too_large', 'pictures_per_day'],
          {
            hasTag: true,
            faults: {
              image: fileFaults,
              cropped_image: fileFaults,
              crop_x: ['not_an_integer', 'min_value', 'crop_outside', 'crop_incomplete'],
            },
          },
        ),
      },
    },
    async (request, reply) => {
      const { actor, describe } = changeOf(request, options)
      const { user } = await people.byPath(actor.applicationId, personIn(request))
      await pictures.accept(user.id, uploadOf(request.body), actor)
      return send(reply, describe(await people.byPath(actor.applicationId, user.id)))
    },
  )
}

function removalRoutes(app: App, options: Options): void {
  const { base, writing } = options
  app.delete(
    `${base}/users/:person/sessions`,
    {
      config: write,
      schema: {
        tags,
        operationId: 'endPersonSessions',
        summary: 'End the sessions of a person',
        description: 'Signs the person out everywhere, in all applications, immediately.',
        params: personParameter,
        response: responses(sessionsEnded, 'server', ofPerson),
      },
    },
    async (request, reply) =>
      send(reply, await writing.endSessions(personIn(request), changeOf(request, options))),
  )
  app.delete(
    `${base}/users/:person/picture`,
    {
      config: write,
      schema: {
        tags,
        operationId: 'removePersonPicture',
        summary: 'Remove the picture of a person',
        description: 'The person shows the generated one from then on. Earlier addresses end immediately.',
        params: personParameter,
        response: responses(personAnswer, 'server', ofPerson, { hasTag: true }),
      },
    },
    async (request, reply) =>
      send(reply, await writing.removePicture(personIn(request), changeOf(request, options))),
  )
  app.delete(
    `${base}/users/:person`,
    {
      config: { access: 'server', scope: 'users:delete' },
      schema: {
        tags,
        operationId: 'deletePerson',
        summary: 'Delete a person',
        description: 'Removes the person with everything that belongs to them, immediately and for good.',
        params: personParameter,
        response: responses(personDeleted, 'server', ofPerson),
      },
    },
    async (request, reply) =>
      send(reply, await writing.remove(personIn(request), changeOf(request, options))),
  )
}

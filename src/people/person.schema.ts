import { z } from 'zod'
import { attributes, columnsOfValues } from '../../common/attributes.ts'
import { shownAttributes } from '../attribute/attribute.schema.ts'
import { type AttributeView, shownValues } from '../attribute/attribute-set.ts'
import { field, readWhole } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import { entityTag } from '../protocol/etag.ts'
import { pathParameters } from '../protocol/path-parameters.ts'
import { envelopeOf } from '../protocol/responses.ts'
import type { User } from '../user/user.ts'
import {
  ATTRIBUTE_MAX,
  CURSOR_MAX,
  CURSOR_PATTERN,
  PAGE_DEFAULT,
  PAGE_MAX,
  personStatuses,
  readCursor,
  readInstant,
  readStatus,
  SEARCH_MAX,
} from './people-list.ts'
import type { NamedPerson } from './person.ts'

const id = z.string().meta({ example: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11' })
const instant = z.iso.datetime()

const attributeFields = Object.fromEntries(
  attributes.map(({ column, description, example }) => [
    column,
    z.string().describe(`${description}; empty if it is not set.`).meta({ example }),
  ]),
) as Record<(typeof attributes)[number]['column'], z.ZodString>

/** The addresses of a picture, by size. */
export const pictureSizes = z
  .record(z.string(), z.string())
  .describe('Absolute addresses of the picture by size: `32` to `1024` (square) and `original` (uncropped).')
  .meta({
    example: {
      '64': 'https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64',
      original: 'https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original',
    },
  })

/** A person, as a server sees them. */
export const personMessage = z
  .object({
    id,
    external_id: z
      .string()
      .nullable()
      .describe('What your application calls the person; null if it has not said.')
      .meta({ example: 'customer-4711' }),
    username: z.string().meta({ example: 'ada' }),
    ...attributeFields,
    attributes: shownAttributes.optional(),
    email_verified: z.boolean(),
    phone_verified: z.boolean(),
    status: z.enum(personStatuses).describe('Disabled people cannot sign in.'),
    is_frozen: z
      .boolean()
      .describe('Whether a previous address objected to a change, so that the address cannot change.'),
    has_picture: z.boolean().describe('Otherwise `picture` is the generated one.'),
    picture: pictureSizes,
    delete_at: instant.nullable().describe('When the account will be removed at the wish of the person.'),
    created_at: instant,
    updated_at: instant,
    version: z.int().min(1).describe('Grows with every change.').meta({ example: 7 }),
  })
  .meta({ id: 'Person' })

export type PersonMessage = z.output<typeof personMessage>

export const personAnswer = envelopeOf(personMessage)

/** Converts a person for a server that sees the declared attributes of the view. */
export function personOf(
  user: User,
  externalId: string | null,
  links: PictureLinks,
  view: AttributeView | null,
): PersonMessage {
  return {
    id: user.id,
    external_id: externalId,
    username: user.username,
    ...columnsOfValues(user),
    ...(view && { attributes: shownValues(view, user.attributes) as PersonMessage['attributes'] }),
    email_verified: user.emailVerifiedAt !== null,
    phone_verified: user.phoneVerifiedAt !== null,
    status: user.disabledAt === null ? 'active' : 'disabled',
    is_frozen: user.frozenAt !== null,
    has_picture: user.pictureId !== null,
    picture: links.ProfileImages,
    delete_at: user.deleteAt === null ? null : isoOf(user.deleteAt),
    created_at: isoOf(user.createdAt),
    updated_at: isoOf(user.updatedAt),
    version: user.version,
  }
}

const isoOf = (at: number) => new Date(at).toISOString()

/** `GET users/`. */
export const peopleQuery = z.object({
  search: field((value) => readText(value, { max: SEARCH_MAX, blank: false }), {
    type: 'string',
    maxLength: SEARCH_MAX,
    description:
      'The beginning of a user name, an address, a first or last name, or of both names with a space. Case does not matter, nor do accents in names.',
    example: 'ada lov',
  }).optional(),
  status: field(readStatus, {
    type: 'string',
    enum: personStatuses,
    description:
      'Only people who can sign in, or only those who cannot. Without `search`, a page of active people may have fewer than `limit`.',
  }).optional(),
  updated_since: field(readInstant, {
    type: 'string',
    format: 'date-time',
    maxLength: 35,
    description:
      'Only people who were changed at this instant or later, in order of change. Cannot be combined with `search` or `status`.',
  }).optional(),
  attribute: field((value) => readText(value, { max: ATTRIBUTE_MAX, blank: false }), {
    type: 'string',
    maxLength: ATTRIBUTE_MAX,
    description:
      'Only people who have this value of a declared attribute: its name, a colon and the value. The declaration must be searchable. Case does not matter. It can be combined with `status=active` alone.',
    example: 'department:sales',
  }).optional(),
  limit: field(readWhole(1, PAGE_MAX, 'refuse'), {
    type: 'integer',
    minimum: 1,
    maximum: PAGE_MAX,
    default: PAGE_DEFAULT,
    description: 'Number of people on a page.',
  }).optional(),
  cursor: field(readCursor, {
    type: 'string',
    maxLength: CURSOR_MAX,
    pattern: CURSOR_PATTERN,
    description: '`next` of the previous page. It contains the filters, so no others are needed.',
  }).optional(),
})

export const peopleAnswer = envelopeOf(
  z
    .object({
      people: z.array(personMessage).max(PAGE_MAX),
      next: z
        .string()
        .nullable()
        .describe('Value of `cursor` for the next page; null if this is the last one.'),
    })
    .meta({ id: 'PeoplePage' }),
)

/** Returns the addresses of the picture that the person shows. */
export type LinksOf = (
  person: Pick<User, 'id' | 'pictureId' | 'firstName' | 'lastName' | 'username' | 'language'>,
) => PictureLinks

/** Returns the JSON of a person, and its entity tag. */
export function personText(
  { user, externalId }: NamedPerson,
  linksOf: LinksOf,
  view: AttributeView | null,
): { json: string; tag: string } {
  const json = JSON.stringify(personOf(user, externalId, linksOf(user), view))
  return { json, tag: entityTag(json) }
}

/** How a path refers to a person. */
export const personParameter = pathParameters({
  person: {
    type: 'string',
    maxLength: 1000,
    description:
      'An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.',
    examples: ['0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11'],
  },
})

/** Returns how the path of a request refers to the person. */
export const personIn = ({ params }: { params: unknown }): string => (params as { person: string }).person

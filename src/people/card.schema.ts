import { z } from 'zod'
import { shownAttributes } from '../attribute/attribute.schema.ts'
import { type AttributeView, shownValues } from '../attribute/attribute-set.ts'
import { field } from '../basics/fields.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import { envelopeOf } from '../protocol/responses.ts'
import {
  CARDS_MAX,
  type CardPerson,
  displayName,
  LOOKUP_MAX,
  readExternalIds,
  readIds,
  readQueryIds,
} from './card.ts'
import { pictureSizes } from './person.schema.ts'

const ID = '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11'
const uuids = (max: number) => ({
  type: 'array',
  items: { type: 'string', format: 'uuid' },
  maxItems: max,
  example: [ID],
})

/** `POST cards/lookup/`. */
export const lookupBody = z.object({
  ids: field(readIds, {
    ...uuids(LOOKUP_MAX),
    description: 'Ids of people. In a form, one on each line.',
  }).optional(),
  external_ids: field(readExternalIds, {
    type: 'array',
    items: { type: 'string', maxLength: 255 },
    maxItems: LOOKUP_MAX,
    description: 'What your application calls the people. In a form, one on each line.',
    example: ['customer-4711'],
  }).optional(),
})

/** `GET cards/`. */
export const cardsQuery = z.object({
  id: field(readQueryIds, {
    ...uuids(CARDS_MAX),
    description: 'The id of a person; may be repeated.',
  }),
})

const cardMessage = z
  .object({
    id: z.string().meta({ example: ID }),
    external_id: z
      .string()
      .nullable()
      .describe('What your application calls the person; null if it has not said.')
      .meta({ example: 'customer-4711' }),
    display_name: z
      .string()
      .describe('First and last name in the order of their language; without a name, the user name.')
      .meta({ example: 'Ada Lovelace' }),
    picture: pictureSizes,
    attributes: shownAttributes
      .optional()
      .describe(
        'Declared attributes that everybody may read who may read cards, by name; missing if there are none.',
      ),
    version: z
      .int()
      .min(1)
      .describe('Grows with every change of the person: a card with the same version is the same.')
      .meta({ example: 7 }),
  })
  .meta({ id: 'Card' })

export type CardMessage = z.output<typeof cardMessage>

export const cardsAnswer = envelopeOf(
  z
    .object({
      cards: z
        .array(cardMessage)
        .max(LOOKUP_MAX)
        .describe('In order of id. Unknown, disabled and removed people are missing.'),
    })
    .meta({ id: 'Cards' }),
)

/** Converts a person to their card, with the declared attributes of the view. */
export function cardOf(
  person: CardPerson,
  links: PictureLinks,
  defaultLanguage: string,
  view: AttributeView | null,
): CardMessage {
  return {
    id: person.id,
    external_id: person.externalId,
    display_name: displayName(person, defaultLanguage),
    picture: links.ProfileImages,
    ...(view && { attributes: shownValues(view, person.attributes) as CardMessage['attributes'] }),
    version: person.version,
  }
}

import { z } from 'zod'
import {
  type Attribute,
  attributes,
  type ChoiceAttribute,
  choiceAttributes,
  type PlainAttribute,
  plainAttributes,
} from '../../common/attributes.ts'
import { declaredField, shownAttributes } from '../attribute/attribute.schema.ts'
import { field } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'
import { pictureLinks } from '../config/picture-links.ts'
import type { Fault } from '../errors/errors.ts'
import { CODE_MAX, readChecksumText, readCodeText } from '../one-time-code/code-text.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { ADDRESS_MAX, readAddressText } from '../user/email-address.ts'

/** Longer than any valid value of the other fields, so that a longer value violates the rule of its field. */
const TEXT_MAX = 1000
/** Maximum length of an invalid choice repeated in its message, in code points. */
const SHOWN_MAX = 100

/**
 * Reads a bounded text; one that is too long is reported as `tooLong`, like any other invalid value of the
 * field.
 */
const bounded = (tooLong: (value: string) => Fault) => (value: unknown) => {
  const result = readText(value, { max: TEXT_MAX, blank: true })
  const isLong = 'fault' in result && result.fault.key === 'max_length'
  return isLong ? { fault: tooLong(String(value)) } : result
}

const choice = (description: string, example: string) =>
  field(
    bounded((value) => ({
      key: 'invalid_choice',
      params: { value: [...value.slice(0, 2 * SHOWN_MAX)].slice(0, SHOWN_MAX).join('') },
    })),
    { type: 'string', maxLength: TEXT_MAX, description, example },
  )

/** Returns how the value of an attribute is read. */
function fieldOf(attribute: Attribute) {
  const { example } = attribute
  switch (attribute.kind) {
    case 'text': {
      const { max, description } = attribute
      const read = (value: unknown) => readText(value, { max, blank: true })
      return field(read, { type: 'string', maxLength: max, description: sentence(description), example })
    }
    case 'choice':
      return choice(`A ${attribute.description} from Get Local Info.`, example)
    case 'phone_number': {
      const description = '9 to 15 digits with an optional leading `+`; fewer if valid in the country.'
      return field(
        bounded(() => ({ key: 'phone_invalid' })),
        { type: 'string', maxLength: TEXT_MAX, description, example },
      )
    }
    case 'email': {
      const description =
        'An address other than the stored one requires `token_checksum_field` and `token_field`.'
      return field(readAddressText, {
        type: 'string',
        format: 'email',
        maxLength: ADDRESS_MAX,
        description,
        example,
      })
    }
    default:
      return choice(sentence(attribute.description), example)
  }
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

type AttributeFields = Record<Attribute['apiName'], z.ZodOptional<ReturnType<typeof fieldOf>>>
function fieldsOf(list: readonly Attribute[]): AttributeFields {
  const fields = list.map((attribute) => [attribute.apiName, fieldOf(attribute).optional()] as const)
  return Object.fromEntries(fields) as AttributeFields
}

const code = (description: string) =>
  field(readCodeText, { type: 'string', maxLength: CODE_MAX, description })

const fields = {
  ...fieldsOf(attributes.filter(({ editor }) => editor === 'person')),
  token_checksum_field: field(readChecksumText, {
    type: 'string',
    description: '`token_checksum` of the response to the request for the code.',
  }).optional(),
  token_field: code('The mailed code.').optional(),
  current_token_field: code(
    'The code mailed to the current address, if both addresses must prove the change.',
  ).optional(),
}

/** `POST user/update/profile/`: absent fields stay unchanged, empty ones are cleared. */
export const updateBody = z.object({ ...fields, email: fields.email.unwrap() }).catchall(declaredField)

/** `PATCH user/profile/`: the same without required fields; unknown fields are refused. */
export const patchBody = z.object(fields).catchall(declaredField)
export const patchFieldNames = Object.keys(fields)

/** What an operator may set. */
export const operatorBody = z.object(fieldsOf(attributes))

const updateFields = z.object(fields)
export type UpdateFields = z.output<typeof updateFields>

const shownText = ({ example, ...rest }: { example: string; max?: number }) =>
  z.string().meta({ example, ...(rest.max !== undefined && { maxLength: rest.max }) })
const plainFields = Object.fromEntries(
  plainAttributes.map((attribute) => [attribute.apiName, shownText(attribute)]),
) as Record<PlainAttribute['apiName'], z.ZodString>

function localFields<F extends z.ZodType, E>(schema: F, exampleOf: (attribute: ChoiceAttribute) => E) {
  const of = <T>(value: (attribute: ChoiceAttribute) => T) =>
    Object.fromEntries(choiceAttributes.map((attribute) => [attribute.localName, value(attribute)]))
  const shape = of(() => schema) as Record<ChoiceAttribute['localName'], F>
  return z.object(shape).meta({ example: of(exampleOf) })
}

/** `data` of Get Profile (contract: GET user/get/profile/). */
export const profileDocument = z
  .object({
    UserProfile: z.array(z.object({ username: shownText({ example: 'ada' }), ...plainFields })).length(1),
    ...pictureLinks,
    UserLocInfo: localFields(z.string(), ({ example }) => example),
    UserLocInfoChosen: localFields(z.boolean(), () => true).describe(
      'Which values of `UserLocInfo` the person has chosen; the others are the defaults of the service.',
    ),
    UserVerified: z
      .object({ email_verified: z.boolean(), phone_verified: z.boolean() })
      .describe(
        'Whether the person has proved to own the current address and number. Values that were imported or entered by the operator are not proven.',
      )
      .meta({ example: { email_verified: true, phone_verified: false } }),
    DeleteAt: z
      .string()
      .describe('When the account will be removed (ISO 8601) if the person requested it; otherwise empty.')
      .meta({ example: '' }),
    UserAttributes: shownAttributes.optional(),
  })
  .meta({ id: 'Profile' })

export type ProfileDocument = z.output<typeof profileDocument>

export const profileAnswer = envelopeOf(profileDocument)

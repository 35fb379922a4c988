import { z } from 'zod'
import { type AttributeColumn, attributes } from '../../common/attributes.ts'
import { declaredField } from '../attribute/attribute.schema.ts'
import { type FieldResult, field } from '../basics/fields.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { readExternalId } from '../user/external-id.ts'

/** Longer than any valid value, so that a longer one violates the rule of its field. */
const TEXT_MAX = 1000

/** The rules of an attribute are those of the published update, which name it as it is here. */
const attributeFields = Object.fromEntries(
  attributes.map((attribute) => {
    const { column, description, example, kind } = attribute
    const describe = {
      type: 'string',
      maxLength: kind === 'text' ? attribute.max : kind === 'email' ? 254 : TEXT_MAX,
      ...(kind === 'email' && { format: 'email' }),
      description: `${description.charAt(0).toUpperCase()}${description.slice(1)}.`,
      example,
    }
    return [column, field<unknown>((value) => ({ value }), describe).optional()] as const
  }),
) as Record<AttributeColumn, z.ZodOptional<ReturnType<typeof field<unknown>>>>

function readOwnId(value: unknown): FieldResult<string | null> {
  const externalId = readExternalId(value)
  return externalId === undefined ? { fault: { key: 'external_id_invalid' } } : { value: externalId }
}

const externalId = field(readOwnId, {
  type: 'string',
  maxLength: 255,
  description: 'What your application calls the person; empty for nothing. It is unique in your application.',
  example: 'customer-4711',
}).optional()

function readFlag(value: unknown): FieldResult<boolean> {
  const text = String(value)
  if (text === 'true' || text === 'false') return { value: text === 'true' }
  return { fault: { key: 'not_a_boolean' } }
}
const flag = (description: string) =>
  field(readFlag, { type: 'boolean', description, example: true }).optional()

const verified = {
  email_verified: flag('Whether you vouch that the person reads the address.'),
  phone_verified: flag('The same for the phone number.'),
}

const creationFields = {
  username: field<unknown>((value) => ({ value }), {
    type: 'string',
    minLength: 1,
    maxLength: 150,
    description: 'Letters, digits and `@ . + - _`; unique without regard to case.',
    example: 'ada',
  }),
  ...attributeFields,
  email: attributeFields.email.unwrap(),
  ...verified,
  external_id: externalId,
}
const updateFields = { ...attributeFields, ...verified, external_id: externalId }

/** `POST users/`. Fields that are neither here nor declared are refused. */
export const createPersonBody = z.object(creationFields).catchall(declaredField)
export const creationNames = Object.keys(creationFields)

/** `PATCH users/{person}/`. */
export const updatePersonBody = z.object(updateFields).catchall(declaredField)
export const updateNames = Object.keys(updateFields)

const knownUpdate = z.object(updateFields)
const knownCreation = z.object(creationFields)
/** The fields of a creation that are not declared attributes. */
export type CreationFields = z.output<typeof knownCreation>

/** Returns the parts of an update. */
export function splitUpdate(sent: z.output<typeof knownUpdate>) {
  const { external_id, email_verified, phone_verified, ...columns } = sent
  return {
    columns,
    externalId: external_id,
    vouched: { emailVerified: email_verified, phoneVerified: phone_verified },
  }
}

export const sessionsEnded = envelopeOf(
  z.object({ sessions_ended: z.int().min(0) }).meta({ id: 'PersonSessionsEnded' }),
)

export const personInvited = envelopeOf(
  z
    .object({
      token_checksum: z
        .string()
        .describe('Sent as `token_checksum_field` with the mailed code to `POST user/password/reset/`.')
        .meta({ example: 'q0Yk3n0bJz5b1VbO2m3Kz8xv9Qe7yPq5T1sLr4uWc6A' }),
      expires_at: z.iso.datetime(),
    })
    .meta({ id: 'Invitation' }),
)

export const personDeleted = envelopeOf(
  z
    .object({
      id: z.string().meta({ example: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11' }),
      deleted: z.literal(true),
    })
    .meta({ id: 'PersonDeleted' }),
)

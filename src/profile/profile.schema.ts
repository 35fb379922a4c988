import { z } from 'zod'
import type { Fault } from '../errors.ts'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { readChecksumText, readCodeText } from '../one-time-code/code-text.ts'
import { pictureLinks } from '../picture-links.ts'
import { readText } from '../text.ts'
import { readAddressText } from './email-address.ts'

const NAME_MAX = 255
/** Longer than any valid value of the other fields: what is longer breaks the rule of its field. */
const TEXT_MAX = 1000
/** How much of a value that is no choice its message repeats, in code points. */
const SHOWN_MAX = 100

/** A bounded text; one that is too long is `tooLong`, like any other wrong value of the field. */
const bounded = (tooLong: (value: string) => Fault) => (value: unknown) => {
  const result = readText(value, { max: TEXT_MAX, blank: true })
  const isLong = 'fault' in result && result.fault.key === 'max_length'
  return isLong ? { fault: tooLong(String(value)) } : result
}

const name = (example: string) =>
  field((value) => readText(value, { max: NAME_MAX, blank: true }), {
    type: 'string',
    maxLength: NAME_MAX,
    example,
  })

const choice = (description: string, example: string) =>
  field(
    bounded((value) => ({
      key: 'invalid_choice',
      params: { value: [...value.slice(0, 2 * SHOWN_MAX)].slice(0, SHOWN_MAX).join('') },
    })),
    { type: 'string', description, example },
  )

const phoneNumber = field(
  bounded(() => ({ key: 'phone_invalid' })),
  {
    type: 'string',
    description: '9 to 15 digits with an optional leading `+`; fewer where the country has them.',
    example: '+33612345678',
  },
)

const email = field(readAddressText, {
  type: 'string',
  format: 'email',
  description: 'Another address than the stored one needs `token_checksum_field` and `token_field`.',
  example: 'ada@example.com',
})

const code = (description: string) => field(readCodeText, { type: 'string', description })

const fields = {
  first_name: name('Ada').optional(),
  last_name: name('Lovelace').optional(),
  phone_number: phoneNumber.optional(),
  phone_code: choice('Country calling code.', '33').optional(),
  country_code: choice('ISO 3166-1 alpha-2.', 'FR').optional(),
  languages: choice('One language code out of Get Local Info (BCP 47).', 'fr').optional(),
  currencies: choice('One currency code out of Get Local Info (ISO 4217).', 'EUR').optional(),
  timezones: choice('One time zone out of Get Local Info (IANA).', 'Europe/Paris').optional(),
  token_checksum_field: field(readChecksumText, {
    type: 'string',
    description: '`token_checksum` of the answer that announced the code.',
  }).optional(),
  token_field: code('The mailed code.').optional(),
  current_token_field: code(
    'The code mailed to the current address, where both must prove the change.',
  ).optional(),
}

/** `POST user/update/profile/`: a field that is absent stays, one that is empty is cleared. */
export const updateBody = z.object({ ...fields, email })

/** `PATCH user/profile/`: the same with nothing required. */
export const patchBody = z.object({ ...fields, email: email.optional() })

export type UpdateFields = z.output<typeof patchBody>

/** `data` of Get Profile (contract: GET user/get/profile/). */
export const profileDocument = z
  .object({
    UserProfile: z
      .array(
        z.object({
          username: z.string().meta({ example: 'ada' }),
          first_name: z.string().meta({ example: 'Ada' }),
          last_name: z.string().meta({ example: 'Lovelace' }),
          email: z.string().meta({ example: 'ada@example.com' }),
          phone_code: z.string().meta({ example: '33' }),
          phone_number: z.string().meta({ example: '+33612345678' }),
          country_code: z.string().meta({ example: 'FR' }),
        }),
      )
      .length(1),
    ...pictureLinks,
    UserLocInfo: z
      .object({ lan: z.string(), tz: z.string(), currency: z.string() })
      .meta({ example: { lan: 'fr', tz: 'Europe/Paris', currency: 'EUR' } }),
    UserLocInfoChosen: z
      .object({ lan: z.boolean(), tz: z.boolean(), currency: z.boolean() })
      .describe('Which of `UserLocInfo` the person has chosen; the others are the defaults of the service.')
      .meta({ example: { lan: true, tz: true, currency: true } }),
    UserVerified: z
      .object({ email_verified: z.boolean(), phone_verified: z.boolean() })
      .describe(
        'Whether the person has proved to have the present address and number. What was imported or entered by the operator is not proven.',
      )
      .meta({ example: { email_verified: true, phone_verified: false } }),
    DeleteAt: z
      .string()
      .describe('When the account is removed (ISO 8601), where the person asked for that; else empty.')
      .meta({ example: '' }),
  })
  .meta({ id: 'Profile' })

export type ProfileDocument = z.output<typeof profileDocument>

export const profileAnswer = envelopeOf(profileDocument)

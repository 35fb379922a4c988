import { z } from 'zod'

const text = (example: string) => z.string().meta({ example })

/** Not in the envelope: OpenID Connect Core 1.0, 5.3.2. */
export const userinfo = z
  .looseObject({
    sub: text('0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11').describe('The id of the person, as in the token.'),
    name: text('Ada Lovelace').optional().describe('The whole name, in the order of its language.'),
    given_name: text('Ada').optional(),
    family_name: text('Lovelace').optional(),
    preferred_username: text('ada').describe('The user name. It can change.'),
    picture: text('https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512').describe(
      'Absolute URL, also of the generated picture of somebody who has none.',
    ),
    email: text('ada@example.com').optional(),
    email_verified: z.boolean().optional().describe('Whether the person has proved to read that mailbox.'),
    phone_number: text('+33612345678')
      .optional()
      .describe('In E.164 if it can be derived; otherwise as the person typed it.'),
    phone_number_verified: z.boolean().optional(),
    zoneinfo: text('Europe/Paris').describe('Time zone (IANA): chosen, or the default of the service.'),
    locale: text('fr').describe('Language (BCP 47): chosen, or the default of the service.'),
    updated_at: z.int().describe('In seconds since the Unix epoch.').meta({ example: 1_796_083_200 }),
  })
  .meta({ id: 'Userinfo' })

export type Userinfo = z.output<typeof userinfo>

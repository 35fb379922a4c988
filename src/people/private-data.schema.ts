import { z } from 'zod'
import { PRIVATE_DATA_BYTES } from '../private-data/private-data.ts'
import { envelopeOf } from '../protocol/responses.ts'

const example = { plan: 'gold', seats: 3, flags: { beta: true } }
const size = `At most ${PRIVATE_DATA_BYTES} bytes without white space, in UTF-8.`

const anyObject = () => z.record(z.string(), z.unknown())

/** `GET users/{person}/private-data/` and its changes. */
export const privateDataAnswer = envelopeOf(
  anyObject()
    .describe(
      'What your application stores about the person; empty if nothing. Numbers have the digits that you sent.',
    )
    .meta({ id: 'PrivateData', example }),
)

/** `PUT users/{person}/private-data/`. */
export const replacePrivateDataBody = anyObject()
  .describe(`What your application stores about the person, any object. ${size}`)
  .meta({ id: 'ReplacePrivateDataBody', example })

/** `PATCH users/{person}/private-data/`. */
export const updatePrivateDataBody = anyObject()
  .describe(
    `A merge patch (RFC 7396): values are set, objects are merged, lists are replaced, and null removes. The result has the limit of the data: ${size}`,
  )
  .meta({ id: 'UpdatePrivateDataBody', example: { plan: 'gold', flags: { beta: null } } })

import { z } from 'zod'
import { personActions } from '../../common/audit-actions.ts'
import { ACTIVITY_MAX } from '../../common/limits.ts'
import { field, INTEGER_MAX, readWhole } from '../basics/fields.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { deviceMessage, originFields, originOf } from '../session/own-sessions.schema.ts'
import { ACTIVITY_DEFAULT, type Activity, CURSOR, CURSOR_MAX, readCursor } from './activity.ts'

export const activityQuery = z.object({
  before: field(readCursor, {
    type: 'string',
    maxLength: CURSOR_MAX,
    pattern: CURSOR.source,
    description: '`next` of the previous response; if absent, returns the newest events.',
  }).optional(),
  limit: field(readWhole(1, ACTIVITY_MAX, 'clamp'), {
    type: 'integer',
    minimum: 1,
    maximum: INTEGER_MAX,
    default: ACTIVITY_DEFAULT,
    description: `Maximum number of events; values above ${ACTIVITY_MAX} count as ${ACTIVITY_MAX}.`,
  }).optional(),
})

const activityMessage = z
  .object({
    id: z.string().meta({ example: '0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e' }),
    at: z.iso.datetime(),
    action: z.enum(personActions).describe('What happened; more actions may be added.'),
    by: z
      .enum(['person', 'operator', 'application', 'link', 'system'])
      .describe(
        'Who did it: the person, an operator of the service, an application by itself, the holder of a mailed link, or the service itself.',
      ),
    fields: z.array(z.string()).describe('Names of the values that changed.'),
    ...originFields,
    device: deviceMessage.nullable().describe('Null if its session is no longer stored.'),
  })
  .meta({ id: 'Activity' })

export const activityAnswer = envelopeOf(
  z.object({
    activity: z.array(activityMessage).max(ACTIVITY_MAX),
    next: z.string().nullable().describe('Value of `before` for older events; null if there are none.'),
  }),
)

/** A session can be ended from elsewhere: then its zone and the address of the event are two places. */
const zoneOf = (event: Activity['event'], client: Activity['client']): string =>
  event.action === 'session.ended' ? '' : (client?.timezone ?? '')

/** The address of a server says nothing to the person about where they were. */
const addressOf = (event: Activity['event']): string =>
  event.actor === 'application' ? '' : (event.address ?? '')

/** Converts an event for its person: without the name of an operator and the hashes of addresses. */
export function activityOf({ event, application, client }: Activity): z.output<typeof activityMessage> {
  return {
    id: event.id,
    at: new Date(event.createdAt).toISOString(),
    action: event.action,
    by: event.actor,
    fields: event.fields,
    ...originOf({
      application,
      provider: client?.provider ?? '',
      timezone: zoneOf(event, client),
      address: addressOf(event),
    }),
    device: client?.device ?? null,
  }
}

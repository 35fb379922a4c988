import { z } from 'zod'
import { personActions } from '../../common/audit-actions.ts'
import { ACTIVITY_MAX } from '../../common/limits.ts'
import { field, INTEGER_MAX } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { deviceMessage } from '../session/own-sessions.schema.ts'
import { ACTIVITY_DEFAULT, type Activity, CURSOR, CURSOR_MAX, readCursor, readLimit } from './activity.ts'

export const activityQuery = z.object({
  before: field(readCursor, {
    type: 'string',
    maxLength: CURSOR_MAX,
    pattern: CURSOR.source,
    description: '`next` of the page before; without it the newest events come.',
  }).optional(),
  limit: field(readLimit, {
    type: 'integer',
    minimum: 1,
    maximum: INTEGER_MAX,
    default: ACTIVITY_DEFAULT,
    description: `Events of a page; more than ${ACTIVITY_MAX} are read as ${ACTIVITY_MAX}.`,
  }).optional(),
})

const activityMessage = z
  .object({
    id: z.string().meta({ example: '0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e' }),
    at: z.iso.datetime(),
    action: z.enum(personActions).describe('What happened; there may be more of them one day.'),
    by: z
      .enum(['person', 'operator', 'link', 'system'])
      .describe(
        'Who did it: the person, one who runs the service, who held the link of a mail, the service.',
      ),
    fields: z.array(z.string()).describe('Names of the values that changed.'),
    application: z.string().describe('Through which application; empty for none.').meta({ example: 'Shop' }),
    address: z.string().describe('From which IP address; empty where it is not known.'),
    device: deviceMessage.nullable().describe('Null where its session is forgotten.'),
  })
  .meta({ id: 'Activity' })

export const activityAnswer = envelopeOf(
  z.object({
    activity: z.array(activityMessage).max(ACTIVITY_MAX),
    next: z.string().nullable().describe('For `before`, to get older events; null where there are none.'),
  }),
)

/** An event as its person sees it: never the name of an operator, nor what is kept of addresses. */
export function activityOf({ event, application, device }: Activity): z.output<typeof activityMessage> {
  return {
    id: event.id,
    at: new Date(event.createdAt).toISOString(),
    action: event.action,
    by: event.actor,
    fields: event.fields,
    application,
    address: event.address ?? '',
    device,
  }
}

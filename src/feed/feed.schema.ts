import { z } from 'zod'
import { DAY } from '../basics/durations.ts'
import { field, INTEGER_MAX, readWhole } from '../basics/fields.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { FEED_KEPT, type FeedPage, type FeedType, feedTypeNames, feedTypes } from './feed.ts'
import { messageOf } from './feed-message.ts'
import { AFTER, AFTER_MAX, LIMIT_DEFAULT, LIMIT_MAX, readAfter, WAIT_MAX } from './feed-query.ts'

const DAYS = FEED_KEPT / DAY

export const feedQuery = z.object({
  after: field(readAfter, {
    type: 'string',
    maxLength: AFTER_MAX,
    pattern: AFTER.source,
    description: `\`next\` of the previous response. \`latest\` returns no events, and as \`next\` the end of the feed: take it before you first read people, then follow what changes. If absent, the feed begins with its oldest event, up to ${DAYS} days ago.`,
  }).optional(),
  limit: field(readWhole(1, LIMIT_MAX, 'clamp'), {
    type: 'integer',
    minimum: 1,
    maximum: INTEGER_MAX,
    default: LIMIT_DEFAULT,
    description: `Maximum number of events; values above ${LIMIT_MAX} count as ${LIMIT_MAX}.`,
  }).optional(),
  wait: field(readWhole(0, WAIT_MAX, 'clamp'), {
    type: 'integer',
    minimum: 0,
    maximum: INTEGER_MAX,
    default: 0,
    description: `Seconds to wait if there are no events; values above ${WAIT_MAX} count as ${WAIT_MAX}. The response comes as soon as something happens.`,
  }).optional(),
})

const userId = z.string().meta({ example: '0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e' })
const attributes = z
  .array(z.string())
  .describe('With `user.updated`: names of the changed attributes.')
  .meta({ example: ['first_name', 'timezone'] })
const sessionId = z
  .string()
  .nullable()
  .describe('With events of sessions; null if it is about several.')
  .meta({ example: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11' })
const applicationId = z
  .string()
  .nullable()
  .describe('With events of sessions: the application of the session.')
  .meta({ example: '5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55' })

const eventMessage = z
  .object({
    id: z
      .string()
      .describe('The same whenever the event is sent, also as `webhook-id`.')
      .meta({ example: '0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f' }),
    type: z.enum(feedTypeNames).describe('What happened; more types may be added.'),
    timestamp: z.iso.datetime().describe('When it happened.'),
    data: z.object({
      user_id: userId,
      attributes: attributes.optional(),
      session_id: sessionId.optional(),
      application_id: applicationId.optional(),
    }),
  })
  .meta({ id: 'Event' })

export const feedAnswer = envelopeOf(
  z.object({
    events: z.array(eventMessage).describe('In order; events of one person are in the order of the changes.'),
    next: z
      .string()
      .describe('For `after` of the next request, also if there are no events.')
      .meta({ example: '48213_0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f' }),
  }),
)

/** Converts a part of the feed. */
export const feedOf = ({ events, next }: FeedPage) => ({
  events: events.map((event) => ({ id: event.id, ...messageOf(event) })) as z.output<typeof eventMessage>[],
  next,
})

const card = z
  .object({
    id: userId,
    display_name: z.string().meta({ example: 'Ada Lovelace' }),
    picture: z
      .record(z.string(), z.string())
      .describe('Addresses of the picture by size, as in `ProfileImages`.')
      .meta({ example: { 512: 'https://id.example.com/pictures/0198c0de/512' } }),
    attributes: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Declared attributes of the card, as in `Card`; missing if there are none.')
      .meta({ example: { title: 'Dr.' } }),
    version: z.int().min(1).describe('Grows with every change of the person.'),
  })
  .meta({ id: 'EventCard' })

/** Returns the body of a webhook of the type. */
function webhookMessage(type: FeedType) {
  const isOfSession = type.startsWith('session.')
  return z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('When it happened, not when it is sent.'),
    data: z.object({
      user_id: userId,
      ...(type === 'user.updated' && { attributes }),
      ...(isOfSession && { session_id: sessionId, application_id: applicationId }),
      card: card
        .nullable()
        .optional()
        .describe('If the endpoint asks for it: the person as of now; null if they are gone.'),
    }),
  })
}

/** Returns every webhook, for the documentation, which only its first reader needs. */
export const webhookMessages = () =>
  feedTypeNames.map((type) => ({
    name: type,
    description: feedTypes[type],
    message: webhookMessage(type),
  }))

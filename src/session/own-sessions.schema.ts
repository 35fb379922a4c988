import { z } from 'zod'
import { envelopeOf } from '../http/responses.ts'
import { countryOfTimeZone } from '../local-info/time-zones.ts'
import { deviceKinds, deviceOf } from './device.ts'
import { type OwnSession, USER_AGENT_MAX } from './session.ts'

export const deviceMessage = z
  .object({
    browser: z.string().describe('Empty where it is no known browser.').meta({ example: 'Firefox' }),
    os: z.string().describe('Empty where it is not known.').meta({ example: 'Windows' }),
    kind: z.enum(deviceKinds),
  })
  .meta({ id: 'Device' })

const sessionMessage = z
  .object({
    id: z.string().meta({ example: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11' }),
    current: z.boolean().describe('Whether this is the session that asks.'),
    application: z.string().describe('Name of the application.').meta({ example: 'Shop' }),
    user_agent: z
      .string()
      .max(USER_AGENT_MAX)
      .describe(`As sent at sign-in, cut to ${USER_AGENT_MAX} characters.`),
    device: deviceMessage,
    timezone: z
      .string()
      .describe('IANA time zone that the client told at sign-in or refresh; empty where it told none.')
      .meta({ example: 'Europe/Madrid' }),
    country_code: z
      .string()
      .describe(
        'ISO 3166-1 alpha-2 code of the country that keeps this time zone; empty where it is not one.',
      )
      .meta({ example: 'ES' }),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().describe('The last sign-in or refresh: some ten minutes exact.'),
  })
  .meta({ id: 'Session' })

export const sessionsAnswer = envelopeOf(z.object({ sessions: z.array(sessionMessage) }))

export const sessionEnded = envelopeOf(z.object({ success: z.literal(true) }))

export const sessionsEnded = envelopeOf(
  z.object({ success: z.literal(true), ended: z.int().min(0).describe('How many sessions ended.') }),
)

/** A session as its person sees it. */
export function sessionOf(session: OwnSession, currentId: string): z.output<typeof sessionMessage> {
  return {
    id: session.id,
    current: session.id === currentId,
    application: session.application.name,
    user_agent: session.userAgent,
    device: deviceOf(session.userAgent),
    timezone: session.timezone,
    country_code: countryOfTimeZone(session.timezone),
    created_at: new Date(session.createdAt).toISOString(),
    last_seen_at: new Date(session.lastSeenAt).toISOString(),
  }
}

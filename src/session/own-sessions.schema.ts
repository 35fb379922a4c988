import { z } from 'zod'
import { countryOfTimeZone } from '../local-info/time-zones.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { deviceKinds, deviceOf } from './device.ts'
import { type OwnSession, USER_AGENT_MAX } from './session.ts'

export const deviceMessage = z
  .object({
    browser: z.string().describe('Empty if it is unknown.').meta({ example: 'Firefox' }),
    os: z.string().describe('Empty if it is unknown.').meta({ example: 'Windows' }),
    kind: z.enum(deviceKinds),
  })
  .meta({ id: 'Device' })

/** Where a session is used or an event came from: alike in the list of sessions and in the activity. */
export const originFields = {
  application: z
    .string()
    .describe('Name of the application; empty if none was involved.')
    .meta({ example: 'Shop' }),
  provider: z
    .string()
    .describe('Name of the OpenID provider at which the person signed in; empty if it was here.')
    .meta({ example: 'Acme Login' }),
  timezone: z
    .string()
    .describe(
      'IANA time zone that the client of the session last reported at sign-in or refresh; empty if it reported none.',
    )
    .meta({ example: 'Europe/Madrid' }),
  country_code: z
    .string()
    .describe('ISO 3166-1 alpha-2 code of the only country with this time zone; empty if there is none.')
    .meta({ example: 'ES' }),
  address: z
    .string()
    .describe(
      'IP address from which the service was called: for an event at that time, for a session at the last sign-in or refresh. That of your server if it makes the calls; empty if it is unknown.',
    )
    .meta({ example: '203.0.113.7' }),
}

interface Origin {
  application: string
  provider: string
  timezone: string
  address: string
}

/** Returns the values of `originFields`. */
export const originOf = ({ application, provider, timezone, address }: Origin) => ({
  application,
  provider,
  timezone,
  country_code: countryOfTimeZone(timezone),
  address,
})

const sessionMessage = z
  .object({
    id: z.string().meta({ example: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11' }),
    current: z.boolean().describe('Whether this is the calling session.'),
    ...originFields,
    user_agent: z
      .string()
      .max(USER_AGENT_MAX)
      .describe(`As sent at sign-in, truncated to ${USER_AGENT_MAX} characters.`),
    device: deviceMessage,
    created_at: z.iso.datetime().describe('When the person signed in.'),
    last_seen_at: z.iso.datetime().describe('Last sign-in or refresh, accurate to about ten minutes.'),
  })
  .meta({ id: 'Session' })

export const sessionsAnswer = envelopeOf(z.object({ sessions: z.array(sessionMessage) }))

export const sessionEnded = envelopeOf(z.object({ success: z.literal(true) }))

export const sessionsEnded = envelopeOf(
  z.object({ success: z.literal(true), ended: z.int().min(0).describe('Number of sessions that ended.') }),
)

/** Converts a session for its person. */
export function sessionOf(session: OwnSession, currentId: string): z.output<typeof sessionMessage> {
  return {
    id: session.id,
    current: session.id === currentId,
    ...originOf({ ...session, application: session.application.name }),
    user_agent: session.userAgent,
    device: deviceOf(session.userAgent),
    created_at: new Date(session.createdAt).toISOString(),
    last_seen_at: new Date(session.lastSeenAt).toISOString(),
  }
}

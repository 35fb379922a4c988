import { Secret, TOTP } from 'otpauth'
import type { Person, TestService } from './service.ts'

/** Returns the code of a seed at an instant, offset by `steps` of 30 seconds each. */
export function codeOf(secret: string, now: number, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + steps * 30_000 })
}

/** Calls the API with JSON; by POST if there is a body. */
export async function call<T>(
  service: Pick<TestService, 'base' | 'apiKey'>,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: T & Failed }> {
  const answer = await fetch(`${service.base}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      apikey: service.apiKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as T & Failed }
}

/** The content of a refusal. */
export interface Failed {
  error_codes: Record<string, string | string[]>
  second_factor_ticket: string
  enrollment_url?: string
}

/** A person with a second factor. */
export interface Enrolled {
  secret: string
  recoveryCodes: string[]
}

/** Sets up a second factor. Its first code uses up the current time step, so the clock advances to the next. */
export async function enroll(service: TestService, person: Person): Promise<Enrolled> {
  const { headers, password } = person
  const begun = await call<{ data: { secret: string } }>(
    service,
    'user/second-factor/',
    { password },
    headers,
  )
  const { secret } = begun.body.data
  const code = codeOf(secret, service.clock.now())
  const done = await call<{ data: { recovery_codes: string[] } }>(
    service,
    'user/second-factor/confirm/',
    { code },
    headers,
  )
  if (done.status !== 200) throw new Error(`confirming answered ${done.status}`)
  // Two seconds into the next step, so that none ends during a test.
  service.clock.advance(32_000 - (service.clock.now() % 30_000))
  return { secret, recoveryCodes: done.body.data.recovery_codes }
}

/** Sends name and password, and returns the ticket. */
export async function ticketOf(
  service: TestService,
  { username, password }: Pick<Person, 'username' | 'password'>,
): Promise<string> {
  const { body } = await call(service, 'user/login/', { username, password })
  return body.second_factor_ticket
}

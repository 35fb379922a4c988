import type { Application } from '../application/application.ts'
import { type Actor, plainAddress } from '../audit/audit.ts'
import { secretHash } from '../basics/hash.ts'
import type { Transaction } from '../ports/database.ts'
import type { SessionRow } from '../tables/tables.ts'
import type { AdmittedPerson } from './admission.ts'
import type { Place } from './known-devices.ts'
import * as store from './session.store.ts'
import { expiryOf, type Method, USER_AGENT_MAX } from './session.ts'
import type { IssueAccess, SessionDependencies } from './session-dependencies.service.ts'
import { createEndExcess } from './session-limit.service.ts'

/** Where a sign-in comes from. */
export interface Arrival {
  /** IP address of the caller, for limits and the audit trail. */
  address: string
  userAgent: string
  /** IANA zone of the client; `''` or absent if it reported none. */
  timezone?: string | undefined
  /** The marks of a browser of the page, which may make it a known one. */
  browser?: string | undefined
}

/** What a sign-in has proved. */
export interface Proof {
  methods: readonly Method[]
}

/** The tokens of a new session. */
export interface Started {
  userId: string
  refresh: string
  access: string
}

/** The sign-in at an OpenID provider by which a session started. */
export interface ProviderOrigin {
  /** Entry of `ISSUERS`. */
  provider: string
  subjectId: string
  /** When the person last proved to be themselves there, in milliseconds; 0 if that is unknown. */
  provedAt: number
}

export type SessionStart = ReturnType<typeof createSessionStart>

/** The start of a session. */
export function createSessionStart(
  deps: Pick<
    SessionDependencies,
    'db' | 'clock' | 'random' | 'users' | 'audit' | 'knownDevices' | 'notifyOwner' | 'limits' | 'lifetimes'
  >,
  issueAccess: IssueAccess,
) {
  const { db, clock, random, users, audit, knownDevices, notifyOwner, limits, lifetimes } = deps

  const endExcess = createEndExcess(deps)

  const newSession = (
    id: string,
    place: Place,
    { address, timezone = '' }: Arrival,
    { methods }: Proof,
    now: number,
    origin: ProviderOrigin | null,
  ): SessionRow => ({
    id,
    user_id: place.userId,
    application_id: place.applicationId,
    created_at: now,
    last_seen_at: now,
    expires_at: expiryOf(now, now, lifetimes),
    ended_at: null,
    user_agent: place.userAgent,
    timezone,
    address: plainAddress(address) ?? '',
    methods: methods.join(' '),
    proved_at: origin?.provedAt ?? null,
    provider: origin?.provider ?? null,
    subject_id: origin?.subjectId ?? null,
    token_issued_at: null,
  })
  const endObjection = async (tx: Transaction, userId: string, actor: Actor, now: number) => {
    if (!(await users.unfreeze(tx, userId))) return
    await users.update(tx, userId, { password_reset_required: 0 }, now)
    await audit.record(tx, 'account.unfrozen', actor, { userId })
  }

  /**
   * Starts a session of a person who has proven their identity. `also` runs in the same transaction; if it
   * throws, nothing is written. `origin`: the provider at which they have done so, if that was elsewhere.
   */
  return async (
    { id: applicationId }: Pick<Application, 'id'>,
    { user, endsObjection }: AdmittedPerson,
    arrival: Arrival,
    proof: Proof,
    also: (tx: Transaction, actor: Actor) => Promise<void>,
    origin: ProviderOrigin | null = null,
  ): Promise<Started> => {
    const { address, userAgent } = arrival
    const userId = user.id
    const place = { userId, applicationId, userAgent: userAgent.slice(0, USER_AGENT_MAX) }
    const sighting = await knownDevices.check(place)
    const now = clock.now()
    const sessionId = random.id()
    const refresh = random.secret()
    const row = newSession(sessionId, place, arrival, proof, now, origin)
    await db.write(async (tx) => {
      await store.insertSession(tx, row, secretHash(refresh))
      const actor: Actor = { kind: 'person', applicationId, sessionId, address }
      await also(tx, actor)
      if (endsObjection) await endObjection(tx, userId, actor, now)
      await audit.record(tx, 'session.started', actor, { userId })
      if (await knownDevices.record(tx, sighting)) await notifyOwner(tx, userId, 'new_device', actor)
      await endExcess(tx, userId, applicationId)
      await limits.remember(tx, userId, address)
    })
    const provedAt = row.proved_at ?? now
    const access = await issueAccess({ userId, sessionId, applicationId, provedAt, methods: proof.methods })
    return { userId, refresh, access }
  }
}

import type { Application } from '../application/application.ts'
import { type Actor, plainAddress } from '../audit/audit.ts'
import { secretHash } from '../basics/hash.ts'
import type { Transaction } from '../ports/database.ts'
import type { SessionRow } from '../tables/tables.ts'
import type { AdmittedPerson } from './admission.ts'
import type { Place } from './known-devices.ts'
import * as store from './session.store.ts'
import { expiryOf, liveAt, type Method, SESSIONS_MAX, USER_AGENT_MAX } from './session.ts'
import type { IssueAccess, SessionDependencies } from './session-dependencies.service.ts'

/** How many sessions beyond the limit one sign-in ends; there are more only if they predate the limit. */
const EXCESS_BATCH = 200

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
  /** When, in milliseconds, if that was earlier: at an OpenID provider. */
  provedAt?: number
}

/** The tokens of a new session. */
export interface Started {
  userId: string
  refresh: string
  access: string
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

  const newSession = (
    id: string,
    place: Place,
    { address, timezone = '' }: Arrival,
    { methods, provedAt }: Proof,
    now: number,
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
    proved_at: provedAt ?? null,
    methods: methods.join(' '),
  })
  const endObjection = async (tx: Transaction, userId: string, actor: Actor, now: number) => {
    if (!(await users.unfreeze(tx, userId))) return
    await users.update(tx, userId, { password_reset_required: 0 }, now)
    await audit.record(tx, 'account.unfrozen', actor, { userId })
  }
  /** Ends the sessions beyond the limit per person. */
  const endExcess = async (tx: Transaction, userId: string, applicationId: string) => {
    const of = { userId, applicationId }
    const live = liveAt(clock.now(), lifetimes)
    for (const sessionId of await store.endLeastRecentlyUsed(tx, of, live, SESSIONS_MAX, EXCESS_BATCH)) {
      await audit.record(tx, 'session.displaced', { kind: 'system', applicationId, sessionId }, { userId })
    }
  }

  /**
   * Starts a session of a person who has proven their identity. `also` runs in the same transaction; if it
   * throws, nothing is written.
   */
  return async (
    { id: applicationId }: Pick<Application, 'id'>,
    { user, endsObjection }: AdmittedPerson,
    arrival: Arrival,
    proof: Proof,
    also: (tx: Transaction, actor: Actor) => Promise<void>,
  ): Promise<Started> => {
    const { address, userAgent } = arrival
    const userId = user.id
    const place = { userId, applicationId, userAgent: userAgent.slice(0, USER_AGENT_MAX) }
    const sighting = await knownDevices.check(place)
    const now = clock.now()
    const sessionId = random.id()
    const refresh = random.secret()
    const row = newSession(sessionId, place, arrival, proof, now)
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

import { LRUCache } from 'lru-cache'
import type { ApplicationService } from '../application/application.service.ts'
import type { Application } from '../application/application.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../client-network.ts'
import { Refusal } from '../errors.ts'
import { secretHash } from '../hash.ts'
import { counted } from '../measure.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import { DAY } from '../ports/durations.ts'
import { inBackground } from '../ports/foreign-events.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { UserService } from '../user/user.service.ts'
import { liftsFreeze, type User, usernameKey } from '../user/user.ts'
import { type AccessClaims, signAccessToken, verifyAccessToken } from './access-token.ts'
import type { Attempts } from './attempts.service.ts'
import type { Keyring } from './keyring.service.ts'
import type { KnownDevices } from './known-devices.service.ts'
import { decoyHash, fittingPassword, hashPassword, needsRenewal } from './password.ts'
import type { PasswordKinds } from './password-kinds.service.ts'
import { createRefresh } from './refresh.service.ts'
import * as store from './session.store.ts'
import {
  actorOf,
  type Caller,
  expiryOf,
  SESSIONS_MAX,
  type SessionLifetimes,
  type SignedIn,
  type TellOwner,
  USER_AGENT_MAX,
} from './session.ts'
import type { SignInGate } from './sign-in-gate.service.ts'
import type { SignInLimits } from './sign-in-limits.service.ts'

/** Access tokens whose signature check is remembered. */
const TOKENS_REMEMBERED = 50_000
/** Sessions beyond the most that end with one sign-in; more there are only from before there was a most. */
const EXCESS_BATCH = 200

export type SessionService = ReturnType<typeof createSessionService>

/** What a client holds after signing in. */
export interface TokenPair {
  refresh: string
  access: string
}

export interface SignIn {
  /** User name, or e-mail address where the operator allows that. */
  username: string
  password: string
  /** IP address of the caller, for limits and the audit trail. */
  address: string
  userAgent: string
  /** IANA zone of the client; `''` or absent where it told none. */
  timezone?: string | undefined
  /** The marks of a browser of the page, by which it may be known. */
  browser?: string | undefined
}

/** From where somebody signs in. */
export type Arrival = Pick<SignIn, 'address' | 'userAgent' | 'timezone' | 'browser'>

/** A person who may sign in. */
interface Entrant {
  user: User
  /** Whether what proved them ends an objection to an undo. */
  settles: boolean
}

/** A session that has begun. */
export interface Started extends TokenPair {
  userId: string
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  attempts: Attempts
  passwordKinds: PasswordKinds
  keyring: Keyring
  applications: ApplicationService
  users: UserService
  audit: AuditService
  knownDevices: KnownDevices
  tellOwner: TellOwner
  limits: SignInLimits
  gate: SignInGate
  metrics?: Metrics
  /** `iss` of the tokens. */
  issuer: string
  lifetimes: SessionLifetimes
  /** Milliseconds after its first use in which a rotated refresh token may be used again. */
  refreshReuse: number
  /** Folds an address for comparison; null: people sign in by their user name alone. */
  emailKey: ((address: string) => string) | null
}

/** Sign-in, access and refresh tokens, sign-out (contract: Signing in). */
export function createSessionService(deps: Dependencies) {
  const {
    db,
    clock,
    random,
    attempts,
    keyring,
    applications,
    users,
    audit,
    limits,
    issuer,
    lifetimes,
    emailKey,
  } = deps
  const { gate, metrics = noMetrics, passwordKinds } = deps
  const remembered = new LRUCache<string, AccessClaims>({ max: TOKENS_REMEMBERED })
  inBackground('decoy hash', decoyHash())

  const access = (userId: string, sessionId: string, applicationId: string) =>
    signAccessToken(keyring, issuer, { userId, sessionId, applicationId }, random.id(), clock.now())

  const { tellOwner, refreshReuse: reuse } = deps
  const refreshing = createRefresh({ db, clock, random, audit, tellOwner, lifetimes, reuse, access })
  const liveNow = () => ({ now: clock.now(), startedAfter: clock.now() - lifetimes.absolute })

  /** Who signs in by what was typed. A user name wins over an address; both are looked up whichever there is. */
  const findPerson = async (typed: string) => {
    const isAddress = emailKey !== null && /.@./.test(typed)
    const [byName, byAddress] = await Promise.all([
      users.credentials(typed),
      isAddress ? users.credentialsByEmailKey(emailKey(typed)) : null,
    ])
    return byName ?? byAddress
  }
  const checkPassword = async (application: Application, signIn: SignIn) => {
    const { username, password, address, browser } = signIn
    const found = await findPerson(username)
    const attempt = { userId: found?.user.id ?? null, typed: usernameKey(username), address, browser }
    const { uses, onRefusal } = await limits.of(attempt)
    await passwordKinds.ready()
    const check = async () => {
      const fitting = found ? await fittingPassword(password, found.passwordHash) : null
      if (found && fitting !== null) return { ...found, fitting }
      // Whoever was refused waited for the same work, so that its time does not tell who exists.
      await passwordKinds.makeUp(password, found)
      return false
    }
    const signedIn = await attempts.check(uses, networkOf(address), check).catch(async (error: unknown) => {
      if (error instanceof Refusal && error.key === 'throttled') await onRefusal(application.id)
      throw error
    })
    if (signedIn) return signedIn
    await onRefusal(application.id)
    const about = { userId: found?.user.id, applicationId: application.id }
    throw new Refusal('credentials_invalid', { about })
  }
  /** The hash to store in the place of the known one; null: that stays. */
  const renewedHash = async (fitting: string, known: string, address: string): Promise<string | null> => {
    if (!needsRenewal(fitting, known)) return null
    return hashPassword(fitting, { owner: networkOf(address) }).catch((error: unknown) => {
      // There is no room for it now; the next sign-in tries again.
      if (error instanceof Refusal) return null
      throw error
    })
  }

  /** Ends the sessions beyond the most that a person may have. */
  const endExcess = async (tx: Transaction, userId: string, applicationId: string) => {
    const of = { userId, applicationId }
    for (const sessionId of await store.endLeastRecentlyUsed(tx, of, liveNow(), SESSIONS_MAX, EXCESS_BATCH)) {
      await audit.record(tx, 'session.displaced', { kind: 'system', applicationId, sessionId }, { userId })
    }
  }

  const start = async (
    application: Pick<Application, 'id'>,
    { user, settles }: Entrant,
    arrival: Arrival,
    also: (tx: Transaction, actor: Actor) => Promise<void>,
  ): Promise<Started> => {
    const { address, userAgent } = arrival
    const place = {
      userId: user.id,
      applicationId: application.id,
      userAgent: userAgent.slice(0, USER_AGENT_MAX),
    }
    const sighting = await deps.knownDevices.look(place)
    const now = clock.now()
    const sessionId = random.id()
    const refresh = random.secret()
    await db.write(async (tx) => {
      const row = {
        id: sessionId,
        user_id: user.id,
        application_id: application.id,
        created_at: now,
        last_seen_at: now,
        expires_at: expiryOf(now, now, lifetimes),
        ended_at: null,
        user_agent: place.userAgent,
        timezone: arrival.timezone ?? '',
        proved_at: null,
      }
      await store.insertSession(tx, row, secretHash(refresh))
      const actor: Actor = { kind: 'person', applicationId: application.id, sessionId, address }
      await also(tx, actor)
      if (settles && (await users.unfreeze(tx, user.id))) {
        await users.update(tx, user.id, { password_reset_required: 0 }, now)
        await audit.record(tx, 'account.unfrozen', actor, { userId: user.id })
      }
      await audit.record(tx, 'session.started', actor, { userId: user.id })
      if (await deps.knownDevices.note(tx, sighting)) await tellOwner(tx, user.id, 'new_device', actor)
      await endExcess(tx, user.id, application.id)
      await limits.remember(tx, user.id, address)
    })
    return { userId: user.id, refresh, access: await access(user.id, sessionId, application.id) }
  }
  const login = async (application: Application, signIn: SignIn): Promise<Started> => {
    const { user, passwordHash, fitting } = await checkPassword(application, signIn)
    // A password from before an undo outranks the mailbox that undid, where the other mailbox objects.
    const entrant = enter(user, user.recoveredAt)
    const renewed = await renewedHash(fitting, passwordHash, signIn.address)
    const renew = async (tx: Transaction) => {
      if (renewed !== null) await users.renewPasswordHash(tx, user.id, passwordHash, renewed)
    }
    await gate.pass(user.id, { applicationId: application.id, address: signIn.address }, renew)
    return start(application, entrant, signIn, renew)
  }

  return {
    /**
     * Signs a person in.
     * @throws {Refusal} `credentials_invalid`, `inactive_account` (only after a right password),
     *   `password_reset_required`, `second_factor_required`, `second_factor_enrollment_required`, `throttled`,
     *   `unavailable`
     */
    login: (application: Application, signIn: SignIn): Promise<Started> =>
      counted(metrics, 'user_profile_sign_ins_total', 'done', () => login(application, signIn)),

    /**
     * Begins a session of a person who has proven who they are. `also` writes what goes with it in the same transaction,
     * and undoes it by a throw.
     */
    start,

    /** The marks by which a browser in which the person has signed in is known from then on. */
    markBrowser: (userId: string, marks: string | undefined) => limits.markBrowser(userId, marks),

    refresh: refreshing.refresh,

    /**
     * Ends the caller's session, and the session of the refresh token sent along.
     * @throws {Refusal} `validation` on `refresh` where it is not the same person's; then nothing has ended
     */
    async logout(caller: Caller, refresh: string | undefined): Promise<void> {
      const now = clock.now()
      const other = refresh === undefined ? null : await refreshing.find(refresh)
      if (refresh !== undefined && other?.userId !== caller.user.id) {
        throw new Refusal('validation', { faults: { refresh: [{ key: 'refresh_of_another' }] } })
      }
      const ended = new Set([caller.sessionId, ...(other ? [other.sessionId] : [])])
      const userId = caller.user.id
      await db.write(async (tx) => {
        for (const sessionId of ended) {
          if (!(await store.endSession(tx, userId, sessionId, now))) continue
          await audit.record(tx, 'session.ended', actorOf({ ...caller, sessionId }), { userId })
        }
      })
    },

    /** Whether the session behind a refresh token lives, be the token itself used up or not. */
    async isAlive(token: string): Promise<boolean> {
      return (await refreshing.find(token))?.isLive ?? false
    },

    /** Ends the session of the application that a refresh token belongs to; an unknown token ends nothing. */
    async endByRefreshToken(application: Application, token: string, address: string): Promise<void> {
      const state = await refreshing.find(token)
      if (state?.applicationId !== application.id) return
      const { userId, sessionId } = state
      await db.write(async (tx) => {
        if (!(await store.endSession(tx, userId, sessionId, clock.now()))) return
        const actor: Actor = { kind: 'person', applicationId: application.id, sessionId, address }
        await audit.record(tx, 'session.ended', actor, { userId })
      })
    },

    /**
     * Who calls with this key and access token.
     * @throws {Refusal} `api_key_invalid`, `token_not_valid`
     */
    async authenticate(apiKey: string, token: string): Promise<SignedIn> {
      const now = clock.now()
      const claims = await verifyAccessToken(keyring, issuer, remembered, token, now)
      const signedIn =
        claims && (await store.findCaller(db, claims.sessionId, claims.userId, secretHash(apiKey), liveNow()))
      if (signedIn && signedIn.application.id === claims?.applicationId) return signedIn
      if (!(await applications.byApiKey(apiKey))) throw new Refusal('api_key_invalid')
      throw new Refusal('token_not_valid')
    },

    /**
     * Ends the person's sessions inside the caller's transaction, all or all but one, and the sign-ins that wait for a
     * second factor.
     */
    async endAll(tx: Transaction, userId: string, exceptSessionId?: string): Promise<number> {
      await gate.close(tx, userId)
      return store.endSessions(tx, userId, clock.now(), exceptSessionId)
    },

    /** Removes sessions that ended a week ago or longer, a few at a time. */
    purge: () => db.write((tx) => store.purgeSessions(tx, clock.now() - 7 * DAY)),

    purgeSuccessors: refreshing.purge,
  }
}

/**
 * Whether the person may sign in by what is theirs since the instant (null: since ever), and what that settles.
 * @throws {Refusal} `inactive_account`, `password_reset_required`
 */
export function enter(user: User, since: number | null): Entrant {
  if (user.disabledAt !== null) throw new Refusal('inactive_account')
  const settles = liftsFreeze(user, since)
  if (user.passwordResetRequired && !settles) throw new Refusal('password_reset_required')
  return { user, settles }
}

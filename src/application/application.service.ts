import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { secretHash } from '../basics/hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { Scope } from '../protocol/scopes.ts'
import * as store from './application.store.ts'
import {
  type Application,
  type ApplicationChange,
  type ApplicationKind,
  type ApplicationPlan,
  type ApplicationUpdate,
  defaultRefreshPolicy,
  planApplication,
  type RefreshPolicy,
} from './application.ts'
import { createServerCallers } from './server-callers.service.ts'
import { isServerKey, looksLikeServerKey, newServerKey } from './server-key.ts'

export type ApplicationService = ReturnType<typeof createApplicationService>

export interface NewApplication {
  name: string
  kind: ApplicationKind
  /** Normalized origins. */
  origins?: string[]
  refreshPolicy?: RefreshPolicy
  /** What its keys may do; only for `server`. */
  scopes?: readonly Scope[]
  /** When its first key expires, in milliseconds; by default not at all. */
  keyEndsAt?: number | null
}

/** An application after an update, and the names of what changed. */
export interface UpdatedApplication {
  application: Application
  changed: string[]
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  audit: AuditService
}

/** Manages registered client applications and their API keys. */
export function createApplicationService(deps: Dependencies) {
  const { db, clock } = deps
  /** Returns the active key, if its application is active. A key with a wrong checksum is not looked up. */
  const keyOf = async (apiKey: string) =>
    looksLikeServerKey(apiKey) && !isServerKey(apiKey)
      ? null
      : store.findByApiKey(db, secretHash(apiKey), clock.now())

  return {
    ...createRegistration(deps),
    ...createKeys(deps),

    /** Returns the active application that the API key belongs to. */
    byApiKey: async (apiKey: string) => (await keyOf(apiKey))?.application ?? null,

    ...createServerCallers(deps, keyOf),

    /** Returns the application with this id or name. */
    find: (idOrName: string) => store.findApplication(db, idOrName),

    /** Returns the names of the applications that exist, including revoked ones, by id. */
    names: (ids: readonly string[]) => store.findNames(db.read, ids),

    list: () => store.listApplications(db),

    /** Returns the origins registered by active single-page apps. */
    spaOrigins: () => store.listSpaOrigins(db),
  }
}

function newKey({ random }: Pick<Dependencies, 'random'>, kind: ApplicationKind): string {
  return kind === 'server' ? newServerKey(random) : random.secret()
}

async function addKey(
  tx: Transaction,
  applicationId: string,
  key: { id: string; secret: string; endsAt: number | null },
  now: number,
): Promise<void> {
  await store.insertApiKey(tx, {
    id: key.id,
    application_id: applicationId,
    key_hash: secretHash(key.secret),
    created_at: now,
    revoked_at: key.endsAt,
    last_used_at: null,
  })
}

function createRegistration(deps: Dependencies) {
  const { db, clock, random, audit } = deps
  return {
    /**
     * Registers an application. Returns it with its API key, which is not stored and cannot be shown again.
     * @throws {UniqueViolation} if the name is taken
     */
    async create(input: NewApplication, actor: Actor): Promise<{ application: Application; apiKey: string }> {
      const now = clock.now()
      const application: Application = {
        id: random.id(),
        name: input.name,
        kind: input.kind,
        origins: input.origins ?? [],
        refreshPolicy: input.refreshPolicy ?? defaultRefreshPolicy(input.kind),
        scopes: input.scopes ?? [],
        createdAt: now,
        revokedAt: null,
      }
      const key = { id: random.id(), secret: newKey(deps, input.kind), endsAt: input.keyEndsAt ?? null }
      await db.write(async (tx) => {
        await store.insertApplication(tx, application)
        await addKey(tx, application.id, key, now)
        await audit.record(tx, 'application.created', actor, { applicationId: application.id })
      })
      return { application, apiKey: key.secret }
    },

    /**
     * Applies the changes. Returns the updated application, what is invalid, or null if the application is unknown or
     * revoked.
     * @throws {UniqueViolation} if the name is taken
     */
    update: (
      id: string,
      update: ApplicationUpdate,
      actor: Actor,
    ): Promise<UpdatedApplication | Extract<ApplicationPlan, { fault: string }> | null> =>
      db.write(async (tx) => {
        const application = await store.findApplicationById(tx, id)
        if (application?.revokedAt !== null) return null
        const plan = planApplication(application, update)
        if ('fault' in plan) return plan
        const { change } = plan
        const changed = Object.keys(change) as (keyof ApplicationChange)[]
        if (changed.length === 0) return { application, changed }
        if (!(await store.updateApplication(tx, id, change, { isActive: true }))) return null
        const fields = changed.map((key) => (key === 'refreshPolicy' ? 'refresh' : key))
        await audit.record(tx, 'application.updated', actor, { applicationId: id, fields })
        return { application: { ...application, ...change }, changed: fields }
      }),

    /**
     * Revokes the application and its keys, which ends every session created through it. Returns whether it
     * was active.
     */
    async revoke(applicationId: string, actor: Actor): Promise<boolean> {
      const now = clock.now()
      return db.write(async (tx) => {
        await store.endApiKeys(tx, applicationId, now)
        const isRevoked = await store.revokeApplication(tx, applicationId, now)
        if (isRevoked) await audit.record(tx, 'application.revoked', actor, { applicationId })
        return isRevoked
      })
    },
  }
}

function createKeys(deps: Dependencies) {
  const { db, clock, random, audit } = deps
  return {
    /**
     * Creates a new API key; current keys expire after `overlap` milliseconds (0: immediately). Sessions are
     * unaffected. The new key expires at `endsAt`, or not at all.
     */
    async rotateKey(
      applicationId: string,
      overlap: number,
      actor: Actor,
      endsAt: number | null = null,
    ): Promise<string> {
      const now = clock.now()
      // A server stays one, so this does not change before the transaction.
      const kind = (await store.findApplicationById(db.read, applicationId))?.kind ?? 'web'
      const key = { id: random.id(), secret: newKey(deps, kind), endsAt }
      await db.write(async (tx) => {
        await store.endApiKeys(tx, applicationId, now + overlap)
        await addKey(tx, applicationId, key, now)
        await audit.record(tx, 'application.key_rotated', actor, { applicationId })
      })
      return key.secret
    },

    /** Returns the application's keys, newest first, ended ones too. */
    keys: (applicationId: string) => store.listApiKeys(db.read, applicationId),

    /**
     * Sets when a key expires, in milliseconds; null: not at all. Returns whether the application has this key and it has
     * not ended.
     */
    endKey: (applicationId: string, keyId: string, at: number | null, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        const isSet = await store.setKeyEnd(tx, applicationId, keyId, at, clock.now())
        if (isSet) await audit.record(tx, 'application.key_ended', { ...actor, keyId }, { applicationId })
        return isSet
      }),
  }
}

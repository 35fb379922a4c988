import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { secretHash } from '../hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import * as store from './application.store.ts'
import type { Application, ApplicationKind, RefreshPolicy } from './application.ts'
import { defaultRefreshPolicy } from './application.ts'

export type ApplicationService = ReturnType<typeof createApplicationService>

export interface NewApplication {
  name: string
  kind: ApplicationKind
  /** Normalized origins. */
  origins?: string[]
  refreshPolicy?: RefreshPolicy
}

/** Registered client applications and their API keys. */
export function createApplicationService(deps: {
  db: Database
  clock: Clock
  random: Random
  audit: AuditService
}) {
  const { db, clock, random, audit } = deps

  const addKey = async (tx: Transaction, applicationId: string, keyId: string, key: string, now: number) => {
    await store.insertApiKey(tx, {
      id: keyId,
      application_id: applicationId,
      key_hash: secretHash(key),
      created_at: now,
      revoked_at: null,
    })
  }

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
        createdAt: now,
        revokedAt: null,
      }
      const apiKey = random.secret()
      const keyId = random.id()
      await db.write(async (tx) => {
        await store.insertApplication(tx, application)
        await addKey(tx, application.id, keyId, apiKey, now)
        await audit.record(tx, 'application.created', actor, { applicationId: application.id })
      })
      return { application, apiKey }
    },

    /** Makes a new API key; the present ones end after `overlap` milliseconds (0: at once). Sessions go on. */
    async rotateKey(applicationId: string, overlap: number, actor: Actor): Promise<string> {
      const now = clock.now()
      const apiKey = random.secret()
      const keyId = random.id()
      await db.write(async (tx) => {
        await store.endApiKeys(tx, applicationId, now + overlap)
        await addKey(tx, applicationId, keyId, apiKey, now)
        await audit.record(tx, 'application.key_rotated', actor, { applicationId })
      })
      return apiKey
    },

    /** Ends the application, its keys and so every session made for it. Returns whether it was live. */
    async revoke(applicationId: string, actor: Actor): Promise<boolean> {
      const now = clock.now()
      return db.write(async (tx) => {
        await store.endApiKeys(tx, applicationId, now)
        const isRevoked = await store.revokeApplication(tx, applicationId, now)
        if (isRevoked) await audit.record(tx, 'application.revoked', actor, { applicationId })
        return isRevoked
      })
    },

    /** The live application that the API key belongs to. */
    byApiKey: (apiKey: string) => store.findByApiKey(db, secretHash(apiKey), clock.now()),

    /** The application with this id or name. */
    find: (idOrName: string) => store.findApplication(db, idOrName),

    /** Names by id of those of the applications that exist, revoked ones too. */
    names: (ids: readonly string[]) => store.findNames(db.read, ids),

    list: () => store.listApplications(db),

    /** Origins that live single-page apps registered. */
    spaOrigins: () => store.listSpaOrigins(db),
  }
}

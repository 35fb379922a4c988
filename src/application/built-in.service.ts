import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { secretHash } from '../basics/hash.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Transaction, UniqueViolation } from '../ports/database.ts'
import * as store from './application.store.ts'
import { type Application, PAGE_APPLICATION } from './application.ts'

const NAME = 'Profile page'
const system: Actor = { kind: 'system' }

/**
 * Updates the built-in application, the page, to match the settings: its only origin, or null if the page is
 * off, which revokes the application and its sessions. Every node does this at startup, possibly
 * concurrently. The API key is public by nature, since browsers receive it, so it is the same everywhere.
 */
export function ensurePageApplication(
  { db, clock, audit }: { db: Database; clock: Clock; audit: AuditService },
  origin: string | null,
): Promise<Application | null> {
  const settle = (name: string) =>
    db.write(async (tx) => {
      const present = await store.findApplicationById(tx, PAGE_APPLICATION)
      if (origin === null) return revoke(tx, present)
      if (!present) return add(tx, name, origin)
      const isSettled = present.revokedAt === null && present.origins.join() === origin
      if (!isSettled) {
        await store.updateApplication(tx, present.id, { origins: [origin], revokedAt: null })
        await audit.record(tx, 'application.updated', system, { applicationId: present.id })
      }
      await addKey(tx)
      return { ...present, origins: [origin], revokedAt: null }
    })
  const revoke = async (tx: Transaction, present: Application | null) => {
    if (present?.revokedAt !== null) return null
    await store.updateApplication(tx, present.id, { revokedAt: clock.now() })
    await audit.record(tx, 'application.revoked', system, { applicationId: present.id })
    return null
  }
  const add = async (tx: Transaction, name: string, allowed: string): Promise<Application> => {
    const application: Application = {
      id: PAGE_APPLICATION,
      name,
      kind: 'spa',
      origins: [allowed],
      refreshPolicy: 'rotate',
      scopes: [],
      createdAt: clock.now(),
      revokedAt: null,
    }
    if (await store.addApplication(tx, application))
      await audit.record(tx, 'application.created', system, { applicationId: application.id })
    await addKey(tx)
    return application
  }
  const addKey = (tx: Transaction) =>
    store.reviveApiKey(tx, {
      id: PAGE_APPLICATION,
      application_id: PAGE_APPLICATION,
      key_hash: secretHash(PAGE_APPLICATION),
      created_at: clock.now(),
      revoked_at: null,
      last_used_at: null,
    })
  return settle(NAME).catch((error: unknown) => {
    // An application created by an operator already has the name.
    if (error instanceof UniqueViolation) return settle(`${NAME} (built in)`)
    throw error
  })
}

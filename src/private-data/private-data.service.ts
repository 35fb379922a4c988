import type { ApplicationService } from '../application/application.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import * as store from './private-data.store.ts'
import { NO_DATA, type PrivateData, type PrivateDataChange, planPrivateData } from './private-data.ts'

export type PrivateDataService = ReturnType<typeof createPrivateData>

/** What applications store about people for themselves. */
export function createPrivateData(deps: {
  db: Database
  clock: Clock
  audit: AuditService
  applications: Pick<ApplicationService, 'names'>
}) {
  const { db, clock, audit, applications } = deps

  const find = async (key: store.PrivateDataKey, reader: Reader = db.read): Promise<PrivateData> => {
    const row = await store.findData(reader, key)
    return row ? { json: row.data, version: row.version } : NO_DATA
  }

  /** Data that becomes empty keeps its row, so that its version never repeats. */
  const write = async (tx: Transaction, key: store.PrivateDataKey, before: PrivateData, json: string) => {
    const change = { data: json, updated_at: clock.now() }
    if (before.version > 0) {
      // The transaction has read this version, so only a defect of the engine could end here.
      if (!(await store.updateData(tx, key, before.version, change))) throw new Refusal('precondition_failed')
      return
    }
    const { applicationId: application_id, userId: user_id } = key
    await store.insertData(tx, { application_id, user_id, version: 1, ...change })
  }

  return {
    /** Returns what the application stores about the person. */
    find,

    /**
     * Changes what the application of the actor stores about the person, unless that changes nothing. Returns the new JSON.
     * The event names values at the top, never what they are, and does not show in the activity of the person.
     * @throws {Refusal} `private_data_too_large`
     */
    async change(
      tx: Transaction,
      userId: string,
      before: PrivateData,
      change: PrivateDataChange,
      actor: Actor & { applicationId: string },
    ): Promise<string> {
      const plan = planPrivateData(before.json, change)
      if (plan === null) return before.json
      await write(tx, { applicationId: actor.applicationId, userId }, before, plan.json)
      await audit.record(tx, 'application.data_changed', actor, { userId, fields: plan.names })
      return plan.json
    },

    /** Returns what applications store about the person, with their names. */
    async ofPerson(userId: string): Promise<{ application: string; json: string; updatedAt: number }[]> {
      const all = await store.listOfPerson(db.read, userId)
      const rows = all.filter(({ data }) => data !== NO_DATA.json)
      const names = await applications.names(rows.map((row) => row.application_id))
      return rows.map(({ application_id, data, updated_at }) => ({
        application: names.get(application_id) ?? '',
        json: data,
        updatedAt: updated_at,
      }))
    },

    /** Removes the data of revoked applications, a batch at a time. Returns how many rows. */
    purge: (): Promise<number> => db.write((tx) => store.deleteOfRevoked(tx)),
  }
}

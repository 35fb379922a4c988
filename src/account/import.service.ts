import { setTimeout as sleep } from 'node:timers/promises'
import type { AttributeService } from '../attribute/attribute.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { FeedWriter } from '../feed/feed-writer.service.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Transaction, UniqueViolation } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../user/email-address.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import { usernameKey } from '../user/user.ts'
import * as store from './account.store.ts'
import { type NewPerson, newUserRow } from './account.ts'
import type { ChangeExisting } from './existing-person-change.service.ts'
import {
  type Decision,
  decideTogether,
  type ForExisting,
  type Identity,
  type PersonChange,
  type ReadRow,
  type RowOutcome,
  violationFaults,
  type WaitingRow,
} from './import.ts'
import { createImportLookup, type ImportScope } from './import-lookup.service.ts'

/**
 * Maximum number of rows per call; people are sorted before insertion, so that each transaction touches few
 * pages.
 */
export const IMPORT_CHUNK = 1000
/**
 * People added per transaction. Keeps the lock for a few milliseconds, so that a running service hardly
 * notices.
 */
const INSERT_BATCH = 32
/** People changed per transaction: a change takes more statements than an insertion. */
const UPDATE_BATCH = 16
/** People changed or removed per transaction during cleanup. */
const CLEANUP_BATCH = 100
/**
 * Minimum pause after each transaction in which others can take the lock, in milliseconds; a waiting service
 * polls every 2.
 */
const MIN_PAUSE = 3

/** What an import does. */
export interface ImportPlan {
  /** Whether it adds all people or none. Not for an import that updates. */
  strict: boolean
  forExisting: ForExisting
  /** The application whose ids of people the rows contain, or null. */
  applicationId: string | null
}

/** An import in progress. */
export interface RunningImport {
  /** Processes at most `IMPORT_CHUNK` rows, in order. Returns what became of each. */
  run(rows: readonly ReadRow[]): Promise<RowOutcome[]>
  /** Completes the import. People of a strict import become visible only now. */
  finish(): Promise<void>
  /** Removes what a strict import added. */
  abandon(): Promise<void>
}

/** Cleans up after some people of an import. Returns of how many, at most `CLEANUP_BATCH`. */
type Step = (tx: Transaction, importId: string) => Promise<number>

/** State of an import in progress. */
interface Job extends ImportScope {
  actor: Actor
  forExisting: ForExisting
  /** Whether anyone was added. */
  hasAdded: boolean
}

interface Addition {
  index: number
  person: NewPerson
  identity: Identity
}

interface Update {
  index: number
  userId: string
  change: PersonChange
}

/**
 * Adds and changes people in bulk, in small transactions. A strict import is all or nothing without a long transaction:
 * its people carry its id and are invisible to readers until one update completes it. Only one import may run
 * at a time; the caller must ensure that.
 */
export function createImportService(deps: {
  db: Database
  clock: Clock
  random: Random
  audit: AuditService
  feed: FeedWriter
  externalIds: ExternalIds
  changeExisting: ChangeExisting
  attributes: Pick<AttributeService, 'current' | 'index' | 'underCurrent'>
}) {
  const { db, clock, random, audit, feed, externalIds, changeExisting, attributes } = deps
  const lookUp = createImportLookup({ db, clock, externalIds })

  /**
   * Leaves the lock to others for as long as it was held. This adapts to busy machines, where everything
   * takes longer.
   */
  const writeThenYield = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const began = performance.now()
    const result = await attributes.underCurrent(() => db.write(work))
    await sleep(Math.max(MIN_PAUSE, performance.now() - began))
    return result
  }
  const insert = async (people: readonly Addition[], job: Job): Promise<void> => {
    const now = clock.now()
    const rows = people.map(({ person, identity }) =>
      newUserRow(person, identity.id ?? random.orderedId(), now, job.id),
    )
    const addresses = people.map(({ person }, i) => ({
      email_key: emailKey(person.email),
      user_id: rows[i]!.id,
      reserved_until: null,
      claimed_at: null,
    }))
    const { applicationId } = job
    const ids = people.flatMap(({ identity: { external_id: externalId } }, i) =>
      applicationId === null || externalId === null
        ? []
        : [{ applicationId, externalId, userId: rows[i]!.id, createdAt: now }],
    )
    const values = people.map(({ person }, i) => ({ userId: rows[i]!.id, changes: person.declared ?? {} }))
    await writeThenYield(async (tx) => {
      await store.insertPeople(tx, rows, addresses, now)
      await externalIds.add(tx, ids)
      await attributes.index(tx, values, attributes.current().version)
      // The people of a strict import are recorded when it completes.
      if (job.id !== null) return
      if (!job.hasAdded) await audit.record(tx, 'users.imported', job.actor)
      const added = rows.map(({ id }) => id)
      await feed.addCreated(tx, added, now)
    })
    job.hasAdded = true
  }
  const insertAll = async (people: readonly Addition[], job: Job, outcomes: RowOutcome[]) => {
    const sorted = people
      .map((one) => ({ one, key: usernameKey(one.person.username) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ one }) => one)
    await inBatches(sorted, INSERT_BATCH, outcomes, async (batch) => {
      await insert(batch, job)
      return batch.map(() => 'created')
    })
  }
  const updateAll = (updates: readonly Update[], job: Job, outcomes: RowOutcome[]): Promise<void> =>
    inBatches(updates, UPDATE_BATCH, outcomes, (batch) =>
      writeThenYield(async (tx) => {
        const done: RowOutcome[] = []
        for (const { userId, change } of batch) done.push(await changeExisting(tx, userId, change, job))
        return done
      }),
    )
  const run = async (rows: readonly ReadRow[], job: Job): Promise<RowOutcome[]> => {
    const outcomes: RowOutcome[] = []
    let waiting: WaitingRow[] = rows.map((row, index) => ({ row, index }))
    while (waiting.length > 0) {
      const identities = waiting.map(({ row }) => row.identity)
      const together = decideTogether(waiting, await lookUp(identities, job), job.forExisting)
      const { additions, updates } = sortOut(together.decided, outcomes)
      await updateAll(updates, job, outcomes)
      await insertAll(additions, job, outcomes)
      waiting = together.waiting
    }
    return outcomes
  }
  /** Repeats the step, each time in its own transaction, until it processes less than a full batch. */
  const repeat = async (importId: string, step: Step): Promise<void> => {
    for (;;) {
      const isDone = await writeThenYield(async (tx) => {
        const count = await step(tx, importId)
        if (count === CLEANUP_BATCH) return false
        await store.deleteImport(tx, importId)
        return true
      })
      if (isDone) return
    }
  }

  /** Makes some people of a finished import like all others. Until then, applications are not told of them. */
  const clearSome: Step = async (tx, importId) => {
    const cleared = await store.clearImport(tx, importId, CLEANUP_BATCH)
    await feed.addCreated(tx, cleared, clock.now())
    return cleared.length
  }
  const deleteSome: Step = (tx, importId) => store.deleteImported(tx, importId, CLEANUP_BATCH)

  return {
    /** Begins an import after cleaning up interrupted ones. */
    async begin({ strict, ...plan }: ImportPlan, actor: Actor): Promise<RunningImport> {
      await this.cleanUp(0)
      const importId = strict ? random.id() : null
      const beganAt = clock.now()
      if (importId !== null) await db.write((tx) => store.insertImport(tx, importId, beganAt))
      const job: Job = { ...plan, id: importId, beganAt, actor, hasAdded: false }
      return {
        run: (rows) => run(rows, job),
        async finish() {
          if (importId === null) return
          await db.write(async (tx) => {
            await store.finishImport(tx, importId, clock.now())
            if (job.hasAdded) await audit.record(tx, 'users.imported', actor)
          })
          await repeat(importId, clearSome)
        },
        async abandon() {
          if (importId !== null) await repeat(importId, deleteSome)
        },
      }
    },

    /** Returns interrupted imports that began at least `grace` milliseconds ago. */
    async dead(grace: number): Promise<string[]> {
      const before = clock.now() - grace
      const imports = await store.listImports(db)
      return imports.filter((one) => !one.isFinished && one.createdAt <= before).map((one) => one.id)
    },

    /**
     * Removes what interrupted imports left behind, and completes the cleanup of finished ones. Returns how
     * many were interrupted. Must not be called while an import is running.
     */
    async cleanUp(grace: number): Promise<number> {
      const dead = await this.dead(grace)
      for (const id of dead) await repeat(id, deleteSome)
      for (const one of await store.listImports(db)) {
        if (one.isFinished) await repeat(one.id, clearSome)
      }
      return dead.length
    },
  }
}

/** Notes the outcomes that need no work, and returns the work. */
function sortOut(
  decided: readonly { index: number; decision: Decision }[],
  outcomes: RowOutcome[],
): { additions: Addition[]; updates: Update[] } {
  const additions: Addition[] = []
  const updates: Update[] = []
  for (const { index, decision } of decided) {
    if ('outcome' in decision) outcomes[index] = decision.outcome
    else if ('add' in decision) additions.push({ index, person: decision.add, identity: decision.identity })
    else updates.push({ index, userId: decision.userId, change: decision.update })
  }
  return { additions, updates }
}

/** Does work in batches, and notes the outcomes. If a batch violates a unique index, its items are done one by one. */
async function inBatches<T extends { index: number }>(
  items: readonly T[],
  size: number,
  outcomes: RowOutcome[],
  work: (batch: readonly T[]) => Promise<RowOutcome[]>,
): Promise<void> {
  const note = (batch: readonly T[], done: readonly RowOutcome[]) => {
    for (const [i, { index }] of batch.entries()) outcomes[index] = done[i]!
  }
  for (let start = 0; start < items.length; start += size) {
    const batch = items.slice(start, start + size)
    try {
      note(batch, await work(batch))
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error
      // Someone else took a value in the meantime: find out which.
      for (const one of batch) note([one], [await alone(one, work)])
    }
  }
}

async function alone<T>(item: T, work: (batch: readonly T[]) => Promise<RowOutcome[]>): Promise<RowOutcome> {
  try {
    return (await work([item]))[0]!
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    return { faults: violationFaults(error.target) }
  }
}

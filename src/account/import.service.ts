import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { Faults } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Transaction, UniqueViolation } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../profile/email-address.ts'
import { usernameKey } from '../user/user.ts'
import * as store from './account.store.ts'
import { type NewPerson, newUserRow } from './account.ts'

/** People handed over at a time; they are sorted before they are added, so that a transaction touches few pages. */
export const IMPORT_CHUNK = 1000
/** People added in one transaction: the lock is held for some milliseconds, so a running service hardly notices. */
const INSERT_BATCH = 32
/** Names looked up in one query. */
const LOOKUP_BATCH = 200
/** People changed or removed in one transaction of the work afterwards. */
const CLEANUP_BATCH = 100
/** Milliseconds in which the lock is left to others after each transaction, at least; a waiting service looks every 2. */
const BREATH = 3

/** One import under way. */
export interface RunningImport {
  /** Adds people, at most `IMPORT_CHUNK`. Returns for each what is at fault, or `null` if they were added. */
  add(people: readonly NewPerson[]): Promise<(Faults | null)[]>
  /** Keeps what was added; of a strict import nobody is visible before. */
  finish(): Promise<void>
  /** Takes back what a strict import added. */
  abandon(): Promise<void>
}

/** An import while it runs. */
interface Job {
  /** Of a strict import. */
  id: string | null
  actor: Actor
  /** Whether anybody was added. */
  hasAdded: boolean
}

interface Person {
  person: NewPerson
  usernameKey: string
  emailKey: string
}

/**
 * Adds people in bulk, in small transactions. A strict import is all or nothing without a long transaction: its people
 * carry its id and do not exist for readers until one update finishes it. Only one import may run at a time, which the
 * caller sees to.
 */
export function createImportService(deps: {
  db: Database
  clock: Clock
  random: Random
  audit: AuditService
}) {
  const { db, clock, random, audit } = deps

  /** Leaves the lock to others for as long as it was held: more on a busy machine, where all takes longer. */
  const writeThenYield = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const began = performance.now()
    const result = await db.write(work)
    await sleep(Math.max(BREATH, performance.now() - began))
    return result
  }
  const insert = async (people: readonly Person[], job: Job): Promise<void> => {
    const now = clock.now()
    const rows = people.map(({ person }) => newUserRow(person, random.orderedId(), now, job.id))
    const addresses = people.map((p, i) => ({
      email_key: p.emailKey,
      user_id: rows[i]!.id,
      reserved_until: null,
      claimed_at: null,
    }))
    await writeThenYield(async (tx) => {
      await store.insertPeople(tx, rows, addresses, now)
      // The people of a strict import come with its end, and so does its trace.
      if (job.id === null && !job.hasAdded) await audit.record(tx, 'users.imported', job.actor)
    })
    job.hasAdded = true
  }
  const insertOne = async (person: Person, job: Job): Promise<Faults | null> => {
    try {
      await insert([person], job)
      return null
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error
      return error.target.includes('email') ? emailTaken : usernameTaken
    }
  }
  const add = async (people: readonly NewPerson[], job: Job): Promise<(Faults | null)[]> => {
    const keyed = people.map((person) => ({
      person,
      usernameKey: usernameKey(person.username),
      emailKey: emailKey(person.email),
    }))
    const faults = await findTaken(db, keyed, clock.now())
    const free = keyed
      .map((person, index) => ({ person, index }))
      .filter(({ index }) => faults[index] === null)
      .sort((a, b) => (a.person.usernameKey < b.person.usernameKey ? -1 : 1))
    for (const batch of batches(free, INSERT_BATCH)) {
      try {
        await insert(
          batch.map(({ person }) => person),
          job,
        )
      } catch (error) {
        if (!(error instanceof UniqueViolation)) throw error
        // Somebody else took a name in between: find out which.
        for (const { person, index } of batch) faults[index] = await insertOne(person, job)
      }
    }
    return faults
  }
  /** Repeats the step, each time in a transaction of its own, until it did less than a full batch. */
  const repeat = async (importId: string, step: typeof store.clearImport): Promise<void> => {
    for (;;) {
      const isDone = await writeThenYield(async (tx) => {
        const count = await step(tx, importId, CLEANUP_BATCH)
        if (count === CLEANUP_BATCH) return false
        await store.deleteImport(tx, importId)
        return true
      })
      if (isDone) return
    }
  }

  return {
    /** Begins an import, after cleaning up behind those that died. With `strict` it is all or nothing. */
    async begin({ strict }: { strict: boolean }, actor: Actor): Promise<RunningImport> {
      await this.cleanUp(0)
      const importId = strict ? random.id() : null
      if (importId !== null) await db.write((tx) => store.insertImport(tx, importId, clock.now()))
      const job: Job = { id: importId, actor, hasAdded: false }
      return {
        add: (people) => add(people, job),
        async finish() {
          if (importId === null) return
          await db.write(async (tx) => {
            await store.finishImport(tx, importId, clock.now())
            if (job.hasAdded) await audit.record(tx, 'users.imported', actor)
          })
          await repeat(importId, store.clearImport)
        },
        async abandon() {
          if (importId !== null) await repeat(importId, store.deleteImported)
        },
      }
    },

    /** Imports that died before they finished, and began at least `grace` milliseconds ago. */
    async dead(grace: number): Promise<string[]> {
      const before = clock.now() - grace
      const imports = await store.listImports(db)
      return imports.filter((one) => !one.isFinished && one.createdAt <= before).map((one) => one.id)
    },

    /**
     * Removes what dead imports left behind, and ends the work of those that finished. Returns how many were dead. Never
     * to be called while an import runs.
     */
    async cleanUp(grace: number): Promise<number> {
      const dead = await this.dead(grace)
      for (const id of dead) await repeat(id, store.deleteImported)
      for (const one of await store.listImports(db)) {
        if (one.isFinished) await repeat(one.id, store.clearImport)
      }
      return dead.length
    },
  }
}

const usernameTaken: Faults = { username: [{ key: 'username_taken' }] }
const emailTaken: Faults = { email: [{ key: 'email_taken' }] }

/** What is taken already, by somebody in the database or by one before in the list. */
async function findTaken(db: Database, people: readonly Person[], now: number): Promise<(Faults | null)[]> {
  const usernames = new Set<string>()
  const addresses = new Set<string>()
  for (const batch of batches(people, LOOKUP_BATCH)) {
    const names = batch.map((p) => p.usernameKey)
    const emails = batch.map((p) => p.emailKey)
    for (const name of await store.findTakenUsernames(db.read, names)) usernames.add(name)
    for (const email of await store.findTakenAddresses(db.read, emails, now)) addresses.add(email)
  }
  return people.map((p) => {
    const faults: Faults = {
      ...(usernames.has(p.usernameKey) && usernameTaken),
      ...(addresses.has(p.emailKey) && emailTaken),
    }
    if (Object.keys(faults).length > 0) return faults
    usernames.add(p.usernameKey)
    addresses.add(p.emailKey)
    return null
  })
}

function* batches<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size)
}

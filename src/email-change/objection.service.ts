import type { AuditService } from '../audit/audit.service.ts'
import { secretHash } from '../hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { UserService } from '../user/user.service.ts'
import { judgeLink, type Objection } from './email-change.ts'
import * as store from './objection.store.ts'

export type ObjectionService = ReturnType<typeof createObjectionService>

/** What a link leads to. `language` is the person's, and there where the link is known; `""`: the operator's default. */
export interface ObjectionView {
  state: 'open' | 'done' | 'over' | 'unknown'
  language: string
}

interface Dependencies {
  db: Database
  clock: Clock
  users: UserService
  audit: AuditService
}

/**
 * The objection of an address that an undo took the account from. Whoever reads a mailbox that the person has left can
 * undo a change, so the mailbox that loses may say no: then nothing moves any more, neither to one side nor to the other,
 * until somebody proves more than a mailbox.
 */
export function createObjectionService({ db, clock, users, audit }: Dependencies) {
  const view = async (state: ObjectionView['state'], objection: Objection | null): Promise<ObjectionView> => {
    const user = objection && (await users.byId(objection.userId))
    return user ? { state, language: user.language } : { state: 'unknown', language: '' }
  }

  return {
    /** What the link would do; changes nothing, since mail scanners open links. */
    async look(token: string): Promise<ObjectionView> {
      const objection = await store.findObjection(db.read, secretHash(token))
      return view(judgeLink(objection, clock.now()), objection)
    },

    /** Freezes the account. Of parallel calls exactly one answers `done`. */
    async object(token: string, address: string): Promise<ObjectionView> {
      const objection = await store.findObjection(db.read, secretHash(token))
      const state = judgeLink(objection, clock.now())
      if (!objection || state !== 'open') return view(state, objection)
      const isDone = await db.write(async (tx) => {
        if (!(await store.useObjection(tx, objection, clock.now()))) return false
        await users.freeze(tx, objection.userId, objection.undoneAt)
        await audit.record(tx, 'account.frozen', { kind: 'link', address }, { userId: objection.userId })
        return true
      })
      return view(isDone ? 'done' : 'over', objection)
    },
  }
}

import type { AuditService } from '../audit/audit.service.ts'
import { secretHash } from '../basics/hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { UserService } from '../user/user.service.ts'
import { judgeLink, type Objection } from './email-change.ts'
import * as store from './objection.store.ts'

export type ObjectionService = ReturnType<typeof createObjectionService>

/**
 * What a link leads to. `language` is that of the person, if the link is known; `""` means the operator's
 * default.
 */
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
 * Objections of addresses that lost an account by an undo. Whoever reads a mailbox that the person has left
 * can undo a change, so the losing mailbox may object: then the address can be changed in neither direction
 * until someone proves more than access to a mailbox.
 */
export function createObjectionService({ db, clock, users, audit }: Dependencies) {
  const view = async (state: ObjectionView['state'], objection: Objection | null): Promise<ObjectionView> => {
    const user = objection && (await users.byId(objection.userId))
    return user ? { state, language: user.language } : { state: 'unknown', language: '' }
  }

  return {
    /** Returns what the link would do. Changes nothing, since mail scanners open links. */
    async preview(token: string): Promise<ObjectionView> {
      const objection = await store.findObjection(db.read, secretHash(token))
      return view(judgeLink(objection, clock.now()), objection)
    },

    /** Freezes the account. Exactly one of several parallel calls returns `done`. */
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

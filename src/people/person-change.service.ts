import { Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import type { UserService } from '../user/user.service.ts'
import type { Idempotency, Made } from './idempotency.service.ts'
import type { StoredResponse } from './idempotency.ts'
import type { PeopleReading } from './people-reading.service.ts'
import type { NamedPerson } from './person.ts'
import type { Change } from './person-change.ts'

/** A change of one person. */
interface ChangeOfPerson<S, P> {
  /** Returns what `If-Match` is about, as the transaction sees it. */
  see: (tx: Transaction, person: NamedPerson) => Promise<{ seen: S; tag: string }>
  /** Runs before the transaction. */
  prepare?: (person: NamedPerson) => Promise<P>
  work: (tx: Transaction, person: NamedPerson, seen: S, prepared: P) => Promise<Made>
  /** Whether the response contains a secret. */
  isSecret?: boolean
}

export type PersonChange = ReturnType<typeof createPersonChange>

/** Changes of a person by a server: one transaction, with its condition, its events and its stored response. */
export function createPersonChange(deps: {
  users: Pick<UserService, 'byId'>
  people: PeopleReading
  idempotency: Idempotency
}) {
  const { users, people, idempotency } = deps
  const current = async (tx: Transaction, id: string, { actor }: Change): Promise<NamedPerson> => {
    const user = await users.byId(id, tx)
    if (!user) throw new Refusal('not_found')
    return people.named(actor.applicationId, user, tx)
  }
  return {
    /**
     * Returns the person as the transaction sees them.
     * @throws {Refusal} `not_found`
     */
    current,

    /** @throws {Refusal} `not_found`, `precondition_failed`, `idempotency_key_reused`, `idempotency_key_in_use` */
    run<S, P = undefined>(
      reference: string,
      change: Change,
      { see, prepare, work, isSecret = false }: ChangeOfPerson<S, P>,
    ): Promise<StoredResponse> {
      return idempotency.make(change.request, {
        isSecret,
        prepare: async () => {
          const found = await people.byPath(change.actor.applicationId, reference)
          return { id: found.user.id, prepared: (await prepare?.(found)) as P }
        },
        work: async (tx, { id, prepared }) => {
          const person = await current(tx, id, change)
          const { seen, tag } = await see(tx, person)
          refuseOther(change, tag)
          return work(tx, person, seen, prepared)
        },
      })
    },
  }
}

/** @throws {Refusal} `precondition_failed` */
export function refuseOther({ ifMatch }: Change, tag: string): void {
  if (ifMatch && !ifMatch(tag)) throw new Refusal('precondition_failed')
}

import type { AccountService } from '../account/account.service.ts'
import type { NewPerson } from '../account/account.ts'
import { refuseTaken } from '../account/account-creation.service.ts'
import type { PersonUpdate, PersonUpdates } from '../account/person-update.service.ts'
import type { Actor } from '../audit/audit.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { PictureService } from '../picture/picture.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { SessionEnds } from '../session/session-ends.service.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import type { Idempotency, Made } from './idempotency.service.ts'
import type { RepeatableRequest, StoredResponse } from './idempotency.ts'
import type { PeopleReading } from './people-reading.service.ts'
import type { NamedPerson } from './person.ts'

/** A change that a server asks for. */
export interface Change {
  actor: Actor & { applicationId: string }
  /** From the `Idempotency-Key`; null without one. */
  request: RepeatableRequest | null
  /** Whether the entity tag of the person allows the change; null without `If-Match`. */
  ifMatch: ((tag: string) => boolean) | null
  /** Returns what is sent about the person. */
  describe: (person: NamedPerson) => StoredResponse & { tag: string }
}

interface Dependencies {
  clock: Clock
  users: UserService
  externalIds: ExternalIds
  accounts: AccountService
  personUpdates: PersonUpdates
  sessionEnds: SessionEnds
  pictures: Pick<PictureService, 'remove'>
  people: PeopleReading
  idempotency: Idempotency
}

const externalIdTaken = () => invalid({ external_id: [{ key: 'external_id_taken' }] })

export type PeopleWriting = ReturnType<typeof createPeopleWriting>

/** What a server can do with people. Each change is one transaction with its events and its stored response. */
export function createPeopleWriting(deps: Dependencies) {
  const { clock, users, externalIds, accounts, personUpdates, sessionEnds, people } = deps

  /** @throws {Refusal} `validation` if somebody else has it in the application */
  const setExternalId = async (tx: Transaction, user: User, externalId: string | null, { actor }: Change) => {
    const { applicationId } = actor
    const [holder] = externalId === null ? [] : await externalIds.find(applicationId, [externalId], tx)
    if (holder && holder.userId !== user.id) throw externalIdTaken()
    await externalIds.set(tx, { applicationId, externalId, userId: user.id, createdAt: clock.now() })
  }

  /** Returns whether that changes what the application calls the person, as the name of the changed value. */
  const rename = async (
    tx: Transaction,
    { user, externalId: before }: NamedPerson,
    externalId: string | null | undefined,
    change: Change,
  ): Promise<string[]> => {
    if (externalId === undefined || externalId === before) return []
    await setExternalId(tx, user, externalId, change)
    return ['external_id']
  }

  const shown = async (tx: Transaction, id: string, { actor, describe }: Change): Promise<Made> => {
    const user = (await users.byId(id, tx))!
    return { response: describe(await people.named(actor.applicationId, user, tx)), userId: id }
  }

  /** Runs the work on the person as the transaction sees them. */
  const changePerson = (
    reference: string,
    change: Change,
    work: (tx: Transaction, person: NamedPerson) => Promise<Made>,
  ): Promise<StoredResponse> =>
    deps.idempotency
      .make(
        change.request,
        () => people.byPath(change.actor.applicationId, reference),
        async (tx, found) => {
          const user = await users.byId(found.user.id, tx)
          if (!user) throw new Refusal('not_found')
          const person = await people.named(change.actor.applicationId, user, tx)
          if (change.ifMatch && !change.ifMatch(change.describe(person).tag))
            throw new Refusal('precondition_failed')
          return work(tx, person)
        },
      )
      .catch(refuseTaken)

  /** The same for work after which the person is shown. */
  const changeAndShow = (
    reference: string,
    change: Change,
    work: (tx: Transaction, person: NamedPerson) => Promise<unknown>,
  ) =>
    changePerson(reference, change, async (tx, person) => {
      await work(tx, person)
      return shown(tx, person.user.id, change)
    })

  return {
    /**
     * Adds a person without a password. `version` is that of the declarations by which declared attributes were read.
     * @throws {Refusal} `validation`, `idempotency_key_reused`, `idempotency_key_in_use`
     */
    create: (
      person: NewPerson,
      externalId: string | null,
      change: Change,
      version?: number,
    ): Promise<StoredResponse> =>
      deps.idempotency
        .make(
          change.request,
          async () => {},
          async (tx) => {
            const user = await accounts.create(person, null, change.actor, tx, version)
            if (externalId !== null) await setExternalId(tx, user, externalId, change)
            return shown(tx, user.id, change)
          },
        )
        .catch(refuseTaken),

    /**
     * Changes values of the person, without codes. `externalId`: null removes it, undefined leaves it.
     * @throws {Refusal} `not_found`, `validation`, `precondition_failed`, `account_frozen`
     */
    update: (
      reference: string,
      update: Omit<PersonUpdate, 'ifVersion' | 'beside'>,
      externalId: string | null | undefined,
      change: Change,
    ): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, person) => {
        const beside = () => rename(tx, person, externalId, change)
        return personUpdates.update(person.user.id, { ...update, beside }, change.actor, tx)
      }),

    /** @throws {Refusal} `not_found`, `precondition_failed` */
    disable: (reference: string, change: Change): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, { user }) => accounts.disable(user, change.actor, tx)),

    /** @throws {Refusal} `not_found`, `precondition_failed` */
    enable: (reference: string, change: Change): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, { user }) => accounts.enable(user, change.actor, tx)),

    /** @throws {Refusal} `not_found`, `precondition_failed` */
    removePicture: (reference: string, change: Change): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, { user }) => deps.pictures.remove(user.id, change.actor, tx)),

    /**
     * Ends the sessions of the person and says how many.
     * @throws {Refusal} `not_found`, `precondition_failed`
     */
    endSessions: (reference: string, change: Change): Promise<StoredResponse> =>
      changePerson(reference, change, async (tx, { user }) => {
        const ended = await sessionEnds.ofPerson(user.id, change.actor, tx)
        return { response: { json: JSON.stringify({ sessions_ended: ended }), tag: null }, userId: user.id }
      }),

    /**
     * Removes the person with everything that belongs to them.
     * @throws {Refusal} `not_found`, `precondition_failed`
     */
    remove: (reference: string, change: Change): Promise<StoredResponse> =>
      changePerson(reference, change, async (tx, { user }) => {
        if (!(await accounts.remove(user, change.actor, tx))) throw new Refusal('not_found')
        return { response: { json: JSON.stringify({ id: user.id, deleted: true }), tag: null }, userId: null }
      }),
  }
}

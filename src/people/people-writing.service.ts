import type { AccountService } from '../account/account.service.ts'
import type { NewPerson } from '../account/account.ts'
import { refuseTaken } from '../account/account-creation.service.ts'
import type { PersonUpdate, PersonUpdates } from '../account/person-update.service.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { Invitations } from '../password-change/invitation.service.ts'
import type { PictureService } from '../picture/picture.service.ts'
import type { Upload } from '../picture/picture-intake.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { SessionEnds } from '../session/session-ends.service.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import type { User } from '../user/user.ts'
import type { Idempotency, Made } from './idempotency.service.ts'
import type { StoredResponse } from './idempotency.ts'
import type { PeopleReading } from './people-reading.service.ts'
import type { NamedPerson } from './person.ts'
import { type PersonChange, refuseOther } from './person-change.service.ts'
import type { Change } from './person-change.ts'

/** A change of a person who is shown afterwards. */
export interface ShownChange extends Change {
  /** Returns what is sent about the person. */
  describe: (person: NamedPerson) => StoredResponse & { tag: string }
}

interface Dependencies {
  clock: Clock
  externalIds: ExternalIds
  accounts: AccountService
  personUpdates: PersonUpdates
  sessionEnds: SessionEnds
  pictures: Pick<PictureService, 'accept' | 'remove'>
  invitations: Invitations
  people: PeopleReading
  personChange: PersonChange
  idempotency: Idempotency
}

const externalIdTaken = () => invalid({ external_id: [{ key: 'external_id_taken' }] })

export type PeopleWriting = ReturnType<typeof createPeopleWriting>

/** What a server can do with people. Each change is one transaction with its events and its stored response. */
export function createPeopleWriting(deps: Dependencies) {
  const { clock, externalIds, accounts, personUpdates, sessionEnds, people, personChange } = deps

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

  const shown = async (tx: Transaction, id: string, change: ShownChange): Promise<Made> => ({
    response: change.describe(await personChange.current(tx, id, change)),
    userId: id,
  })

  /** What `If-Match` is about. */
  const seeing =
    ({ describe }: ShownChange) =>
    async (_tx: Transaction, person: NamedPerson) => ({ seen: null, tag: describe(person).tag })

  const changePerson = (
    reference: string,
    change: ShownChange,
    work: (tx: Transaction, person: NamedPerson) => Promise<Made>,
  ): Promise<StoredResponse> =>
    personChange.run(reference, change, { see: seeing(change), work }).catch(refuseTaken)

  /** The same for work after which the person is shown. */
  const changeAndShow = (
    reference: string,
    change: ShownChange,
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
      change: ShownChange,
      version?: number,
    ): Promise<StoredResponse> =>
      deps.idempotency
        .make(change.request, {
          prepare: async () => {},
          work: async (tx) => {
            const user = await accounts.create(person, null, change.actor, tx, version)
            if (externalId !== null) await setExternalId(tx, user, externalId, change)
            return shown(tx, user.id, change)
          },
        })
        .catch(refuseTaken),

    /**
     * Changes values of the person, without codes. `externalId`: null removes it, undefined leaves it.
     * @throws {Refusal} `not_found`, `validation`, `precondition_failed`, `account_frozen`
     */
    update: (
      reference: string,
      update: Omit<PersonUpdate, 'ifVersion' | 'beside'>,
      externalId: string | null | undefined,
      change: ShownChange,
    ): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, person) => {
        const beside = () => rename(tx, person, externalId, change)
        return personUpdates.update(person.user.id, { ...update, beside }, change.actor, tx)
      }),

    /** @throws {Refusal} `not_found`, `precondition_failed` */
    disable: (reference: string, change: ShownChange): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, { user }) => accounts.disable(user, change.actor, tx)),

    /** @throws {Refusal} `not_found`, `precondition_failed` */
    enable: (reference: string, change: ShownChange): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, { user }) => accounts.enable(user, change.actor, tx)),

    /**
     * Sets the picture, by the rules of an upload. The condition is checked before the work and, as it may take seconds, in
     * the transaction that adds the picture and stores the response.
     * @throws {Refusal} as an upload, `not_found`, `precondition_failed`
     */
    setPicture: (reference: string, upload: Upload, change: ShownChange): Promise<StoredResponse> =>
      deps.idempotency.makeElsewhere(change.request, async (store) => {
        const found = await people.byPath(change.actor.applicationId, reference)
        refuseOther(change, change.describe(found).tag)
        const { id } = found.user
        let made: Made | null = null
        await deps.pictures.accept(id, upload, change.actor, {
          before: async (tx) =>
            refuseOther(change, change.describe(await personChange.current(tx, id, change)).tag),
          after: async (tx) => {
            made = await shown(tx, id, change)
            await store(tx, made)
          },
        })
        return made!.response
      }),

    /** @throws {Refusal} `not_found`, `precondition_failed` */
    removePicture: (reference: string, change: ShownChange): Promise<StoredResponse> =>
      changeAndShow(reference, change, (tx, { user }) => deps.pictures.remove(user.id, change.actor, tx)),

    /**
     * Ends the sessions of the person and says how many.
     * @throws {Refusal} `not_found`, `precondition_failed`
     */
    endSessions: (reference: string, change: ShownChange): Promise<StoredResponse> =>
      changePerson(reference, change, async (tx, { user }) => {
        const ended = await sessionEnds.ofPerson(user.id, change.actor, tx)
        return { response: { json: JSON.stringify({ sessions_ended: ended }), tag: null }, userId: user.id }
      }),

    /**
     * Mails a code with which the person chooses a password. Its checksum is stored so that only the sender of the
     * `Idempotency-Key` can read it.
     * @throws {Refusal} `not_found`, `precondition_failed`, `validation` on `email` if there is no address, `throttled`
     */
    invite: (reference: string, change: ShownChange): Promise<StoredResponse> =>
      personChange.run(reference, change, {
        isSecret: true,
        see: seeing(change),
        prepare: ({ user }) => deps.invitations.reserve(user),
        work: async (tx, { user }) => {
          const { checksum, expiresAt } = await deps.invitations.send(tx, user, change.actor)
          const message = { token_checksum: checksum, expires_at: new Date(expiresAt).toISOString() }
          return { response: { json: JSON.stringify(message), tag: null }, userId: user.id }
        },
      }),

    /**
     * Removes the person with everything that belongs to them.
     * @throws {Refusal} `not_found`, `precondition_failed`
     */
    remove: (reference: string, change: ShownChange): Promise<StoredResponse> =>
      changePerson(reference, change, async (tx, { user }) => {
        if (!(await accounts.remove(user, change.actor, tx))) throw new Refusal('not_found')
        return { response: { json: JSON.stringify({ id: user.id, deleted: true }), tag: null }, userId: null }
      }),
  }
}

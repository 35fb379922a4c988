import { type NewPerson, newUserRow } from '../account/account.ts'
import type { Actor } from '../audit/audit.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import { Refusal } from '../errors/errors.ts'
import { type Transaction, UniqueViolation } from '../ports/database.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import { type Claims, claimedPerson, subjectOf } from './claims.ts'
import { newPersonOf } from './new-person.ts'
import type { ProviderDependencies } from './provider-dependencies.service.ts'

/** How often a write is repeated that collided with another one. */
const TRIES = 5
/** Digits that are added to a user name that somebody has. */
const SUFFIX = 6

/** A person and who they are at the provider. */
export interface ProviderPerson {
  user: User
  subjectId: string
}

/** What a sign-in or token says. */
export interface Sighting {
  issuer: Issuer
  claims: Claims
  /** When the token was issued, in milliseconds. */
  issuedAt: number
  actor: Actor
}

export type ProviderPeople = ReturnType<typeof createProviderPeople>

/** Finds, creates or links the people of providers, by issuer and subject. */
export function createProviderPeople(
  deps: Pick<
    ProviderDependencies,
    'db' | 'clock' | 'random' | 'users' | 'issuerSubjects' | 'audit' | 'notifyOwner' | 'choices'
  >,
) {
  const { db, clock, random, users, issuerSubjects, audit, notifyOwner, choices } = deps

  /** Returns the person as claimed, with a user name that nobody has. */
  const claimedBy = async ({ claims, issuer }: Sighting, isRetry: boolean): Promise<NewPerson> => {
    const person = newPersonOf(claimedPerson(claims, issuer), choices)
    const suffix = random.digits(SUFFIX)
    if (person.username === '') return { ...person, username: `user-${suffix}${random.digits(SUFFIX)}` }
    if (!isRetry && !(await users.byUsername(person.username))) return person
    return { ...person, username: `${person.username}-${suffix}` }
  }

  const create = async (tx: Transaction, person: NewPerson, actor: Actor): Promise<User> => {
    const now = clock.now()
    const row = newUserRow(person, random.orderedId(), now, null)
    const newEmailKey = emailKey(person.email)
    await users.insert(tx, row, person.email === '' ? '' : newEmailKey, now)
    await audit.record(tx, 'user.created', actor, { userId: row.id, newEmailKey })
    return (await users.byId(row.id, tx))!
  }

  /**
   * Returns the person who holds the address, if the provider's word suffices to link them. It does not for an address
   * that they never proved here: whoever entered it may still have the password.
   */
  const linkable = async (tx: Transaction, issuer: Issuer, email: string): Promise<User | null> => {
    const holder = await users.byHeldEmailKey(emailKey(email), clock.now(), tx)
    if (!holder) return null
    const { user, isCurrent } = holder
    const isTheirs = isCurrent && user.emailVerifiedAt !== null && user.frozenAt === null
    if (issuer.link !== 'verified_email' || !isTheirs) throw new Refusal('account_exists')
    if (user.disabledAt !== null) throw new Refusal('inactive_account', { about: { userId: user.id } })
    return user
  }

  /** Returns the person of a subject that has none yet. */
  const meet = async (
    tx: Transaction,
    { issuer, actor }: Sighting,
    subjectId: string,
    person: NewPerson,
  ): Promise<User> => {
    const subject = { id: subjectId, issuer: issuer.issuer }
    const linked = person.email === '' ? null : await linkable(tx, issuer, person.email)
    if (!linked && !issuer.create) throw new Refusal('account_missing')
    const user = linked ?? (await create(tx, person, actor))
    await issuerSubjects.link(tx, subject, user.id)
    if (!linked) return user
    await audit.record(tx, 'provider.linked', actor, { userId: user.id })
    await notifyOwner(tx, user.id, 'provider_linked', actor)
    return user
  }

  const settle = async (
    tx: Transaction,
    sighting: Sighting,
    subjectId: string,
    person: NewPerson | null,
  ): Promise<User | null> => {
    const subject = await issuerSubjects.find(subjectId, tx)
    if (subject?.notBefore && sighting.issuedAt < subject.notBefore) throw new Refusal('token_not_valid')
    if (!subject?.userId) return person && meet(tx, sighting, subjectId, person)
    const user = await users.byId(subject.userId, tx)
    if (!user) throw new Refusal('token_not_valid')
    if (user.disabledAt !== null) throw new Refusal('inactive_account', { about: { userId: user.id } })
    return user
  }

  return {
    /**
     * Runs the work in one transaction with the person of a verified token, who is created or linked if the setting says
     * so. Of first sights at once, one creates the person and the others find them.
     * @throws {Refusal} `token_not_valid` if the claims name nobody, or were issued before the person was removed or all
     *   their sessions ended; `inactive_account`; `account_missing` if people are not created; `account_exists` if their
     *   address belongs to somebody who is not linked
     */
    async withPerson<T>(
      sighting: Sighting,
      work: (tx: Transaction, person: ProviderPerson) => Promise<T>,
    ): Promise<T> {
      const { issuer, claims } = sighting
      const subject = subjectOf(claims)
      if (subject === null) throw new Refusal('token_not_valid')
      const subjectId = await issuerSubjects.idOf(issuer.issuer, subject)
      let person: NewPerson | null = null
      for (let tries = 1; ; tries++) {
        const found = await db
          .write(async (tx) => {
            const user = await settle(tx, sighting, subjectId, person)
            return user && { made: await work(tx, { user, subjectId }) }
          })
          .catch((error: unknown) => {
            // Somebody else took the name, or saw the subject first.
            if (!(error instanceof UniqueViolation) || tries === TRIES) throw error
            return null
          })
        if (found) return found.made
        person = await claimedBy(sighting, tries > 1)
      }
    },
  }
}

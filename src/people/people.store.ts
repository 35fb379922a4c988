import type { Reader } from '../ports/database.ts'
import { prepareQuery } from '../tables/prepared-query.ts'
import { isInNoUnfinishedImport, personColumns, toUser } from '../user/user.row.ts'
import type { User } from '../user/user.ts'
import type { CardPerson } from './card.ts'
import type { PeoplePosition } from './people-list.ts'

/** Returns people changed at the instant or later, in order of change, after the given one. */
export async function listChanged(
  reader: Reader,
  since: number,
  after: PeoplePosition | null,
  limit: number,
): Promise<User[]> {
  let people = reader.selectFrom('users').select(personColumns).where(isInNoUnfinishedImport)
  people =
    after === null
      ? people.where('users.updated_at', '>=', since)
      : people.where((where) =>
          where(where.refTuple('users.updated_at', 'users.id'), '>', where.tuple(after.updatedAt, after.id)),
        )
  const rows = await people.orderBy('users.updated_at').orderBy('users.id').limit(limit).execute()
  return rows.map(toUser)
}

/** Returns people whose value of the attribute has the key, with an id after the given one, in order of id. */
export async function listByAttribute(
  reader: Reader,
  name: string,
  key: string,
  afterId: string,
  limit: number,
): Promise<User[]> {
  const rows = await reader
    .selectFrom('attribute_keys')
    .innerJoin('users', 'users.id', 'attribute_keys.user_id')
    .select(personColumns)
    .where('attribute_keys.name', '=', name)
    .where('attribute_keys.value_key', '=', key)
    .where('attribute_keys.user_id', '>', afterId)
    .where((where) =>
      isInNoUnfinishedImport(where as unknown as Parameters<typeof isInNoUnfinishedImport>[0]),
    )
    .orderBy('attribute_keys.user_id')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/**
 * Returns the cards of the active people with these ids, or with these external ids in the application, in order of id. One
 * statement, in which each part reads its own index. Values of declared attributes are read only if cards show some.
 */
export async function findCards(
  reader: Reader,
  applicationId: string,
  ids: readonly string[],
  externalIds: readonly string[],
  hasAttributes: boolean,
): Promise<CardPerson[]> {
  if (ids.length + externalIds.length === 0) return []
  if (ids.length === 1 && externalIds.length === 0) {
    const one = hasAttributes ? oneWithAttributes : onePlain
    return (await one(reader, { applicationId, id: ids[0]! })).map(toCardPerson)
  }
  const byId = cardsWithExternalId(reader, applicationId, hasAttributes).where(
    'users.id',
    'in',
    ids.length > 0 ? ids : [''],
  )
  const byExternalId = cardsOf(reader, hasAttributes)
    .innerJoin('external_ids', 'external_ids.user_id', 'users.id')
    .select((select) => select.ref('external_ids.external_id').$castTo<string | null>().as('external_id'))
    .where('external_ids.application_id', '=', applicationId)
    .where('external_ids.external_id', 'in', externalIds)
  const rows = await (externalIds.length === 0 ? byId : byId.unionAll(byExternalId)).execute()
  const found = new Map(rows.map((row) => [row.id, toCardPerson(row)]))
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const cardsOf = (reader: Reader, hasAttributes: boolean) =>
  reader
    .selectFrom('users')
    .select(cardColumns)
    .$if(hasAttributes, (query) => query.select('users.attributes'))
    .where('users.disabled_at', 'is', null)
    .where(isInNoUnfinishedImport)

const cardsWithExternalId = (reader: Reader, applicationId: string, hasAttributes: boolean) =>
  cardsOf(reader, hasAttributes).select((select) =>
    select
      .selectFrom('external_ids')
      .select('external_ids.external_id')
      .whereRef('external_ids.user_id', '=', 'users.id')
      .where('external_ids.application_id', '=', applicationId)
      .as('external_id'),
  )

/** One card is what servers ask for most. */
const prepareOne = (hasAttributes: boolean) =>
  prepareQuery((reader, is: { applicationId: string; id: string }) =>
    cardsWithExternalId(reader, is.applicationId, hasAttributes).where('users.id', '=', is.id),
  )
const [onePlain, oneWithAttributes] = [prepareOne(false), prepareOne(true)]

type CardRow = Awaited<ReturnType<typeof onePlain>>[number]

const toCardPerson = (row: CardRow): CardPerson => ({
  id: row.id,
  externalId: row.external_id,
  username: row.username,
  firstName: row.first_name,
  lastName: row.last_name,
  language: row.language,
  pictureId: row.picture_id,
  version: row.version,
  attributes: row.attributes ?? null,
})

const cardColumns = [
  'users.id',
  'users.username',
  'users.first_name',
  'users.last_name',
  'users.language',
  'users.picture_id',
  'users.version',
] as const

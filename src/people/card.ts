import { fullName } from '../../common/person-name.ts'
import type { FieldResult } from '../basics/fields.ts'
import { isId } from '../basics/text.ts'
import { readExternalId } from '../user/external-id.ts'

/** Maximum number of people of a lookup, and of a read by id. */
export const LOOKUP_MAX = 1000
export const CARDS_MAX = 100

/** Number of ids for which a lookup counts as one request. */
export const IDS_A_REQUEST = 100

/** What a card shows of a person, and what its picture depends on. */
export interface CardPerson {
  id: string
  externalId: string | null
  username: string
  firstName: string
  lastName: string
  language: string
  pictureId: string | null
  version: number
  /** JSON of the values of declared attributes; null if there are none, or if cards show none. */
  attributes: string | null
}

/** Returns the name under which others see the person: the whole name in its order, else the user name. */
export function displayName(person: CardPerson, defaultLanguage: string): string {
  const name = { given: person.firstName, family: person.lastName }
  return fullName(name, person.language || defaultLanguage) || person.username
}

type ReadOne = (text: unknown) => string | null

const readOneId: ReadOne = (text) => (typeof text === 'string' && isId(text) ? text.toLowerCase() : null)
const readOneExternalId: ReadOne = (text) => readExternalId(text) ?? null

/** Reads a list of texts: a list of JSON, or a text with one on each line, in a form. */
function readList(value: unknown, max: number, one: ReadOne): FieldResult<string[]> {
  const list = typeof value === 'string' ? value.split(/\r?\n/).filter((line) => line !== '') : value
  if (!Array.isArray(list)) return { fault: { key: 'not_a_list' } }
  if (list.length > max) return { fault: { key: 'too_many_items', params: { max } } }
  const read = list.map(one)
  const wrong = read.indexOf(null)
  if (wrong === -1) return { value: [...new Set(read as string[])] }
  return { fault: { key: 'invalid_choice', params: { value: String(list[wrong]).slice(0, 100) } } }
}

export const readIds = (value: unknown) => readList(value, LOOKUP_MAX, readOneId)
export const readExternalIds = (value: unknown) => readList(value, LOOKUP_MAX, readOneExternalId)

/** Reads the ids of a query: one, or several. */
export const readQueryIds = (value: unknown) => readList([value].flat(), CARDS_MAX, readOneId)

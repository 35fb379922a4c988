import { z } from 'zod'
import type { FieldResult } from '../basics/fields.ts'
import { isId, readText } from '../basics/text.ts'

/** Number of people on a page. */
export const PAGE_DEFAULT = 50
export const PAGE_MAX = 200

/** Maximum length of a filter by an attribute: its name, a colon and a value. */
export const ATTRIBUTE_MAX = 1100

/** Maximum length of a search text, in code points: that of an address. */
export const SEARCH_MAX = 254

export const personStatuses = ['active', 'disabled'] as const
export type PersonStatus = (typeof personStatuses)[number]

/** Which people a list has. */
export interface PeopleFilters {
  /** The beginning of a user name, an address or a name. */
  search?: string | undefined
  status?: PersonStatus | undefined
  /** Milliseconds; people changed then or later, in order of change. */
  updatedSince?: number | undefined
  /** Name of a declared attribute, a colon and a value; in a cursor, and when it is applied, the key of the value. */
  attribute?: string | undefined
}

/** The last person of a page; the next one begins after it. */
export interface PeoplePosition {
  id: string
  /** Only in a list in order of change. */
  updatedAt: number
}

/** Where a list goes on: with the same filters, after this person. */
export interface PeopleCursor {
  filters: PeopleFilters
  after: PeoplePosition
}

/**
 * Whether an index answers the combination: changes are in one order for everybody, which neither a search nor a status
 * has. Active people are almost everybody, and disabled ones are left out of a page of people with a value.
 */
export function isIndexed({ search, status, updatedSince, attribute }: PeopleFilters): boolean {
  if (attribute !== undefined)
    return search === undefined && updatedSince === undefined && status !== 'disabled'
  return updatedSince === undefined || (search === undefined && status === undefined)
}

/** Longest cursor: a search of 254 code points of 4 bytes, JSON and base64. */
export const CURSOR_MAX = 2400
export const CURSOR_PATTERN = '^[A-Za-z0-9_-]+$'

const cursorContent = z
  .tuple([
    z.string().refine(isId),
    z.int().min(0),
    z.string().nullable(),
    z.enum(personStatuses).nullable(),
    z.int().nullable(),
  ])
  // Only with a filter by an attribute.
  .rest(z.string().max(ATTRIBUTE_MAX))

/** Splits a filter by an attribute at its first colon. */
export function splitFilter(text: string): { name: string; value: string } {
  const at = text.indexOf(':')
  return at === -1 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** Encodes a cursor for clients, to whom it is opaque. */
export function formatCursor({ filters, after }: PeopleCursor): string {
  const { search = null, status = null, updatedSince = null, attribute } = filters
  const content: z.input<typeof cursorContent> = [after.id, after.updatedAt, search, status, updatedSince]
  if (attribute !== undefined) content.push(attribute)
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** Reads a cursor. Whoever makes one up gets another page of what the key may read. */
export function readCursor(value: unknown): FieldResult<PeopleCursor> {
  const content = typeof value === 'string' && value.length <= CURSOR_MAX ? decode(value) : undefined
  const parsed = cursorContent.safeParse(content)
  if (!parsed.success) return { fault: { key: 'cursor_invalid' } }
  const [id, updatedAt, search, status, updatedSince, attribute] = parsed.data
  const text = search === null ? null : readText(search, { max: SEARCH_MAX, blank: false })
  if (text !== null && !('value' in text)) return { fault: { key: 'cursor_invalid' } }
  return {
    value: {
      after: { id, updatedAt },
      filters: {
        search: text?.value,
        status: status ?? undefined,
        updatedSince: updatedSince ?? undefined,
        attribute,
      },
    },
  }
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** Reads an instant in ISO 8601 with a zone, as milliseconds. */
export function readInstant(value: unknown): FieldResult<number> {
  const isInstant = typeof value === 'string' && z.iso.datetime({ offset: true }).safeParse(value).success
  return isInstant ? { value: Date.parse(value) } : { fault: { key: 'datetime_invalid' } }
}

/** Reads a status. */
export function readStatus(value: unknown): FieldResult<PersonStatus> {
  const status = personStatuses.find((one) => one === value)
  return status
    ? { value: status }
    : { fault: { key: 'invalid_choice', params: { value: String(value).slice(0, 100) } } }
}

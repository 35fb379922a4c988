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
  /** Only in a search: the part of it that found the person, and the key. */
  found?: { part: number; key: string } | undefined
}

/** Where a list goes on: with the same filters, after this person. */
export interface PeopleCursor {
  filters: PeopleFilters
  after: PeoplePosition
}

/**
 * Whether an index answers the combination: there is one order for changes, one for people with a value of an attribute, and
 * one for each part of a search. Active people are almost everybody, so disabled ones are left out of a page that was read; but
 * a page of disabled ones could read over any number of others.
 */
export function isIndexed({ search, status, updatedSince, attribute }: PeopleFilters): boolean {
  const orders = [search, updatedSince, attribute].filter((one) => one !== undefined).length
  if (updatedSince !== undefined && status !== undefined) return false
  return orders === 0 || (orders === 1 && status !== 'disabled')
}

/** Longest cursor: a search or a value of an attribute, and a key, of 4 bytes for each code point, in JSON and base64. */
export const CURSOR_MAX = 8000
export const CURSOR_PATTERN = '^[A-Za-z0-9_-]+$'

const cursorContent = z.tuple([
  z.string().refine(isId),
  z.int().min(0),
  z.string().nullable(),
  z.enum(personStatuses).nullable(),
  z.int().nullable(),
  z.string().max(ATTRIBUTE_MAX).nullable(),
  z.tuple([z.int().min(0), z.string()]).nullable(),
])

/** Splits a filter by an attribute at its first colon. */
export function splitFilter(text: string): { name: string; value: string } {
  const at = text.indexOf(':')
  return at === -1 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** Encodes a cursor for clients, to whom it is opaque. */
export function formatCursor({ filters, after }: PeopleCursor): string {
  const { search = null, status = null, updatedSince = null, attribute = null } = filters
  const { id, updatedAt, found } = after
  const place: [number, string] | null = found ? [found.part, found.key] : null
  const content: z.input<typeof cursorContent> = [
    id,
    updatedAt,
    search,
    status,
    updatedSince,
    attribute,
    place,
  ]
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** Reads a cursor. Whoever makes one up gets another page of what the key may read. */
export function readCursor(value: unknown): FieldResult<PeopleCursor> {
  const content = typeof value === 'string' && value.length <= CURSOR_MAX ? decode(value) : undefined
  const parsed = cursorContent.safeParse(content)
  if (!parsed.success) return { fault: { key: 'cursor_invalid' } }
  const [id, updatedAt, search, status, updatedSince, attribute, place] = parsed.data
  const text = search === null ? null : readText(search, { max: SEARCH_MAX, blank: false })
  if (text !== null && !('value' in text)) return { fault: { key: 'cursor_invalid' } }
  return {
    value: {
      after: { id, updatedAt, found: place ? { part: place[0], key: place[1] } : undefined },
      filters: {
        search: text?.value,
        status: status ?? undefined,
        updatedSince: updatedSince ?? undefined,
        attribute: attribute ?? undefined,
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

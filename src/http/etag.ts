import { hash } from 'node:crypto'
import { Refusal } from '../errors.ts'

/** A strong entity tag (RFC 9110, 8.8.3) of the bytes. */
export function entityTag(bytes: string | Buffer): string {
  return `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"`
}

/** The entity tag of a document that is answered as JSON. */
export function tagOfDocument(document: object): string {
  return entityTag(JSON.stringify(document))
}

/** The tag of a compressed form of the same content: another tag, as RFC 9110, 8.8.3.3 asks. */
export function encodedTag(tag: string, encoding: string): string {
  return `${tag.slice(0, -1)}-${encoding}"`
}

/** Longest list of tags that is read. */
export const TAGS_MAX = 8192

/** What clients may send as `If-Match` (RFC 9110, 13.1.1), as a pattern of JSON Schema. */
export const TAGS_PATTERN = '^(\\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*)$'

/** `If-None-Match`: whether the client holds this content, in any encoding. A malformed header matches nothing. */
export function matchesNone(header: string | undefined, tag: string): boolean {
  if (header === undefined || header.length > TAGS_MAX) return false
  const tags = parseTags(header)
  return tags === '*' || (tags?.some((candidate) => plain(candidate) === tag) ?? false)
}

/**
 * `If-Match` in a form to hold against tags: `null` if the header is absent, `'*'`, or the strong tags named.
 * @throws {Refusal} `if_match_malformed`
 */
export function parseIfMatch(header: string | undefined): '*' | string[] | null {
  if (header === undefined) return null
  const tags = header.length > TAGS_MAX ? null : parseTags(header)
  if (tags === null) throw new Refusal('if_match_malformed')
  // A weak tag never matches strongly (RFC 9110, 13.1.1).
  return tags === '*' ? '*' : tags.filter((tag) => !tag.startsWith('W/')).map(plain)
}

/** Whether the content's tag satisfies a parsed `If-Match`. */
export function satisfies(condition: '*' | string[] | null, tag: string): boolean {
  return condition === null || condition === '*' || condition.includes(tag)
}

const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g

function parseTags(header: string): '*' | string[] | null {
  const text = header.trim()
  if (text === '*') return '*'
  // A tag may hold commas (RFC 9110, 8.8.3).
  const between = text.split(TAG)
  const isList = between.every((part, i) =>
    i === 0 || i === between.length - 1 ? part === '' : part.trim() === ',',
  )
  return between.length > 1 && isList ? (text.match(TAG) ?? []) : null
}

function plain(tag: string): string {
  return tag.replace(/^W\//, '').replace(/-(?:br|gzip|deflate|zstd)"$/, '"')
}

import { hash } from 'node:crypto'
import { Refusal } from '../errors/errors.ts'

/** Returns a strong entity tag (RFC 9110, 8.8.3) of the bytes. */
export function entityTag(bytes: string | Buffer): string {
  return `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"`
}

/**
 * Returns the tag of a compressed encoding of the same content: a different tag, as required by RFC 9110,
 * 8.8.3.3.
 */
export function encodedTag(tag: string, encoding: string): string {
  return `${tag.slice(0, -1)}-${encoding}"`
}

/** Maximum length of a list of tags. */
export const TAGS_MAX = 8192

/** Values of `If-Match` (RFC 9110, 13.1.1), as a pattern for JSON Schema. */
export const TAGS_PATTERN = '^(\\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*)$'

/**
 * Evaluates `If-None-Match`: whether the client has this content, in any encoding. A malformed header matches
 * nothing.
 */
export function matchesNone(header: string | undefined, tag: string): boolean {
  if (header === undefined || header.length > TAGS_MAX) return false
  const tags = parseTags(header)
  return tags === '*' || (tags?.some((candidate) => plain(candidate) === tag) ?? false)
}

/**
 * Parses `If-Match`: returns `null` if the header is absent, `'*'`, or the strong tags.
 * @throws {Refusal} `if_match_malformed`
 */
export function parseIfMatch(header: string | undefined): '*' | string[] | null {
  if (header === undefined) return null
  const tags = header.length > TAGS_MAX ? null : parseTags(header)
  if (tags === null) throw new Refusal('if_match_malformed')
  // A weak tag never matches in a strong comparison (RFC 9110, 13.1.1).
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
  // A tag may contain commas (RFC 9110, 8.8.3).
  const between = text.split(TAG)
  const isList = between.every((part, i) =>
    i === 0 || i === between.length - 1 ? part === '' : part.trim() === ',',
  )
  return between.length > 1 && isList ? (text.match(TAG) ?? []) : null
}

function plain(tag: string): string {
  return tag.replace(/^W\//, '').replace(/-(?:br|gzip|deflate|zstd)"$/, '"')
}

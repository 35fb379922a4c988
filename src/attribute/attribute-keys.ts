import { secretHash } from '../basics/hash.ts'
import type { AttributeValue, StoredValues } from './attribute.ts'
import type { AttributeChanges, AttributeSet, AttributeView } from './attribute-set.ts'

/** Where the keys of an attribute are brought up to date: first those of earlier times are removed, then people get theirs in order of id. */
export const TO_CLEAR = ''
/** Before every id. */
export const TO_FILL = '0'

/** Maximum length of a key as it is, in code points; beyond that, a hash stands for the value. */
const KEY_MAX = 100

/**
 * Returns the key by which a search compares a value: folded like a user name (NFKC and case folding), so that spellings that
 * differ only in case are one value. Keys of long values are hashes, so that they fit into an index.
 */
function valueKey(value: string | number | boolean): string {
  const folded = String(value).normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
  return Array.from(folded).length <= KEY_MAX ? folded : `#${secretHash(folded)}`
}

const keysOfValue = (value: AttributeValue): string[] => {
  if (typeof value !== 'object') return [valueKey(value)]
  return Array.isArray(value) ? [...new Set((value as string[]).map(valueKey))] : []
}

export interface AttributeKey {
  name: string
  key: string
}

/** Returns the searchable ones among the changed attributes, and their keys after the change. */
export function keysOf(
  { attributes }: AttributeSet,
  changes: AttributeChanges,
): { names: string[]; keys: AttributeKey[] } {
  const searchable = attributes.filter(
    ({ declaration }) => declaration.searchable && Object.hasOwn(changes, declaration.name),
  )
  const names = searchable.map(({ declaration }) => declaration.name)
  return { names, keys: names.flatMap((name) => keysUnder(name, changes[name] ?? null)) }
}

/** Returns the key of a value that the viewer searches for; null if they cannot search by the attribute. */
export function searchKey(view: AttributeView | null, name: string, text: string): string | null {
  const one = view?.readable.find(({ declaration }) => declaration.name === name)
  if (!one?.declaration.searchable || !one.isIndexed) return null
  const read = one.normalize(one.form === 'list' ? [text] : text)
  // Nobody has a value that the type does not allow.
  const [key = valueKey(text)] = 'value' in read && read.value !== null ? keysOfValue(read.value) : []
  return key
}

/** Returns the keys of a person's stored value of an attribute. */
export const storedKeys = (name: string, stored: StoredValues): AttributeKey[] =>
  Object.hasOwn(stored, name) ? keysUnder(name, stored[name]!) : []

const keysUnder = (name: string, value: AttributeValue | null): AttributeKey[] =>
  value === null ? [] : keysOfValue(value).map((key) => ({ name, key }))

import type { ErrorObject } from 'ajv'
import { asciiDigits } from '../../common/digits.ts'
import type { FieldResult } from '../basics/fields.ts'
import { readFlag } from '../basics/flag.ts'
import { readText } from '../basics/text.ts'
import type { Fault } from '../errors/errors.ts'
import {
  type AttributeValue,
  type Declaration,
  OPTION_MAX,
  OPTIONS_MAX,
  PLACE_PART_MAX,
  type Place,
} from './attribute.ts'
import { type CheckValue, longestText, type OfferedCodes } from './attribute-form.ts'

/** The result of reading a submitted value; null clears it. */
export type ReadValue = FieldResult<AttributeValue | null>

/** Longer than any other single value. */
const CODE_MAX = 1000
/** Longer than the JSON of any list or place. */
const JSON_MAX = 50_000
/** Maximum length of a number, in characters. */
const NUMBER_MAX = 40

const cleared: ReadValue = { value: null }
const fault = (key: Fault['key'], params?: Fault['params']): { fault: Fault } => ({
  fault: { key, ...(params && { params }) },
})

/** Returns a function that brings a value into the form of the type, whether or not the constraints are met. */
export const valueNormalizer =
  (declaration: Declaration, offered: OfferedCodes) =>
  (sent: unknown): ReadValue =>
    readForm(declaration, sent, offered)

/** Returns a function that reads submitted values of an attribute: what JSON or a form contains. */
export function valueReader(
  declaration: Declaration,
  check: CheckValue,
  offered: OfferedCodes,
): (sent: unknown) => ReadValue {
  return (sent) => {
    if (sent === null) return cleared
    const read = readForm(declaration, sent, offered)
    if (!('value' in read) || read.value === null) return read
    const error = check(read.value)
    return error === null ? read : { fault: faultOf(error, declaration, read.value) }
  }
}

/** Reads the form of the type; whether the constraints are met, the JSON Schema decides. */
function readForm(declaration: Declaration, sent: unknown, offered: OfferedCodes): ReadValue {
  switch (declaration.type) {
    case 'number':
    case 'integer':
      return readNumber(sent, declaration.type)
    case 'boolean':
      return readBoolean(sent)
    case 'choices':
      return readChoices(sent, declaration)
    case 'place':
      return readPlace(sent, offered)
    case 'country':
      return readCode(sent, (text) => offered.country(text.toUpperCase()))
    case 'language':
    case 'timezone':
      return readCode(sent, offered[declaration.type])
    default:
      return readPlain(sent, declaration)
  }
}

function readPlain(sent: unknown, declaration: Declaration): ReadValue {
  const isLong = declaration.type === 'long_text'
  // Forms send line breaks as CR LF (HTML, 4.10.21.8).
  const given = isLong && typeof sent === 'string' ? sent.replaceAll('\r\n', '\n') : sent
  const isFree = isLong || declaration.type === 'text' || declaration.type === 'url'
  return orCleared(readText(given, { max: isFree ? longestText(declaration) : CODE_MAX, blank: true }))
}

const orCleared = (read: FieldResult<string>): ReadValue =>
  'value' in read && read.value === '' ? cleared : read

/** Reads one of the codes that are offered; `listed` returns it as listed. */
function readCode(sent: unknown, listed: (text: string) => string | null): ReadValue {
  const read = readText(sent, { max: CODE_MAX, blank: true })
  if (!('value' in read) || read.value === '') return orCleared(read)
  const code = listed(read.value)
  return code === null ? invalidChoice(read.value) : { value: code }
}

/** Reads a number as JSON has it (RFC 8259, 6), with digits of any script. Its range is bounded by the schema. */
function readNumber(sent: unknown, type: 'number' | 'integer'): ReadValue {
  const wrong = fault(type === 'integer' ? 'not_an_integer' : 'not_a_number')
  // Bodies have numbers as texts, declarations and files of people as numbers.
  const given = typeof sent === 'number' ? String(sent) : sent
  const read = readText(given, { max: NUMBER_MAX, blank: true })
  if (!('value' in read)) return read.fault.key === 'null_characters' ? read : wrong
  if (read.value === '') return cleared
  const text = asciiDigits(read.value)
  const form = type === 'integer' ? /^-?\d+$/ : /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/
  const number = form.test(text) ? Number(text) : Number.NaN
  // Without the sign of a negative zero, which JSON text would lose.
  return Number.isFinite(number) ? { value: number + 0 } : wrong
}

function readBoolean(sent: unknown): ReadValue {
  const flag = typeof sent === 'string' || typeof sent === 'boolean' ? readFlag(sent) : undefined
  return flag === undefined ? fault('not_a_boolean') : { value: flag }
}

/** Reads a list of JSON, or the text of a form: one value on each line, or the JSON of a list. */
function readChoices(sent: unknown, { options = [] }: Declaration): ReadValue {
  const list = typeof sent === 'string' ? listIn(sent) : sent
  if (!Array.isArray(list)) return fault('not_a_list')
  if (list.length > OPTIONS_MAX) return fault('too_many_items', { max: OPTIONS_MAX })
  const chosen = new Set<string>()
  for (const item of list) {
    const read = readText(item, { max: OPTION_MAX, blank: true })
    if (!('value' in read)) return read.fault.key === 'max_length' ? invalidChoice(String(item)) : read
    if (read.value !== '') chosen.add(read.value)
  }
  // In the order of the options, so that equal sets are equal lists. Unknown ones are left for the schema to refuse.
  const known = options.map(({ value }) => value)
  const unknown = [...chosen].filter((value) => !known.includes(value))
  const value = [...known.filter((one) => chosen.has(one)), ...unknown]
  return value.length === 0 ? cleared : { value }
}

function listIn(text: string): unknown {
  if (text.length > JSON_MAX) return text
  return text.trimStart().startsWith('[') ? parsed(text) : text.split(/\r?\n/)
}

/** Reads an object of JSON, or its text in a form. An empty part is unset. */
function readPlace(sent: unknown, offered: OfferedCodes): ReadValue {
  if (sent === '') return cleared
  const given = typeof sent === 'string' && sent.length <= JSON_MAX ? parsed(sent) : sent
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return fault('place_invalid')
  const place: Record<string, string> = {}
  for (const [part, text] of Object.entries(given)) {
    if (part !== 'locality' && part !== 'region' && part !== 'country') return fault('place_invalid')
    const read = readText(text, { max: PLACE_PART_MAX, blank: true })
    if (!('value' in read)) return read
    if (read.value === '') continue
    const code = part === 'country' ? offered.country(read.value.toUpperCase()) : read.value
    if (code === null) return invalidChoice(read.value)
    place[part] = code
  }
  const { locality, region, country } = place
  const value: Place = {
    ...(locality && { locality }),
    ...(region && { region }),
    ...(country && { country }),
  }
  return Object.keys(value).length === 0 ? cleared : { value }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Maximum length of a wrong choice that its message repeats, in code points. */
const SHOWN_MAX = 100

const invalidChoice = (value: string) =>
  fault('invalid_choice', {
    value: Array.from(value.slice(0, 2 * SHOWN_MAX))
      .slice(0, SHOWN_MAX)
      .join(''),
  })

/** Returns the fault for what the JSON Schema found. */
function faultOf(error: ErrorObject, declaration: Declaration, value: AttributeValue): Fault {
  const { type, min_length: min = 0, minimum, maximum, min_items = 0, max_items = 0 } = declaration
  switch (error.keyword) {
    case 'minLength':
      return { key: 'min_length', params: { min } }
    case 'maxLength':
      return { key: 'max_length', params: { max: longestText(declaration) } }
    case 'pattern':
      return { key: 'pattern_mismatch' }
    case 'minimum':
    case 'formatMinimum':
      return { key: 'min_value', params: { min: minimum ?? error.params.limit } }
    case 'maximum':
    case 'formatMaximum':
      return { key: 'max_value', params: { max: maximum ?? error.params.limit } }
    case 'minItems':
      return { key: 'too_few_items', params: { min: min_items } }
    case 'maxItems':
      return { key: 'too_many_items', params: { max: max_items } }
    default: {
      if (type === 'date') return { key: 'date_invalid' }
      if (type === 'url') return { key: 'url_invalid' }
      const wrong = Array.isArray(value) ? value[Number(error.instancePath.slice(1))] : value
      return invalidChoice(String(wrong)).fault
    }
  }
}

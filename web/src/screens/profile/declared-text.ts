import type { Choices } from './choices.ts'
import type { Declaration } from './use-declarations.ts'

/** What values are written in. */
export interface Reader {
  /** Language of the page. */
  code: string
  direction: 'ltr' | 'rtl'
  yes: string
  no: string
  /** Null: not yet loaded. */
  choices: Choices | null
  /** Returns a value as a form has it. */
  formOf: (value: Declaration['default']) => string
}

/** A place (locality, region, ISO 3166-1 country); parts that are not set are empty. */
export interface Place {
  locality: string
  region: string
  country: string
}

/** Returns the place in the form of a value. */
export function placeOf(value: string): Place {
  const place = { locality: '', region: '', country: '' }
  try {
    return { ...place, ...(JSON.parse(value || '{}') as Partial<Place>) }
  } catch {
    return place
  }
}

/** Returns the value of a place. */
export const placeText = (place: Place): string =>
  Object.values(place).every((part) => part === '') ? '' : JSON.stringify(place)

/** Returns the chosen values of a list. */
export const listOf = (value: string): string[] => value.split('\n').filter((item) => item !== '')

/** What stands between the parts of a place; elsewhere a comma and a space. */
const separators: Readonly<Record<string, string>> = { ar: '، ', ja: '、', 'zh-Hans': '，' }

/** The list of each type that takes its codes. */
export const lists = { country: 'countries', language: 'languages', timezone: 'timezones' } as const

/** Returns a value as people write it; `''` if it is not set, null if that needs a list that is not loaded yet. */
export function declaredText({ type, options }: Declaration, value: string, reader: Reader): string | null {
  const { code, yes, no } = reader
  if (value === '') return ''
  switch (type) {
    case 'boolean':
      return value === 'true' ? yes : no
    case 'number':
    case 'integer':
      return numberText(code, value)
    case 'date':
      return dateText(code, value)
    case 'choice':
      return optionText(options, value)
    case 'choices':
      return new Intl.ListFormat(code).format(
        listOf(value).map((item) => isolated(reader, optionText(options, item))),
      )
    case 'country':
    case 'language':
    case 'timezone':
      return codeText(lists[type], value, reader)
    case 'place':
      return placeLine(placeOf(value), reader)
    default:
      return value
  }
}

/** Types whose texts have parts, which stand in the direction of the page. */
export const composed: readonly string[] = ['choices', 'place']

/** Keeps the direction of a part from changing the order of the others (Unicode Bidirectional Algorithm, 2.2). */
const isolated = ({ direction }: Reader, part: string): string =>
  direction === 'rtl' ? `\u2068${part}\u2069` : part

const optionText = (options: Declaration['options'], value: string): string =>
  options?.find((option) => option.value === value)?.label ?? value

function numberText(code: string, value: string): string {
  const number = Number(value)
  return Number.isFinite(number)
    ? new Intl.NumberFormat(code, { maximumFractionDigits: 15 }).format(number)
    : value
}

/** Returns the day in the calendar of ISO 8601, which the value is in. */
export function dateText(code: string, value: string): string {
  const instant = Date.parse(`${value}T00:00:00Z`)
  if (Number.isNaN(instant)) return value
  return new Intl.DateTimeFormat(code, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' }).format(
    instant,
  )
}

function codeText(list: 'countries' | 'languages' | 'timezones', value: string, { code, choices }: Reader) {
  if (choices === null) return null
  const known = choices[list].find(({ id }) => id === value)?.text
  // A country without telephones is not in the list.
  return known ?? (list === 'countries' ? countryName(code, value) : value)
}

export function countryName(code: string, country: string): string {
  try {
    return new Intl.DisplayNames(code, { type: 'region' }).of(country) ?? country
  } catch {
    return country
  }
}

function placeLine({ locality, region, country }: Place, reader: Reader): string {
  const parts = [locality, region, country && countryName(reader.code, country)]
  return parts
    .filter(Boolean)
    .map((part) => isolated(reader, part))
    .join(separators[reader.code] ?? ', ')
}

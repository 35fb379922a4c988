import { z } from 'zod'
import { attributes } from '../../common/attributes.ts'
import { INTEGER_MAX } from '../basics/fields.ts'
import { lazy } from '../basics/lazy.ts'
import {
  type AttributeType,
  attributeTypes,
  type Declaration,
  LONG_TEXT_MAX,
  NAME,
  OPTION_MAX,
  OPTIONS_MAX,
  readers,
  TEXT_MAX,
  URL_MAX,
  writers,
} from './attribute.ts'
import { type Compile, longestText, type OfferedCodes } from './attribute-form.ts'
import { valueReader } from './attribute-value.ts'
import { patternFault } from './linear-pattern.ts'

/** Names that mean something else in a message of the API, in a query or in a file of people. */
const reserved: ReadonlySet<string> = new Set([
  ...attributes.flatMap((attribute) => [
    attribute.apiName,
    attribute.column,
    ...('localName' in attribute ? [attribute.localName] : []),
  ]),
  ...['id', 'username', 'password', 'password_hash', 'active', 'delete_at', 'external_id'],
  ...['email_verified', 'phone_verified', 'status', 'is_frozen', 'has_picture', 'picture', 'version'],
  ...['created_at', 'updated_at', 'display_name', 'attribute', 'attributes', 'detail'],
  ...['token_field', 'token_checksum_field', 'current_token_field', 'image', 'cropped_image'],
  ...['search', 'updated_since', 'limit', 'cursor', 'application', 'data'],
])

/** Claims that tokens or user info have already, or that are registered for tokens (RFC 7519, 4.1; OpenID Connect Core 1.0, 2 and 5.1). */
const reservedClaims: ReadonlySet<string> = new Set([
  ...[
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'sid',
    'typ',
    'azp',
    'nonce',
    'acr',
    'amr',
    'auth_time',
  ],
  ...['at_hash', 'c_hash', 'cnf', 'scope', 'client_id', 'name', 'given_name', 'family_name'],
  ...['preferred_username', 'email', 'email_verified', 'phone_number', 'phone_number_verified'],
  ...['picture', 'zoneinfo', 'locale', 'updated_at'],
])

/** Types whose values can be searched: a search compares whole values. */
const unsearchable: readonly AttributeType[] = ['long_text', 'place']

type Constraint =
  | 'options'
  | 'min_length'
  | 'max_length'
  | 'pattern'
  | 'minimum'
  | 'maximum'
  | 'min_items'
  | 'max_items'
const constraintsOf: Readonly<Partial<Record<AttributeType, readonly Constraint[]>>> = {
  text: ['min_length', 'max_length', 'pattern'],
  long_text: ['min_length', 'max_length', 'pattern'],
  url: ['max_length'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  date: ['minimum', 'maximum'],
  choice: ['options'],
  choices: ['options', 'min_items', 'max_items'],
}
const constraintNames: readonly Constraint[] = [
  'options',
  'min_length',
  'max_length',
  'pattern',
  'minimum',
  'maximum',
  'min_items',
  'max_items',
]
const longest: Readonly<Partial<Record<AttributeType, number>>> = {
  text: TEXT_MAX,
  long_text: LONG_TEXT_MAX,
  url: URL_MAX,
}

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/
const LANGUAGES_MAX = 50
const plain = /^[^\p{Cc}]*$/u

/** A text, or one for each language. */
const texts = (max: number) => {
  const text = z.string().max(max).regex(plain, 'must have no line breaks and control characters')
  return z
    .union([text, z.record(z.string().regex(LANGUAGE), text)], {
      error: `must be a text of at most ${max} characters on one line, or one for each language, such as {"de": "Abteilung"}`,
    })
    .refine(
      (value) => typeof value === 'string' || Object.keys(value).length <= LANGUAGES_MAX,
      `must have at most ${LANGUAGES_MAX} languages`,
    )
    .default({})
}
/** Made only if something is declared: making it takes a few milliseconds of each start. */
const shape = lazy(() => {
  const bound = z.union([z.number(), z.string().max(20)]).optional()
  const count = (max: number) => z.int().min(0).max(max).optional()

  return z.strictObject({
    name: z
      .string()
      .regex(NAME, 'must be 1 to 40 characters: a lower-case letter, then lower-case letters, digits and _'),
    type: z.enum(attributeTypes),
    label: texts(100),
    help: texts(500),
    section: texts(100),
    order: z.int().min(-10_000).max(10_000).default(0),
    owner: z.string().max(100).nullable().default(null),
    read: z.array(z.enum(readers)).default(['person', 'applications', 'operator']),
    write: z.array(z.enum(writers)).default(['person', 'applications', 'operator']),
    default: z.unknown().default(null),
    searchable: z.boolean().default(false),
    claim: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, 'must have 1 to 100 visible ASCII characters')
      .nullable()
      .default(null),
    options: z
      .array(
        z.strictObject({ value: z.string().trim().min(1).max(OPTION_MAX).regex(plain), label: texts(100) }),
      )
      .min(1)
      .max(OPTIONS_MAX)
      .optional(),
    min_length: count(LONG_TEXT_MAX),
    max_length: count(LONG_TEXT_MAX),
    pattern: z.string().min(1).optional(),
    minimum: bound,
    maximum: bound,
    min_items: count(OPTIONS_MAX),
    max_items: count(OPTIONS_MAX),
  })
})

/** What an operator writes: a text instead of one for each language is in the default language of the service. */
export type DeclarationInput = z.input<ReturnType<typeof shape>>

export type ReadDeclaration = { declaration: Declaration } | { faults: string[] }

interface Surroundings {
  /** The default language of the service (BCP 47). */
  language: string
  offered: OfferedCodes
  compile: Compile
}

/** Reads a declaration. Each fault names the part and what it must be. */
export function readDeclaration(raw: unknown, { language, offered, compile }: Surroundings): ReadDeclaration {
  const parsed = shape().safeParse(raw)
  if (!parsed.success)
    return {
      faults: parsed.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'declaration'}: ${message}`,
      ),
    }
  const byLanguage = (text: z.output<ReturnType<typeof texts>>) =>
    typeof text !== 'string' ? text : text === '' ? {} : { [language]: text }
  const { label, help, section, options, read, write, default: preset, ...rest } = parsed.data
  const declaration: Declaration = {
    ...definedOf(rest),
    label: byLanguage(label),
    help: byLanguage(help),
    section: byLanguage(section),
    read: readers.filter((party) => read.includes(party)),
    write: writers.filter((party) => write.includes(party)),
    default: null,
    ...(options && { options: options.map((one) => ({ value: one.value, label: byLanguage(one.label) })) }),
  }
  const faults = [
    ...faultsOfNames(declaration),
    ...faultsOfRights(declaration),
    ...faultsOfConstraints(declaration),
  ]
  if (faults.length > 0) return { faults }
  const value = valueReader(declaration, compile(declaration), offered)(preset)
  if (!('value' in value)) return { faults: ['default: does not fit the type or its constraints'] }
  return { declaration: ordered({ ...declaration, default: value.value }) }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Returns the object without properties that are undefined. */
const definedOf = <T extends object>(object: T): Defined<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>

/** Returns the declaration with its parts in one order, so that equal ones have equal JSON. */
function ordered(declaration: Declaration): Declaration {
  const names = [...Object.keys(shape().shape)] as (keyof Declaration)[]
  return Object.fromEntries(
    names.flatMap((name) => (declaration[name] === undefined ? [] : [[name, declaration[name]]])),
  ) as unknown as Declaration
}

function faultsOfNames({ name, claim, type, searchable }: Declaration): string[] {
  return [
    ...(reserved.has(name) ? [`name: "${name}" has another meaning in the API`] : []),
    ...(claim !== null && reservedClaims.has(claim)
      ? [`claim: "${claim}" is set by the service itself`]
      : []),
    ...(searchable && unsearchable.includes(type)
      ? [`searchable: values of the type ${type} are not searched`]
      : []),
  ]
}

function faultsOfRights({ owner, read, write }: Declaration): string[] {
  const needOwner = owner === null && (read.includes('owner') || write.includes('owner'))
  const blind = write.filter(
    (party) => !read.includes(party) && !(party === 'owner' && read.includes('applications')),
  )
  return [
    ...(needOwner ? ['owner: name the application that may read or write as "owner"'] : []),
    ...(blind.length > 0 ? [`write: ${blind.join(', ')} must also be able to read`] : []),
  ]
}

function faultsOfConstraints(declaration: Declaration): string[] {
  const { type, options, min_length = 0, max_length, pattern, min_items = 0, max_items } = declaration
  const allowed = constraintsOf[type] ?? []
  const foreign = constraintNames.filter((name) => declaration[name] !== undefined && !allowed.includes(name))
  if (foreign.length > 0) return foreign.map((name) => `${name}: does not apply to the type ${type}`)
  const most = longest[type]
  const values = options?.map(({ value }) => value) ?? []
  const tooLong = most !== undefined && max_length !== undefined && (max_length > most || max_length === 0)
  const wrongPattern = pattern === undefined ? null : patternFault(pattern, longestText(declaration))
  return [
    ...(allowed.includes('options') && !options ? ['options: name the values to choose from'] : []),
    ...(new Set(values).size < values.length ? ['options: a value occurs twice'] : []),
    ...(tooLong ? [`max_length: must be from 1 to ${most}`] : []),
    ...(min_length > longestText(declaration) && min_length > 0 ? ['min_length: exceeds max_length'] : []),
    ...(min_items > (max_items ?? values.length) && min_items > 0 ? ['min_items: exceeds max_items'] : []),
    ...(max_items === 0 ? ['max_items: must be at least 1'] : []),
    ...(wrongPattern === null ? [] : [`pattern: ${wrongPattern}`]),
    ...faultsOfBounds(declaration),
  ]
}

function faultsOfBounds({ type, minimum, maximum }: Declaration): string[] {
  const isBound = (bound: unknown): boolean => {
    if (type === 'date') return typeof bound === 'string' && z.iso.date().safeParse(bound).success
    if (typeof bound !== 'number' || Math.abs(bound) > INTEGER_MAX) return false
    return type === 'number' || Number.isInteger(bound)
  }
  const wanted =
    type === 'date' ? 'a date such as 2026-01-31' : type === 'integer' ? 'a whole number' : 'a number'
  const wrong = Object.entries({ minimum, maximum }).flatMap(([name, bound]) =>
    bound === undefined || isBound(bound) ? [] : [`${name}: must be ${wanted}`],
  )
  if (wrong.length > 0) return wrong
  const isEmpty = minimum !== undefined && maximum !== undefined && minimum > maximum
  return isEmpty ? ['minimum: exceeds maximum'] : []
}

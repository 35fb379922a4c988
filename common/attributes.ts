/**
 * The profile attributes of a person, each declared once. From this list follow the row mapper, the messages of the API,
 * what an update plans, audit names, import and export, the options of `user create`, `PAGE_FIELDS` and the form on the
 * page. By hand remain the migration of the column and the label `field.…` in the texts of the page.
 */
interface Declaration {
  /** Property of a person in the code. */
  key: string
  /** Column of the row, of imports and exports. */
  column: string
  /** Name in the body of an update, in audit events and in `errors`. */
  apiName: string
  /** Who may change it; what only the operator may change is shown to the person. */
  editor: 'person' | 'operator'
  /** Name in `PAGE_FIELDS`. Attributes that share one are shown and merged together. */
  pageField: string
  /** Where it is on the page. */
  section: Section
  /** Autofill token (HTML, 4.10.18.7), or `''`. */
  autocomplete: string
  /** What it is, for the help of the command line and the API. */
  description: string
  example: string
}

export type Section = 'name' | 'email' | 'phone' | 'region'

/** A free text of one line, of at most `max` code points. */
interface TextDeclaration extends Declaration {
  kind: 'text'
  max: number
}

/** A code out of a list of Get Local Info; unset means the operator's default. */
interface ChoiceDeclaration extends Declaration {
  kind: 'choice'
  choices: 'language' | 'timezone' | 'currency'
  /** Name in `UserLocInfo` of the profile. */
  localName: string
}

/** What has rules of its own: `profile/email-address.ts`, `profile/phone.ts`. */
interface OwnDeclaration extends Declaration {
  kind: 'email' | 'phone_code' | 'phone_number' | 'country_code'
}

/** In the order of the published update. */
export const attributes = [
  {
    key: 'firstName',
    column: 'first_name',
    apiName: 'first_name',
    kind: 'text',
    max: 255,
    editor: 'person',
    pageField: 'first_name',
    section: 'name',
    autocomplete: 'given-name',
    description: 'given name',
    example: 'Ada',
  },
  {
    key: 'lastName',
    column: 'last_name',
    apiName: 'last_name',
    kind: 'text',
    max: 255,
    editor: 'person',
    pageField: 'last_name',
    section: 'name',
    autocomplete: 'family-name',
    description: 'family name',
    example: 'Lovelace',
  },
  {
    key: 'pronouns',
    column: 'pronouns',
    apiName: 'pronouns',
    kind: 'text',
    max: 40,
    editor: 'person',
    pageField: 'pronouns',
    section: 'name',
    autocomplete: '',
    description: 'pronouns',
    example: 'she/her',
  },
  {
    key: 'email',
    column: 'email',
    apiName: 'email',
    kind: 'email',
    editor: 'person',
    pageField: 'email',
    section: 'email',
    autocomplete: 'email',
    description: 'e-mail address',
    example: 'ada@example.com',
  },
  {
    key: 'phoneNumber',
    column: 'phone_number',
    apiName: 'phone_number',
    kind: 'phone_number',
    editor: 'person',
    pageField: 'phone',
    section: 'phone',
    autocomplete: 'tel',
    description: 'phone number; with + the other two follow from it',
    example: '+33612345678',
  },
  {
    key: 'phoneCode',
    column: 'phone_code',
    apiName: 'phone_code',
    kind: 'phone_code',
    editor: 'person',
    pageField: 'phone',
    section: 'phone',
    autocomplete: 'tel-country-code',
    description: 'country calling code',
    example: '33',
  },
  {
    key: 'countryCode',
    column: 'country_code',
    apiName: 'country_code',
    kind: 'country_code',
    editor: 'person',
    pageField: 'phone',
    section: 'phone',
    autocomplete: 'country',
    description: 'country (ISO 3166-1 alpha-2)',
    example: 'FR',
  },
  {
    key: 'language',
    column: 'language',
    apiName: 'languages',
    kind: 'choice',
    choices: 'language',
    localName: 'lan',
    editor: 'person',
    pageField: 'language',
    section: 'region',
    autocomplete: 'language',
    description: 'language (BCP 47)',
    example: 'fr',
  },
  {
    key: 'timezone',
    column: 'timezone',
    apiName: 'timezones',
    kind: 'choice',
    choices: 'timezone',
    localName: 'tz',
    editor: 'person',
    pageField: 'timezone',
    section: 'region',
    autocomplete: '',
    description: 'time zone (IANA)',
    example: 'Europe/Paris',
  },
  {
    key: 'currency',
    column: 'currency',
    apiName: 'currencies',
    kind: 'choice',
    choices: 'currency',
    localName: 'currency',
    editor: 'person',
    pageField: 'currency',
    section: 'region',
    autocomplete: '',
    description: 'currency (ISO 4217)',
    example: 'EUR',
  },
] as const satisfies readonly (TextDeclaration | ChoiceDeclaration | OwnDeclaration)[]

export type Attribute = (typeof attributes)[number]
export type AttributeColumn = Attribute['column']
/** What a person has of each; `''` where it is unset. */
export type AttributeValues = Record<Attribute['key'], string>
export type AttributeColumns = Record<AttributeColumn, string>

type OfKind<K extends Attribute['kind']> = Extract<Attribute, { kind: K }>
export type ChoiceAttribute = OfKind<'choice'>

const ofKind = <K extends Attribute['kind']>(kind: K): readonly OfKind<K>[] =>
  attributes.filter((attribute): attribute is OfKind<K> => attribute.kind === kind)

export const textAttributes = ofKind('text')
export const choiceAttributes = ofKind('choice')

/** Those that stand in `UserProfile`; the others stand in `UserLocInfo`. */
export type PlainAttribute = Exclude<Attribute, ChoiceAttribute>
export const plainAttributes = attributes.filter(
  (attribute): attribute is PlainAttribute => attribute.kind !== 'choice',
)

/** The values of a row, by the properties of a person. */
export function valuesOfColumns(row: Readonly<AttributeColumns>): AttributeValues {
  const values = {} as AttributeValues
  for (const { key, column } of attributes) values[key] = row[column]
  return values
}

/** The values of a person, by the columns of the row. */
export function columnsOfValues(person: Readonly<AttributeValues>): AttributeColumns {
  const columns = {} as AttributeColumns
  for (const { key, column } of attributes) columns[column] = person[key]
  return columns
}

/** None is set. */
export const unsetColumns = Object.fromEntries(
  attributes.map(({ column }) => [column, '']),
) as Readonly<AttributeColumns>
export const unsetValues: Readonly<AttributeValues> = valuesOfColumns(unsetColumns)

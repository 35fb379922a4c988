/**
 * The profile attributes of a person, each declared once. The row mapper, the messages of the API, update
 * planning, audit names, import and export, the options of `user create` and `user update`, `PAGE_FIELDS` and
 * the form on the page are derived from this list. Only the migration of the column and the label `field.…` in
 * the texts of the page are written by hand.
 */
interface Declaration {
  /** Property of a person in the code. */
  key: string
  /** Column of the row, of imports and exports. */
  column: string
  /** Name in the body of an update, in audit events and in `errors`. */
  apiName: string
  /** Who may change it. An attribute that only the operator may change is shown to the person read-only. */
  editor: 'person' | 'operator'
  /** Name in `PAGE_FIELDS`. Attributes with the same name are shown and hidden together. */
  pageField: string
  /** Section of the page that shows it. */
  section: Section
  /** Autofill token (HTML, 4.10.18.7), or `''`. */
  autocomplete: string
  /** What it is, for the help texts of the command line and the API. */
  description: string
  example: string
}

export type Section = 'name' | 'email' | 'phone' | 'region'

/** A single-line text of at most `max` code points. */
interface TextDeclaration extends Declaration {
  kind: 'text'
  max: number
}

/** A code from a list of Get Local Info. If unset, the operator's default applies. */
interface ChoiceDeclaration extends Declaration {
  kind: 'choice'
  choices: 'language' | 'timezone' | 'currency'
  /** Name in `UserLocInfo` of the profile. */
  localName: string
}

/** An attribute with rules of its own: see `profile/email-address.ts` and `profile/phone.ts`. */
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
    description: 'phone number; in international form (+) it sets the other two',
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
/** The value of each attribute; `''` if it is unset. */
export type AttributeValues = Record<Attribute['key'], string>
export type AttributeColumns = Record<AttributeColumn, string>

type OfKind<K extends Attribute['kind']> = Extract<Attribute, { kind: K }>
export type ChoiceAttribute = OfKind<'choice'>

const ofKind = <K extends Attribute['kind']>(kind: K): readonly OfKind<K>[] =>
  attributes.filter((attribute): attribute is OfKind<K> => attribute.kind === kind)

export const textAttributes = ofKind('text')
export const choiceAttributes = ofKind('choice')

/** Attributes in `UserProfile`; the others are in `UserLocInfo`. */
export type PlainAttribute = Exclude<Attribute, ChoiceAttribute>
export const plainAttributes = attributes.filter(
  (attribute): attribute is PlainAttribute => attribute.kind !== 'choice',
)

/** Returns the values of a row, keyed by the properties of a person. */
export function valuesOfColumns(row: Readonly<AttributeColumns>): AttributeValues {
  const values = {} as AttributeValues
  for (const { key, column } of attributes) values[key] = row[column]
  return values
}

/** Returns the values of a person, keyed by the columns of the row. */
export function columnsOfValues(person: Readonly<AttributeValues>): AttributeColumns {
  const columns = {} as AttributeColumns
  for (const { key, column } of attributes) columns[column] = person[key]
  return columns
}

/** A row in which every attribute is unset. */
export const unsetColumns = Object.fromEntries(
  attributes.map(({ column }) => [column, '']),
) as Readonly<AttributeColumns>
export const unsetValues: Readonly<AttributeValues> = valuesOfColumns(unsetColumns)

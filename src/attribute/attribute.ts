import { PAGE_APPLICATION } from '../application/application.ts'

/** The types of declared attributes. */
export const attributeTypes = [
  'text',
  'long_text',
  'number',
  'integer',
  'boolean',
  'date',
  'choice',
  'choices',
  'url',
  'country',
  'language',
  'timezone',
  'place',
] as const
export type AttributeType = (typeof attributeTypes)[number]

/**
 * Who may read or write an attribute: the person on the page, the application that owns it, any application, an operator
 * on the command line, and everybody who may read the person's card.
 */
export const readers = ['person', 'owner', 'applications', 'operator', 'card'] as const
export const writers = ['person', 'owner', 'applications', 'operator'] as const
export type Party = (typeof readers)[number]

/** Texts by language (BCP 47). */
export type TextByLanguage = Readonly<Record<string, string>>

/** A value that people can choose. */
export interface AttributeOption {
  value: string
  label: TextByLanguage
}

/** A place: any of its parts, or all. */
export interface Place {
  /** City or town (OpenID Connect Core 1.0, 5.1.1). */
  locality?: string
  region?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
}

/** A value of a declared attribute, as it is stored. An unset one is not stored. */
export type AttributeValue = string | number | boolean | readonly string[] | Place

/** Values by name. */
export type StoredValues = Readonly<Record<string, AttributeValue>>

/** What an operator declares. A constraint that is absent does not apply. */
export interface Declaration {
  name: string
  type: AttributeType
  label: TextByLanguage
  help: TextByLanguage
  /** Title of the section on the page; without texts, the general one. */
  section: TextByLanguage
  /** Place on the page: smaller numbers come first. */
  order: number
  /** Id of the application that owns it. */
  owner: string | null
  read: readonly Party[]
  write: readonly Party[]
  /** Applies to people who have set nothing. */
  default: AttributeValue | null
  /** Whether servers can list the people who have a value. */
  searchable: boolean
  /** Name of its claim in tokens (RFC 7519, 4). */
  claim: string | null
  options?: readonly AttributeOption[]
  /** In code points. */
  min_length?: number
  max_length?: number
  /** Regular expression in the syntax of RE2, not anchored (JSON Schema 2020-12, validation, 6.3.3). */
  pattern?: string
  /** Numbers; for dates, texts. */
  minimum?: number | string
  maximum?: number | string
  min_items?: number
  max_items?: number
}

/** A declaration in force. */
export interface DeclaredAttribute {
  declaration: Declaration
  /** Grows with every change of any declaration. */
  version: number
  /** Whether a search finds everybody who has a value, also those who had it before it became searchable. */
  isIndexed: boolean
}

/** The declarations have changed since a change of values was planned: it must be planned again. */
export class OutdatedDeclarations extends Error {}

/** Maximum number of declarations in force. */
export const DECLARATIONS_MAX = 64
/** Maximum size of a person's values, as JSON in UTF-8. */
export const VALUES_BYTES = 16_384

export const NAME = /^[a-z][a-z0-9_]{0,39}$/

/** Maximum length of the types of text, in code points. */
export const TEXT_MAX = 1000
export const LONG_TEXT_MAX = 10_000
export const URL_MAX = 2000
/** The same if the declaration does not say. */
export const TEXT_DEFAULT = 255
export const LONG_TEXT_DEFAULT = 2000
/** Length of a part of a place. */
export const PLACE_PART_MAX = 255
/** Maximum number of options. */
export const OPTIONS_MAX = 200
/** Maximum length of an option's value. */
export const OPTION_MAX = 100

/** Types whose values are texts; unset ones are shown as `""`. */
const textual: readonly AttributeType[] = [
  'text',
  'long_text',
  'date',
  'choice',
  'url',
  'country',
  'language',
  'timezone',
]
const numeric: readonly AttributeType[] = ['number', 'integer']

/** The form of a type's values in JSON. */
export type ValueForm = 'text' | 'number' | 'boolean' | 'list' | 'place'

export function formOf(type: AttributeType): ValueForm {
  if (textual.includes(type)) return 'text'
  if (numeric.includes(type)) return 'number'
  if (type === 'choices') return 'list'
  return type === 'place' ? 'place' : 'boolean'
}

/** Whether a stored value has the form; after a change of the declaration it may have another. */
export function hasForm(form: ValueForm, value: AttributeValue | undefined): value is AttributeValue {
  if (value === undefined) return false
  if (form === 'list') return Array.isArray(value)
  if (form === 'place') return typeof value === 'object' && !Array.isArray(value)
  return form === 'text' ? typeof value === 'string' : typeof value === form
}

/** How a value is shown to clients. A place has all its parts. */
export type ShownValue =
  | string
  | number
  | boolean
  | readonly string[]
  | { locality: string; region: string; country: string }
  | null

/** Returns the value for clients; null: it is unset. */
export function shownValue(form: ValueForm, value: AttributeValue | null): ShownValue {
  if (value === null) return form === 'text' ? '' : form === 'list' ? [] : null
  if (form !== 'place') return value as ShownValue
  const { locality = '', region = '', country = '' } = value as Place
  return { locality, region, country }
}

/** On whose behalf values are read or written. */
export type Viewer =
  | { kind: 'person' }
  | { kind: 'application'; applicationId: string }
  | { kind: 'operator' }
  | { kind: 'card' }

/**
 * Returns the viewer of a request that came through the application. Whoever is signed in, an application sees the response;
 * only the page stands for the person.
 */
export const viewerThrough = (applicationId: string): Viewer =>
  applicationId === PAGE_APPLICATION ? { kind: 'person' } : { kind: 'application', applicationId }

/** Whether a right that was granted to the parties covers the viewer. */
export function isGranted(
  parties: readonly Party[],
  viewer: Viewer,
  { owner }: Pick<Declaration, 'owner'>,
): boolean {
  if (viewer.kind !== 'application') return parties.includes(viewer.kind)
  const isOwner = owner !== null && owner === viewer.applicationId
  return parties.includes('applications') || (isOwner && parties.includes('owner'))
}

/** Returns the text for a reader: in the nearest of the wanted languages, or the first one; `""` if there is none. */
export function textFor(texts: TextByLanguage, wanted: readonly string[]): string {
  const all = Object.keys(texts)
  const nearest = (tag: string): string | undefined => {
    const exact = all.find((one) => one.toLowerCase() === tag)
    if (exact !== undefined || !tag.includes('-')) return exact
    return nearest(tag.slice(0, tag.lastIndexOf('-')))
  }
  for (const tag of [...wanted, 'en']) {
    const found = nearest(tag.toLowerCase())
    if (found !== undefined) return texts[found] ?? ''
  }
  return texts[all[0] ?? ''] ?? ''
}

/** Returns the label of an attribute for a reader; one without texts is called by its name. */
export function labelFor(
  { label, name }: Pick<Declaration, 'label' | 'name'>,
  wanted: readonly string[],
): string {
  const spelled = name.replaceAll('_', ' ')
  return textFor(label, wanted) || `${spelled.charAt(0).toUpperCase()}${spelled.slice(1)}`
}

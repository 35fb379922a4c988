import { createRequire } from 'node:module'
import type { ErrorObject } from 'ajv'
import { INTEGER_MAX } from '../basics/fields.ts'
import { lazy } from '../basics/lazy.ts'
import {
  type AttributeType,
  type Declaration,
  LONG_TEXT_DEFAULT,
  PLACE_PART_MAX,
  TEXT_DEFAULT,
  URL_MAX,
} from './attribute.ts'
import { linearPattern } from './linear-pattern.ts'

const require = createRequire(import.meta.url)

/** Codes that are offered, as listed; null for another. */
export interface OfferedCodes {
  country(code: string): string | null
  language(code: string): string | null
  timezone(code: string): string | null
}

/** A JSON Schema (2020-12). */
export type JsonForm = Readonly<Record<string, unknown>>

/** Returns what is wrong with a value, or null if it fits. */
export type CheckValue = (value: unknown) => ErrorObject | null

/** Compiles the form of a declaration. */
export type Compile = (declaration: Declaration) => CheckValue

/** Returns the maximum length of the texts of an attribute, in code points. */
export function longestText({ type, max_length }: Pick<Declaration, 'type' | 'max_length'>): number {
  if (type === 'url') return max_length ?? URL_MAX
  return max_length ?? (type === 'long_text' ? LONG_TEXT_DEFAULT : TEXT_DEFAULT)
}

const withoutUndefined = (form: JsonForm): JsonForm =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined))

const valuesOf = ({ options = [] }: Declaration) => options.map(({ value }) => value)

const freeText = (one: Declaration): JsonForm => ({
  type: 'string',
  minLength: one.min_length,
  maxLength: longestText(one),
  pattern: one.pattern,
})
const numberForm = ({ type, minimum, maximum }: Declaration): JsonForm => ({
  type,
  minimum: minimum ?? -INTEGER_MAX,
  maximum: maximum ?? INTEGER_MAX,
})
const codeForm = ({ type }: Declaration): JsonForm => ({ type: 'string', format: type })
const placePart = { type: 'string', maxLength: PLACE_PART_MAX }

/** The fixed form of each type, into which the declared constraints are put. */
const forms: Readonly<Record<AttributeType, (one: Declaration) => JsonForm>> = {
  text: freeText,
  long_text: freeText,
  number: numberForm,
  integer: numberForm,
  boolean: () => ({ type: 'boolean' }),
  date: ({ minimum, maximum }) => ({
    type: 'string',
    format: 'date',
    formatMinimum: minimum,
    formatMaximum: maximum,
  }),
  choice: (one) => ({ type: 'string', enum: valuesOf(one) }),
  choices: (one) => ({
    type: 'array',
    items: { type: 'string', enum: valuesOf(one) },
    uniqueItems: true,
    minItems: one.min_items,
    maxItems: one.max_items,
  }),
  url: (one) => ({ type: 'string', format: 'uri', maxLength: longestText(one) }),
  country: codeForm,
  language: codeForm,
  timezone: codeForm,
  place: () => ({
    type: 'object',
    properties: {
      locality: placePart,
      region: placePart,
      country: { type: 'string', format: 'country' },
    },
    additionalProperties: false,
    minProperties: 1,
  }),
}

/** Returns the JSON Schema for the values of an attribute. */
export const formSchemaOf = (declaration: Declaration): JsonForm =>
  withoutUndefined(forms[declaration.type](declaration))

/** Whether the text is an absolute web address (WHATWG URL), as it would be written into a link. */
function isWebAddress(text: string): boolean {
  if (/[\s\p{Cc}]/u.test(text) || !/^https?:\/\//i.test(text)) return false
  return URL.canParse(text)
}

const libraries = lazy(() => {
  // Loaded with the first declaration, which most services do not have.
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats')
  return { Ajv2020, addFormats }
})

/** Returns a function that compiles declarations (Ajv in strict mode). */
export function createForms(offered: OfferedCodes): Compile {
  const ajv = lazy(() => {
    const { Ajv2020, addFormats } = libraries()
    const made = new Ajv2020({
      strict: true,
      strictRequired: true,
      // The forms are our own, and a test holds them against the meta-schema.
      meta: false,
      validateSchema: false,
      code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
      formats: {
        uri: isWebAddress,
        country: (code: string) => offered.country(code) === code,
        language: (code: string) => offered.language(code) === code,
        timezone: (code: string) => offered.timezone(code) === code,
      },
    })
    addFormats(made, { formats: ['date'], keywords: true })
    return made
  })
  return (declaration) => {
    const validate = ajv().compile(formSchemaOf(declaration))
    return (value) => (validate(value) ? null : (validate.errors?.[0] ?? null))
  }
}

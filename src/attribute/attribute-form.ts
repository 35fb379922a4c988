import { createRequire } from 'node:module'
import type { ErrorObject } from 'ajv'
import { INTEGER_MAX } from '../basics/fields.ts'
import { lazy } from '../basics/lazy.ts'
import { type Declaration, LONG_TEXT_DEFAULT, PLACE_PART_MAX, TEXT_DEFAULT, URL_MAX } from './attribute.ts'
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

/** Returns the JSON Schema for the values of an attribute: the form of its type, with the declared constraints. */
export function formSchemaOf(declaration: Declaration): JsonForm {
  const { type, min_length, pattern, minimum, maximum, min_items, max_items } = declaration
  const bounded = (names: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined))
  const options = declaration.options?.map(({ value }) => value) ?? []
  const maxLength = longestText(declaration)
  switch (type) {
    case 'text':
    case 'long_text':
      return { type: 'string', ...bounded({ minLength: min_length, maxLength, pattern }) }
    case 'number':
    case 'integer':
      return { type, minimum: minimum ?? -INTEGER_MAX, maximum: maximum ?? INTEGER_MAX }
    case 'boolean':
      return { type: 'boolean' }
    case 'date':
      return {
        type: 'string',
        format: 'date',
        ...bounded({ formatMinimum: minimum, formatMaximum: maximum }),
      }
    case 'choice':
      return { type: 'string', enum: options }
    case 'choices':
      return {
        type: 'array',
        items: { type: 'string', enum: options },
        uniqueItems: true,
        ...bounded({ minItems: min_items, maxItems: max_items }),
      }
    case 'url':
      return { type: 'string', format: 'uri', maxLength }
    case 'place':
      return {
        type: 'object',
        properties: {
          locality: { type: 'string', maxLength: PLACE_PART_MAX },
          region: { type: 'string', maxLength: PLACE_PART_MAX },
          country: { type: 'string', format: 'country' },
        },
        additionalProperties: false,
        minProperties: 1,
      }
    default:
      return { type: 'string', format: type }
  }
}

/** Whether the text is an absolute web address (WHATWG URL), as it would be written into a link. */
function isWebAddress(text: string): boolean {
  if (/[\s\p{Cc}]/u.test(text) || !/^https?:\/\//i.test(text)) return false
  return URL.canParse(text)
}

const anchors = lazy(() => {
  // Loaded with the first declaration, which most services do not have.
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats')
  return { Ajv2020, addFormats }
})

/** Returns a function that compiles declarations (Ajv in strict mode). */
export function createForms(offered: OfferedCodes): Compile {
  const ajv = lazy(() => {
    const { Ajv2020, addFormats } = anchors()
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

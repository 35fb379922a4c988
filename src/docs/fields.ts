import type { JsonSchema } from '../protocol/json-schema.ts'
import { type ApiDocument, type Parameter, resolve } from './document.ts'
import { type Html, html, inline, type LinkOf } from './markup.ts'

/** Deeper fields are in the document only. */
const DEPTH_MAX = 4

interface Context {
  document: ApiDocument
  linkOf: LinkOf
}

/** Lists parameters of the address or headers. */
export function parameterList(context: Context, parameters: readonly Parameter[]): Html {
  return html`<ul class="fields">${parameters.map(({ name, required, description, schema, example }) =>
    field(context, {
      name,
      isRequired: required === true,
      schema: { ...schema, ...(description && { description }), ...(example !== undefined && { example }) },
      depth: DEPTH_MAX,
    }),
  )}</ul>`
}

/** Lists the fields of an object and, below each, those of the objects within. */
export function fieldList(context: Context, schema: JsonSchema, depth = 0): Html {
  const required = (schema.required ?? []) as string[]
  return html`<ul class="fields">${Object.entries(propertiesOf(schema)).map(([name, property]) =>
    field(context, { name, isRequired: required.includes(name), schema: property, depth }),
  )}</ul>`
}

/** Whether there are fields to list. */
export function hasFields(schema: JsonSchema): boolean {
  return Object.keys(propertiesOf(schema)).length > 0
}

export function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema.properties ?? {}) as Record<string, JsonSchema>
}

interface Field {
  name: string
  isRequired: boolean
  schema: JsonSchema
  depth: number
}

function field(context: Context, { name, isRequired, schema: given, depth }: Field): Html {
  const schema = { ...resolve(context.document, given), ...given }
  const inner = innerObject(context.document, schema)
  const notes = [...limitsOf(schema), exampleOf(schema)].filter((note) => note !== null)
  return html`<li><div class="field-head"><code class="field-name">${name}</code> <span class="field-type">${typeOf(context.document, schema)}</span>${
    isRequired && html` <span class="field-required">required</span>`
  }</div>${typeof schema.description === 'string' && html`<p>${inline(schema.description, context.linkOf)}</p>`}${
    notes.length > 0 && html`<p class="field-notes">${notes.map((note) => html`<span>${note}</span> `)}</p>`
  }${inner !== null && depth < DEPTH_MAX && fieldList(context, inner, depth + 1)}</li>`
}

/** Returns the object in a field: itself, an entry of its list, or one of its alternatives. */
function innerObject(document: ApiDocument, schema: JsonSchema): JsonSchema | null {
  const choices = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[]
  for (const candidate of [schema, schema.items as JsonSchema | undefined, ...choices]) {
    const resolved = candidate && resolve(document, candidate)
    if (resolved && hasFields(resolved)) return resolved
  }
  return null
}

function typeOf(document: ApiDocument, schema: JsonSchema): string {
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (choices) return choices.map((choice) => typeOf(document, resolve(document, choice))).join(' or ')
  if (schema.format === 'binary') return 'file'
  if (schema.type === 'array')
    return `list of ${typeOf(document, resolve(document, (schema.items ?? {}) as JsonSchema))}`
  if ('const' in schema) return JSON.stringify(schema.const)
  const format = names[String(schema.format)]
  return [schema.type].flat().map(String).join(' or ') + (format ? `, ${format}` : '')
}

/** What the formats of JSON Schema are called. */
const names: Readonly<Record<string, string>> = {
  email: 'email address',
  uri: 'URL',
  uuid: 'UUID',
  'date-time': 'RFC 3339 time',
  date: 'date',
}

/** Limits of more characters than this only keep out attacks, and tell readers nothing. */
const LENGTH_SHOWN = 300

function limitsOf(schema: JsonSchema): (string | Html)[] {
  const { enum: values, maxLength, minimum, maximum } = schema
  return [
    ...(Array.isArray(values)
      ? [html`One of ${values.map((value) => html`<code>${String(value)}</code> `)}`]
      : []),
    ...(Number(maxLength) <= LENGTH_SHOWN ? [`At most ${Number(maxLength)} characters.`] : []),
    ...(Number(minimum) > 0 ? [`At least ${Number(minimum)}.`] : []),
    ...(Number(maximum) <= 1_000_000 ? [`At most ${Number(maximum)}.`] : []),
  ]
}

function exampleOf({ examples, example }: JsonSchema): Html | null {
  const value = example ?? (Array.isArray(examples) ? examples[0] : undefined)
  if (value === undefined || typeof value === 'object') return null
  return html`Example: <code>${String(value)}</code>`
}

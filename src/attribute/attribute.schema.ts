import { z } from 'zod'
import { field } from '../basics/fields.ts'
import { envelopeOf } from '../protocol/responses.ts'
import {
  attributeTypes,
  type Declaration,
  LONG_TEXT_MAX,
  labelFor,
  OPTION_MAX,
  OPTIONS_MAX,
  PLACE_PART_MAX,
  shownValue,
  textFor,
} from './attribute.ts'
import { longestText } from './attribute-form.ts'
import type { AttributeView, CompiledAttribute } from './attribute-set.ts'

const placeMessage = z.object({ locality: z.string(), region: z.string(), country: z.string() })

const shownMessage = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  placeMessage,
  z.null(),
])

/** `UserAttributes` of a profile, and the attributes of a person for servers. */
export const shownAttributes = z
  .record(z.string(), shownMessage)
  .describe(
    'Attributes that the operator has declared and the caller may read, by name. Unset texts are empty, unset lists have no items, other unset values are null. It is missing if there are none.',
  )
  .meta({
    example: {
      department: 'sales',
      team_size: 5,
      newsletter: true,
      skills: ['go', 'sql'],
      hometown: { locality: 'Paris', region: '', country: 'FR' },
    },
  })

/** A declared attribute in the body of an update. Its declaration says what is accepted. */
export const declaredField = field<unknown>((value) => ({ value }), {
  description:
    'A declared attribute by its name. In a form, the text of the value: a list has one item on each line, a place is the JSON of an object. Empty or null clears it.',
  anyOf: [
    { type: 'string', maxLength: LONG_TEXT_MAX },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'array', items: { type: 'string', maxLength: OPTION_MAX }, maxItems: OPTIONS_MAX },
    {
      type: 'object',
      properties: Object.fromEntries(
        ['locality', 'region', 'country'].map((part) => [
          part,
          { type: 'string', maxLength: PLACE_PART_MAX },
        ]),
      ),
      additionalProperties: false,
    },
    { type: 'null' },
  ],
})

const bound = z.union([z.number(), z.string()]).optional()

const declarationMessage = z
  .object({
    name: z
      .string()
      .describe('Name in the profile, in the body of an update, and in `errors`.')
      .meta({ example: 'department' }),
    type: z.enum(attributeTypes).meta({ example: 'choice' }),
    label: z
      .string()
      .describe("In the reader's language, if the operator wrote it.")
      .meta({ example: 'Department' }),
    help: z.string().describe('Empty if there is none.').meta({ example: 'Where you work.' }),
    section: z
      .string()
      .describe('Title of the section on the page; empty for the general one.')
      .meta({ example: 'Work' }),
    writable: z.boolean().describe('Whether the caller may change it.'),
    default: shownMessage
      .describe('What is shown of people who have set nothing; null if it has none.')
      .meta({ example: null }),
    options: z
      .array(z.object({ value: z.string(), label: z.string() }))
      .optional()
      .describe('For `choice` and `choices`.')
      .meta({ example: [{ value: 'sales', label: 'Sales' }] }),
    min_length: z.int().optional().describe('In code points.'),
    max_length: z.int().optional().describe('In code points, for every type of free text.'),
    minimum: bound.describe('A number; for `date`, a date.'),
    maximum: bound,
    min_items: z.int().optional(),
    max_items: z.int().optional(),
  })
  .meta({ id: 'AttributeDeclaration' })

/** `GET user/attributes/`. */
export const declarationsAnswer = envelopeOf(
  z
    .object({
      attributes: z
        .array(declarationMessage)
        .describe('In the order of the page; those of a section are adjacent.'),
    })
    .meta({ id: 'AttributeDeclarations' }),
)

type DeclarationMessage = z.output<typeof declarationMessage>

/** Converts the declarations of a view for a reader of the languages (BCP 47). */
export const declarationsOf = (view: AttributeView | null, wanted: readonly string[]): DeclarationMessage[] =>
  view?.readable.map((one) => declarationOf(one, view.writable.has(one.declaration.name), wanted)) ?? []

const freeText = ['text', 'long_text', 'url']
const constraints = ['min_length', 'minimum', 'maximum', 'min_items', 'max_items'] as const

function declarationOf(
  { declaration, form }: CompiledAttribute,
  writable: boolean,
  wanted: readonly string[],
): DeclarationMessage {
  const { name, type, help, section, options } = declaration
  const message: DeclarationMessage = {
    name,
    type,
    label: labelFor(declaration, wanted),
    help: textFor(help, wanted),
    section: textFor(section, wanted),
    writable,
    default: declaration.default === null ? null : (shownValue(form, declaration.default) as never),
    ...(options && {
      options: options.map(({ value, label }) => ({ value, label: textFor(label, wanted) || value })),
    }),
    ...(freeText.includes(type) && { max_length: longestText(declaration) }),
  }
  return Object.assign(message, declaredConstraints(declaration))
}

const declaredConstraints = (declaration: Declaration) =>
  Object.fromEntries(
    constraints.flatMap((name) => (declaration[name] === undefined ? [] : [[name, declaration[name]]])),
  )

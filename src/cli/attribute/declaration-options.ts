import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Declaration } from '../../attribute/attribute.ts'
import { readers, type TextByLanguage, writers } from '../../attribute/attribute.ts'
import type { DeclarationInput } from '../../attribute/declaration.ts'
import { gather } from '../run.ts'

/** Parts of a declaration as options of the command line. */
export interface DeclarationOptions {
  type?: Declaration['type']
  label?: string[]
  helpText?: string[]
  section?: string[]
  order?: number
  owner?: string
  read?: (typeof readers)[number][]
  write?: (typeof writers)[number][]
  option?: string[]
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: string
  maximum?: string
  minItems?: number
  maxItems?: number
  default?: string
  searchable?: boolean
  claim?: string
}

function integer(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** Adds the options to a command. */
export function addDeclarationOptions(command: Command): Command {
  return command
    .option(
      '--label <text>',
      'what people read, in the default language or as de=Abteilung; repeatable',
      gather,
    )
    .option('--help-text <text>', 'an explanation below the field, in the same way; repeatable', gather)
    .option('--section <text>', 'title of the section of the page, in the same way; repeatable', gather)
    .option('--order <n>', 'place on the page; smaller numbers come first', integer)
    .option('--owner <app>', 'name or id of the application that owns it')
    .addOption(partyOption('--read <who>', 'who may read it', readers))
    .addOption(partyOption('--write <who>', 'who may write it', writers))
    .option('--option <value>', 'a value to choose, such as sales or sales=Sales; repeatable', gather)
    .option('--min-length <n>', 'minimum number of characters', integer)
    .option('--max-length <n>', 'maximum number of characters', integer)
    .option('--pattern <pattern>', 'regular expression (RE2) that a text must match')
    .option('--minimum <value>', 'smallest number, or first date')
    .option('--maximum <value>', 'largest number, or last date')
    .option('--min-items <n>', 'minimum number of chosen values', integer)
    .option('--max-items <n>', 'maximum number of chosen values', integer)
    .option('--default <value>', 'value of people who have set nothing')
    .option('--searchable', 'let servers list the people who have a value')
    .option('--claim <name>', 'name of its claim in tokens')
}

const partyOption = (flags: string, description: string, parties: readonly string[]) =>
  new Option(flags, `${description}; repeatable (default: person, applications, operator)`)
    .choices(parties)
    .argParser(gatherParty(parties))

/** Commander checks the choices of an option only if it has no parser. */
const gatherParty =
  (parties: readonly string[]) =>
  (text: string, previous: string[] = []): string[] => {
    if (!parties.includes(text)) throw new InvalidArgumentError(`Allowed choices are ${parties.join(', ')}.`)
    return gather(text, previous)
  }

/** Parts that `attribute change --unset` removes. */
export const unsettable = [
  'label',
  'help',
  'section',
  'owner',
  'default',
  'claim',
  'min_length',
  'max_length',
  'pattern',
  'minimum',
  'maximum',
  'min_items',
  'max_items',
] as const

/** Returns the declaration with the options applied; texts are replaced by language. */
export function withOptions(
  before: Partial<Declaration> & { name: string },
  options: DeclarationOptions,
  language: string,
): DeclarationInput {
  const { type, label, helpText, section, order, owner, read, write, option, pattern, searchable, claim } =
    options
  const texts = (present: TextByLanguage | undefined, given: string[] | undefined) =>
    given && { ...present, ...textsOf(given, language) }
  const known = before.options ?? []
  const parts = {
    type,
    label: texts(before.label, label),
    help: texts(before.help, helpText),
    section: texts(before.section, section),
    order,
    owner,
    read,
    write,
    options: option?.map((text) => optionOf(text, known, language)),
    min_length: options.minLength,
    max_length: options.maxLength,
    pattern,
    minimum: boundOf(options.minimum),
    maximum: boundOf(options.maximum),
    min_items: options.minItems,
    max_items: options.maxItems,
    default: options.default,
    searchable,
    claim,
  }
  const given = Object.entries(parts).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(given) } as DeclarationInput
}

function textsOf(given: readonly string[], language: string): TextByLanguage {
  return Object.fromEntries(
    given.map((text) => {
      const [, tag, rest] = /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)=(.*)$/s.exec(text) ?? []
      return tag === undefined ? [language, text] : [tag, rest ?? '']
    }),
  )
}

/** An option that is known keeps its labels unless it gets one. */
function optionOf(text: string, known: NonNullable<Declaration['options']>, language: string) {
  const at = text.indexOf('=')
  const value = at === -1 ? text : text.slice(0, at)
  const label = known.find((one) => one.value === value)?.label ?? {}
  return { value, label: at === -1 ? label : { ...label, [language]: text.slice(at + 1) } }
}

const boundOf = (text: string | undefined): string | number | undefined =>
  text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text

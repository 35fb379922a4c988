import type { Command, Option } from 'commander'
import { gather } from '../run.ts'

/** The value of an option or an operand. */
export interface Value {
  /** Its placeholder in the help, such as `kind`. */
  name: string
  /** The only values that are accepted; empty if any is. */
  choices: readonly string[]
  isFile: boolean
}

export interface CompletedOption {
  /** Its names, such as `-h` and `--help`. */
  flags: readonly string[]
  description: string
  /** Null if the option takes no value. */
  value: Value | null
  isRepeatable: boolean
}

/** A command and what can follow it. */
export interface CompletedCommand {
  /** Its words without the program's name; empty for the program itself. */
  path: readonly string[]
  subcommands: readonly { name: string; description: string }[]
  options: readonly CompletedOption[]
  operands: readonly Value[]
}

/** Placeholders of files and folders; the place of a move may be one. */
const files = ['file', 'place']

const helpOption: CompletedOption = {
  flags: ['-h', '--help'],
  description: 'display help for command',
  value: null,
  isRepeatable: false,
}

/** Returns the program and all its commands, each with the global options. */
export function commandTree(program: Command): CompletedCommand[] {
  // Any command accepts the options of the program, except its version.
  const shared = program.options.filter(({ long }) => long !== '--version').map(completedOption)
  const walk = (command: Command, path: readonly string[]): CompletedCommand[] => [
    {
      path,
      subcommands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
      options: [...(path.length === 0 ? [] : command.options.map(completedOption)), ...shared, helpOption],
      operands: command.registeredArguments.map((one) => toValue(one.name(), one.argChoices)),
    },
    ...command.commands.flatMap((one) => walk(one, [...path, one.name()])),
  ]
  return walk(program, [])
}

function completedOption(option: Option): CompletedOption {
  const placeholder = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1]
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    value: placeholder === undefined ? null : toValue(placeholder, option.argChoices),
    isRepeatable: option.variadic || option.parseArg === (gather as typeof option.parseArg),
  }
}

const toValue = (name: string, choices: readonly string[] | undefined): Value => ({
  name,
  choices: choices ?? [],
  isFile: files.includes(name),
})

import type { CompletedCommand, CompletedOption, Value } from './command-tree.ts'

/** Returns the completion script for zsh, which can be evaluated or stored in `fpath` as `_user-profile`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef user-profile
compdef _user-profile user-profile

${commands.map((command) => functionOf(command)).join('\n\n')}

# In fpath, the file itself is the function.
if [[ $funcstack[1] == _user-profile ]]; then
  _user-profile "$@"
fi
`
}

const nameOf = (path: readonly string[]) => ['_user-profile', ...path].join('_')

function functionOf({ path, subcommands, options, operands }: CompletedCommand): string {
  const specs = options.map(optionSpec)
  if (subcommands.length === 0) {
    const all = [...specs, ...operands.map((operand) => `':${operand.name}:${operandAction(operand)}'`)]
    return `${nameOf(path)}() {\n  _arguments \\\n    ${all.join(' \\\n    ')}\n}`
  }
  const descriptions = subcommands.map(({ name, description }) => `'${name}:${escaped(description)}'`)
  const branches = subcommands.map(({ name }) => `    ${name}) ${nameOf([...path, name])} ;;`)
  return `${nameOf(path)}() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
    ${descriptions.join('\n    ')}
  )
  _arguments -C \\
    ${[...specs, "'1: :->command'", "'*:: :->rest'"].join(' \\\n    ')}
  case $state in
    command) _describe -t commands command commands ;;
    rest) case $line[1] in
${branches.join('\n')}
    esac ;;
  esac
}`
}

function optionSpec({ flags, description, value, isRepeatable }: CompletedOption): string {
  const text = `[${escaped(description)}]${value === null ? '' : `:${value.name}:${action(value)}`}`
  // Names of the same option exclude each other; a repeatable option stays available.
  if (flags.length > 1) return `'(${flags.join(' ')})'{${flags.join(',')}}'${text}'`
  return `'${isRepeatable ? '*' : ''}${flags[0]}${value === null ? '' : '='}${text}'`
}

function action({ choices, isFile }: Value): string {
  if (isFile) return '_files'
  return choices.length === 0 ? ' ' : `(${choices.join(' ')})`
}

/** Without choices the name is shown as a hint, but not in the place of options. */
const operandAction = (operand: Value) =>
  operand.choices.length > 0 || operand.isFile ? action(operand) : `_guard "^-*" ${operand.name}`

/** Escapes a description for single quotes and for `_arguments`. */
const escaped = (text: string) => text.replace(/[[\]\\:]/g, '\\$&').replaceAll("'", "'\\''")

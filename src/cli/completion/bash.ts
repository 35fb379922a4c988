import type { CompletedCommand, Value } from './command-tree.ts'

/** Returns the completion script for bash 3.2 and later. It does not need the package bash-completion. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const options = commands.flatMap((command) =>
    command.options.flatMap(({ flags, value }) =>
      value === null ? [] : flags.map((flag) => ({ pattern: quoted([...command.path, flag]), value })),
    ),
  )
  const paths = commands.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path))
  const values = Map.groupBy(options, ({ value }) => completion(value))
  return `# Completes user-profile in bash.
_user_profile() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  local command='' i
  COMPREPLY=()
  # Bash splits --option=value at the equals sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${command:+$command }\${COMP_WORDS[i]}" in
      ${paths.join(' | \\\n      ')})
        command="\${command:+$command }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "\${command:+$command }$previous" in
${[...values]
  .map(
    ([work, group]) =>
      `    ${group.map(({ pattern }) => pattern).join(' | \\\n    ')})\n      ${work}\n      return ;;`,
  )
  .join('\n')}
  esac
  case "$command" in
${commands.map((command) => `    ${quoted(command.path)})\n      ${branch(command)} ;;`).join('\n')}
  esac
}
_user_profile_files() {
  local IFS=$'\\n'
  compopt -o filenames 2> /dev/null
  COMPREPLY=($(compgen -f -- "$1"))
}
complete -F _user_profile user-profile
`
}

/** Completes options if the word starts like one, otherwise subcommands or operands. */
function branch({ options, subcommands, operands }: CompletedCommand): string {
  const flags = options.flatMap((option) => option.flags).filter((flag) => flag.startsWith('--'))
  const others = completion({
    choices: [...subcommands.map(({ name }) => name), ...operands.flatMap(({ choices }) => choices)],
    isFile: operands.some(({ isFile }) => isFile),
  })
  return `if [[ $current == -* ]]; then ${oneOf(flags)}; else ${others}; fi`
}

function completion({ choices, isFile }: Pick<Value, 'choices' | 'isFile'>): string {
  if (isFile) return '_user_profile_files "$current"'
  return choices.length === 0 ? ':' : oneOf(choices)
}

const oneOf = (words: readonly string[]) => `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`

/** Words of the program contain no quotes. */
const quoted = (words: readonly string[]) => `'${words.join(' ')}'`

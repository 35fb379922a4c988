import type { CompletedCommand, CompletedOption } from './command-tree.ts'

/** Returns the completion script for fish 3 and later. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')))
  return `# Completes user-profile in fish.
# Succeeds if the words so far are those of the command.
function __user_profile_at
  set -l words (commandline -opc)
  set -l command
  for word in $words[2..-1]
    if contains -- (string join ' ' -- $command $word) ${paths.join(' ')}
      set -a command $word
    end
  end
  test "$command" = "$argv[1]"
end
complete -c user-profile -f
${commands.flatMap(linesOf).join('\n')}
`
}

function linesOf({ path, subcommands, options, operands }: CompletedCommand): string[] {
  const complete = `complete -c user-profile -n ${quoted(`__user_profile_at ${quoted(path.join(' '))}`)}`
  return [
    ...subcommands.map(({ name, description }) => `${complete} -a ${name} -d ${quoted(description)}`),
    ...options.map((option) => `${complete} ${optionOf(option)}`),
    ...operands.flatMap(({ choices, isFile }) => {
      if (isFile) return [`${complete} -F`]
      return choices.length === 0 ? [] : [`${complete} -a ${quoted(choices.join(' '))}`]
    }),
  ]
}

function optionOf({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const text = `${names.join(' ')} -d ${quoted(description)}`
  if (value === null) return text
  if (value.isFile) return `${text} -r -F`
  return value.choices.length === 0 ? `${text} -x` : `${text} -x -a ${quoted(value.choices.join(' '))}`
}

/** Within single quotes fish knows \\' and \\\\ alone. */
const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

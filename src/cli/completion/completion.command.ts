import { Argument, type Command } from 'commander'
import { bashScript } from './bash.ts'
import { commandTree } from './command-tree.ts'
import { fishScript } from './fish.ts'
import { zshScript } from './zsh.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

const help = `
Prints a script that completes commands, options and their choices with the Tab key. It needs neither the service nor
settings.

Examples:
  bash  eval "$(user-profile completion bash)"
  zsh   eval "$(user-profile completion zsh)"
  fish  user-profile completion fish | source

To enable it in every shell, add the line to ~/.bashrc, or to ~/.zshrc after compinit, or write the output of the third
into ~/.config/fish/completions/user-profile.fish.`

/** `completion bash|zsh|fish`: prints a script for the shell, derived from the program's commands. */
export function completionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(scripts)))
    .addHelpText('after', help)
    .action((shell: keyof typeof scripts) => {
      process.stdout.write(scripts[shell](commandTree(program)))
    })
}

import { createInterface } from 'node:readline/promises'
import { CommandError, usageError } from './command-error.ts'

/**
 * Asks for confirmation before something is destroyed, unless `--yes` was given. The question is written to
 * standard error, since standard output is for the result.
 * @throws {CommandError} exit code 2 if there is no terminal, 1 if the answer is not yes
 */
export async function confirm(question: string, options: { yes?: boolean }): Promise<void> {
  if (options.yes) return
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageError(`${question} There is no terminal to confirm on: repeat the command with --yes.`)
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`${question} [y/N] `)
  lines.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('aborted; nothing was changed')
}

import { createInterface } from 'node:readline/promises'
import { CommandError, usageError } from './command-error.ts'

/**
 * Asks before something is destroyed, unless `--yes` was given. The question goes to standard error, so that standard
 * output stays the result's.
 * @throws {CommandError} exit code 2 if there is nobody to ask, 1 if the answer is not yes
 */
export async function confirm(question: string, options: { yes?: boolean }): Promise<void> {
  if (options.yes) return
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageError(`${question} Nobody is there to ask: repeat the command with --yes.`)
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`${question} [y/N] `)
  lines.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('nothing was done')
}

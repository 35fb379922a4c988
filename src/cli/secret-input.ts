import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { usageError } from './command-error.ts'

/** Options of a command that takes a password. */
export interface PasswordOptions {
  password?: string
  passwordStdin?: boolean
}

/** Far longer than any accepted password. */
const INPUT_MAX = 65_536

/**
 * Returns the password given on the command line or on standard input (without the trailing line break), or
 * `null` if none was given.
 */
export async function readPassword(options: PasswordOptions): Promise<string | null> {
  if (options.password !== undefined && options.passwordStdin) {
    throw usageError('--password and --password-stdin are mutually exclusive')
  }
  if (options.password !== undefined) return options.password
  if (!options.passwordStdin) return null
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > INPUT_MAX) throw usageError('the password on standard input is too long')
  }
  return text.replace(/\r?\n$/, '')
}

/** Prompts for a new password twice without echo. Returns `null` if there is no terminal. */
export async function askPassword(): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  const ask = async (question: string) => {
    process.stderr.write(question)
    const answer = await lines.question('')
    process.stderr.write('\n')
    return answer
  }
  const first = await ask('New password: ')
  const second = await ask('Repeat password: ')
  lines.close()
  if (first !== second) throw usageError('the two passwords differ')
  return first
}

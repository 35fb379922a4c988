import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { usageError } from './command-error.ts'

/** Options of a command that takes a password. */
export interface PasswordOptions {
  password?: string
  passwordStdin?: boolean
}

/** Far longer than any password that is accepted. */
const INPUT_MAX = 65_536

/** The password as given on the command line or on standard input (without the line's end), or `null` for none. */
export async function readPassword(options: PasswordOptions): Promise<string | null> {
  if (options.password !== undefined && options.passwordStdin) {
    throw usageError('--password and --password-stdin exclude each other')
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

/** Asks for a new password twice, without showing it. `null` if there is nobody to ask. */
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
  const second = await ask('Once more: ')
  lines.close()
  if (first !== second) throw usageError('the two passwords differ')
  return first
}

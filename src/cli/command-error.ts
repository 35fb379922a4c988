import { fieldMessages } from '../error-catalogue.ts'
import { fill, type Refusal } from '../errors.ts'
import type { Unavailable } from '../ports/unavailable.ts'

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

/** A command cannot do what it was asked. The message is for the operator. */
export class CommandError extends Error {
  readonly exitCode: number
  /** Messages by field, where single values are at fault. */
  readonly fields: Record<string, string[]> | undefined

  constructor(
    message: string,
    options: { exitCode?: number; fields?: Record<string, string[]>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'CommandError'
    this.exitCode = options.exitCode ?? exitCodes.failed
    this.fields = options.fields
  }
}

/** The command line itself is wrong: exit code 2. */
export function usageError(message: string, fields?: Record<string, string[]>): CommandError {
  return new CommandError(message, { exitCode: exitCodes.usage, ...(fields && { fields }) })
}

const settingOf = {
  database: 'DATABASE_URL',
  pictures: 'OBJECTS_URL',
  limits: 'REDIS_URL',
  uploads: 'DATA_DIR',
} as const

/** What is unavailable, why, and what to do about it, in one line. */
export function explainUnavailable({ part, message, cause, remedy }: Unavailable): string {
  const reason = cause instanceof AggregateError ? cause.errors[0] : cause
  const why = reason instanceof Error ? `: ${reason.message}` : ''
  return `${message}${why}. ${remedy ?? `See ${settingOf[part]}`}`
}

/** A refusal of the rules, as the operator reads it: values that break a rule are a wrong command line. */
export function fromRefusal(refusal: Refusal): CommandError {
  if (!refusal.faults) return new CommandError(refusal.message, { cause: refusal })
  const fields = messagesOf(refusal.faults)
  const isConflict = Object.values(refusal.faults).some((faults) => faults.some((f) => isTaken(f.key)))
  const text = Object.entries(fields)
    .map(([name, messages]) => `${name}: ${messages.join(' ')}`)
    .join('\n')
  return new CommandError(text, { exitCode: isConflict ? exitCodes.failed : exitCodes.usage, fields })
}

const isTaken = (key: string) => key === 'username_taken' || key === 'email_taken'

/** The English texts of faults, by field. */
export function messagesOf(faults: NonNullable<Refusal['faults']>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(faults).map(([name, list]) => [
      name,
      list.map((fault) => fill(fieldMessages[fault.key].text, fault.params)),
    ]),
  )
}

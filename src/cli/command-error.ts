import { fieldMessages } from '../errors/error-catalogue.ts'
import { fill, type Refusal } from '../errors/errors.ts'

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

/** A command cannot do what was requested. The message is for the operator. */
export class CommandError extends Error {
  readonly exitCode: number
  /** Messages by field, if single values are at fault. */
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

/** Converts a refusal for the operator: values that violate a rule are a usage error. */
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

/** Returns the English texts of faults, by field. */
export function messagesOf(faults: NonNullable<Refusal['faults']>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(faults).map(([name, list]) => [
      name,
      list.map((fault) => fill(fieldMessages[fault.key].text, fault.params)),
    ]),
  )
}

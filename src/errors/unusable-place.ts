/**
 * A file, folder or address cannot be used. The message is a single line for the operator and begins with the setting,
 * option or argument that names the place.
 */
export class UnusablePlace extends Error {
  /** Whether only another value of that setting or option helps. */
  readonly isNameWrong: boolean

  constructor(name: string, message: string, options: ErrorOptions & { isNameWrong?: boolean } = {}) {
    super(`${name}: ${message}`, options)
    this.name = 'UnusablePlace'
    this.isNameWrong = options.isNameWrong ?? false
  }
}

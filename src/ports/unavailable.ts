/** The parts of the world that the service works with. */
export type Part = 'database' | 'pictures' | 'limits' | 'uploads'

/** A part is unavailable or does not answer in time. What was asked of it may be asked again later. */
export class Unavailable extends Error {
  readonly part: Part
  /** What the operator can do about it: a sentence without its full stop. */
  readonly remedy: string | undefined

  constructor(part: Part, options: ErrorOptions & { remedy?: string | undefined } = {}) {
    super(`the ${part} cannot be ${options.remedy === undefined ? 'reached' : 'used'}`, options)
    this.name = 'Unavailable'
    this.part = part
    this.remedy = options.remedy
  }

  /** What the part's driver or the operating system calls the fault, such as `ENOSPC` or `database or disk is full`. */
  get reason(): string | undefined {
    const { code, errstr } = (this.cause ?? {}) as { code?: unknown; errstr?: unknown }
    const reason = errstr ?? code
    return typeof reason === 'string' ? reason : undefined
  }
}

/** What the service depends on. */
export type Dependency = 'database' | 'pictures' | 'limits' | 'uploads'

interface About extends ErrorOptions {
  /** What the operator can do about it: a sentence without a full stop. */
  remedy?: string | undefined
  /** Whether the dependency responds but rejects the settings, so that only other settings help. Default: false. */
  isRejection?: boolean
  /** The setting at fault, if it is not the one that says where the dependency is. */
  setting?: string
}

/** A dependency is unavailable or does not respond in time. The operation may be retried later. */
export class Unavailable extends Error {
  readonly dependency: Dependency
  readonly remedy: string | undefined
  readonly isRejection: boolean
  readonly setting: string | undefined

  constructor(dependency: Dependency, { remedy, isRejection = false, setting, ...options }: About = {}) {
    super(`the ${dependency} cannot be ${remedy === undefined ? 'reached' : 'used'}`, options)
    this.name = 'Unavailable'
    this.dependency = dependency
    this.remedy = remedy
    this.isRejection = isRejection
    this.setting = setting
  }

  /**
   * The name that the driver or the operating system gives the error, such as `ENOSPC` or `database or disk
   * is full`.
   */
  get reason(): string | undefined {
    const { code, errstr } = (this.cause ?? {}) as { code?: unknown; errstr?: unknown }
    const reason = errstr ?? code
    return typeof reason === 'string' ? reason : undefined
  }
}

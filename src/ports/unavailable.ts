/** The parts of the world that the service works with. */
export type Part = 'database' | 'pictures' | 'limits' | 'uploads'

/** A part is away or does not answer in time. What was asked of it may be asked again later. */
export class Unavailable extends Error {
  readonly part: Part

  constructor(part: Part, options?: ErrorOptions) {
    super(`the ${part} cannot be reached`, options)
    this.name = 'Unavailable'
    this.part = part
  }
}

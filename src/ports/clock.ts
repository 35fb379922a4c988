/** Where time comes from. Rules and services take instants as arguments or through this port. */
export interface Clock {
  /** The current instant, in milliseconds since the Unix epoch. */
  now(): number
}

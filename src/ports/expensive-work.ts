import { tracingChannel } from 'node:diagnostics_channel'

/** CPU-bound work: what is done, such as `password hash`, and never for whom. */
export interface ExpensiveWork {
  name: string
  /**
   * For a password comparison: the family of its hash, and the amount of that work. Not for traces: it would
   * reveal who exists.
   */
  family?: string
  units?: number
}

/** Channel for expensive work. An adapter that measures it subscribes. */
export const expensiveWork = tracingChannel<ExpensiveWork, ExpensiveWork>('user-profile.expensive-work')

/** Does the work and publishes its start and end if anyone subscribed. */
export function expensive<T>(
  name: string,
  work: () => Promise<T>,
  about: Omit<ExpensiveWork, 'name'> = {},
): Promise<T> {
  return expensiveWork.hasSubscribers ? expensiveWork.tracePromise(work, { ...about, name }) : work()
}

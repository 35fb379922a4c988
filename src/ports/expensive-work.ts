import { tracingChannel } from 'node:diagnostics_channel'

/** Work that keeps a core busy: what is done, such as `password hash`, and never for whom. */
export interface ExpensiveWork {
  name: string
  /** Of a comparison of a password: the family of its hash, and how much of that work it is. Not for traces: it tells who exists. */
  family?: string
  units?: number
}

/** Where expensive work is told of; an adapter that measures it subscribes. */
export const expensiveWork = tracingChannel<ExpensiveWork, ExpensiveWork>('user-profile.expensive-work')

/** Does the work and tells of it. Where nobody listens it is just done. */
export function expensive<T>(
  name: string,
  work: () => Promise<T>,
  about: Omit<ExpensiveWork, 'name'> = {},
): Promise<T> {
  return expensiveWork.hasSubscribers ? expensiveWork.tracePromise(work, { ...about, name }) : work()
}

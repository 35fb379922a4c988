import { tracingChannel } from 'node:diagnostics_channel'

/** Work that keeps a core busy: what is done, such as `password hash`, and never for whom. */
export interface CostlyWork {
  name: string
  /** Of a comparison of a password: the family of its hash, and how much of that work it is. Not for traces: it tells who exists. */
  family?: string
  units?: number
}

/** Where costly work is told of; an adapter that measures it subscribes. */
export const costlyWork = tracingChannel<CostlyWork, CostlyWork>('user-profile.costly-work')

/** Does the work and tells of it. Where nobody listens it is just done. */
export function costly<T>(
  name: string,
  work: () => Promise<T>,
  about: Omit<CostlyWork, 'name'> = {},
): Promise<T> {
  return costlyWork.hasSubscribers ? costlyWork.tracePromise(work, { ...about, name }) : work()
}

import { tracingChannel } from 'node:diagnostics_channel'

/** Work that keeps a core busy: what is done, such as `password hash`, and never for whom. */
export interface CostlyWork {
  name: string
}

/** Where costly work is told of; an adapter that measures it subscribes. */
export const costlyWork = tracingChannel<CostlyWork, CostlyWork>('user-profile.costly-work')

/** Does the work and tells of it. Where nobody listens it is just done. */
export function costly<T>(name: string, work: () => Promise<T>): Promise<T> {
  return costlyWork.hasSubscribers ? costlyWork.tracePromise(work, { name }) : work()
}

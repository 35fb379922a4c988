import { channel } from 'node:diagnostics_channel'

/**
 * The one place where events of the world enter the service: emitters, streams, timers and native callbacks. A throw
 * in a callback that belongs to no promise ends the process, so every callback is made here, and a test refuses
 * listeners and timers that are made elsewhere.
 */

/** What is left of an emitter for whoever only listens. */
export interface Emitter {
  // biome-ignore lint/suspicious/noExplicitAny: emitters of the world type their listeners each in its own way.
  on(event: string, listener: (...args: any[]) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  off(event: string, listener: (...args: any[]) => void): unknown
}

type Callback<A extends unknown[]> = (...args: A) => void

/** A fault that belongs to no request: `name` is the callback or the background work that it came from. */
export interface StrayFault {
  name: string
  error: unknown
}

/** Told of every stray fault. If nobody subscribes, a warning of the process is emitted instead. */
export const strayFaults = channel('user-profile.stray-fault')

/** Reports a fault that nobody waits for. Never throws. */
export function reportStrayFault(name: string, error: unknown): void {
  if (strayFaults.hasSubscribers) strayFaults.publish({ name, error } satisfies StrayFault)
  else
    process.emitWarning(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

/** For tests: called with the name of each callback before it runs, inside the guard, so that it can throw there. */
export const sabotage: { before: (name: string) => void } = { before: () => {} }

/** The callback, unable to throw: what it throws goes to `onThrow`. */
function guarded<A extends unknown[]>(
  name: string,
  callback: Callback<A>,
  onThrow: (error: unknown) => void,
): Callback<A> {
  return (...args) => {
    try {
      sabotage.before(name)
      callback(...args)
    } catch (error) {
      onThrow(error)
    }
  }
}

/** What a promise made of events can do. */
export interface Events<T> {
  resolve(value: T): void
  reject(reason: unknown): void
  /** Whether the promise is settled, for loops that feed what may reject it. */
  isSettled(): boolean
  /** Listens until the promise settles. A throw of the listener rejects the promise. */
  // biome-ignore lint/suspicious/noExplicitAny: see `Emitter`.
  on(emitter: Emitter, event: string, listener: (...args: any[]) => void): void
  /** Calls back after so many milliseconds, unless the promise settles before. A throw rejects the promise. */
  after(milliseconds: number, callback: () => void): void
  /** Makes a callback to hand to a native or library function. A throw rejects the promise. */
  callback<A extends unknown[]>(callback: Callback<A>): Callback<A>
}

/**
 * Makes a promise of events. `begin` adds the listeners and timers; they are removed when the promise settles, except
 * that an `error` event stays heard, since an emitter that fails later would otherwise end the process.
 * @param name of the work, such as `multipart body`; a callback is called `name: event`
 */
export function fromEvents<T>(name: string, begin: (events: Events<T>) => void): Promise<T> {
  return new Promise<T>((resolvePromise, rejectPromise) => {
    const cleanUps: (() => void)[] = []
    let isSettled = false
    const settle = (conclude: () => void): void => {
      if (isSettled) return
      isSettled = true
      for (const cleanUp of cleanUps) cleanUp()
      conclude()
    }
    const reject = (reason: unknown) => settle(() => rejectPromise(reason))
    const events: Events<T> = {
      resolve: (value) => settle(() => resolvePromise(value)),
      reject,
      isSettled: () => isSettled,
      on(emitter, event, listener) {
        const guard = guarded(`${name}: ${event}`, listener, reject)
        emitter.on(event, guard)
        cleanUps.push(() => {
          if (event === 'error') emitter.on('error', ignore)
          emitter.off(event, guard)
        })
        if (isSettled) emitter.off(event, guard)
      },
      after(milliseconds, callback) {
        if (isSettled) return
        const timer = setTimeout(guarded(`${name}: timer`, callback, reject), milliseconds)
        cleanUps.push(() => clearTimeout(timer))
      },
      callback: (callback) => guarded(`${name}: callback`, callback, reject),
    }
    try {
      begin(events)
    } catch (error) {
      reject(error)
    }
  })
}

const ignore = () => {}

/**
 * Listens for as long as the emitter lives, or until the returned function is called. A throw of the listener is a
 * stray fault.
 */
// biome-ignore lint/suspicious/noExplicitAny: see `Emitter`.
export function listen(name: string, emitter: Emitter, event: string, listener: (...args: any[]) => void) {
  const guard = guarded(`${name}: ${event}`, listener, (error) =>
    reportStrayFault(`${name}: ${event}`, error),
  )
  emitter.on(event, guard)
  return (): void => {
    emitter.off(event, guard)
  }
}

/** Hears the `error` events of an emitter whose faults are told elsewhere, such as by the calls that fail on it. */
export function hearErrors(emitter: Emitter): void {
  emitter.on('error', ignore)
}

/**
 * Calls back once after so many milliseconds. The timer keeps no process alive. A throw is a stray fault. Returns how
 * to cancel it.
 */
export function later(name: string, milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(
    guarded(name, callback, (error) => reportStrayFault(name, error)),
    milliseconds,
  )
  timer.unref()
  return () => clearTimeout(timer)
}

/** Calls back every so many milliseconds. The timer keeps no process alive. A throw is a stray fault. Returns how to end it. */
export function every(name: string, milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(
    guarded(name, callback, (error) => reportStrayFault(name, error)),
    milliseconds,
  )
  timer.unref()
  return () => clearInterval(timer)
}

/** Lets work go on that nobody waits for. A rejection is a stray fault. */
export function inBackground(name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => reportStrayFault(name, error))
}

/**
 * The result of the work, or a rejection with `overdue()` if it takes longer. The work goes on; what becomes of it is
 * ignored.
 */
export function within<T>(milliseconds: number, work: Promise<T>, overdue: () => Error): Promise<T> {
  return fromEvents<T>('deadline', ({ resolve, reject, after }) => {
    after(milliseconds, () => reject(overdue()))
    work.then(resolve, reject)
  })
}

import { channel } from 'node:diagnostics_channel'

/**
 * All external events enter the service here: emitters, streams, timers and native callbacks. An exception in
 * a callback that belongs to no promise ends the process, so every callback is wrapped here. A test rejects
 * listeners and timers that are created elsewhere.
 */

/** The part of an emitter that listeners need. */
export interface Emitter {
  // biome-ignore lint/suspicious/noExplicitAny: emitters type their listeners in different ways.
  on(event: string, listener: (...args: any[]) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  off(event: string, listener: (...args: any[]) => void): unknown
}

type Callback<A extends unknown[]> = (...args: A) => void

/**
 * An error that belongs to no request. `name` identifies the callback or background work that it came from.
 */
export interface BackgroundError {
  name: string
  error: unknown
}

/** Receives every background error. Without subscribers, a process warning is emitted instead. */
export const backgroundErrors = channel('user-profile.background-error')

/** Reports an error that nobody is waiting for. Never throws. */
export function reportBackgroundError(name: string, error: unknown): void {
  if (backgroundErrors.hasSubscribers) backgroundErrors.publish({ name, error } satisfies BackgroundError)
  else
    process.emitWarning(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

/**
 * For tests: called with the name of each callback before it runs, inside the guard, so that it can throw
 * there.
 */
export const sabotage: { before: (name: string) => void } = { before: () => {} }

/** Wraps a callback so that it cannot throw: errors are passed to `onThrow`. */
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

/** Settles a promise from events. */
export interface Events<T> {
  resolve(value: T): void
  reject(reason: unknown): void
  /** Whether the promise is settled, for loops that feed something that may reject it. */
  isSettled(): boolean
  /** Listens until the promise settles. If the listener throws, the promise is rejected. */
  // biome-ignore lint/suspicious/noExplicitAny: see `Emitter`.
  on(emitter: Emitter, event: string, listener: (...args: any[]) => void): void
  /**
   * Calls back after a delay in milliseconds unless the promise settles first. If the callback throws, the
   * promise is rejected.
   */
  after(milliseconds: number, callback: () => void): void
  /** Wraps a callback for a native or library function. If it throws, the promise is rejected. */
  callback<A extends unknown[]>(callback: Callback<A>): Callback<A>
}

/**
 * Creates a promise from events. `begin` adds listeners and timers, which are removed when the promise
 * settles. An `error` listener remains, since an emitter that fails later would otherwise end the process.
 * @param name name of the work, such as `multipart body`; a callback is reported as `name: event`
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
 * Listens for the lifetime of the emitter or until the returned function is called. An exception in the
 * listener is reported as a background error.
 */
// biome-ignore lint/suspicious/noExplicitAny: see `Emitter`.
export function listen(name: string, emitter: Emitter, event: string, listener: (...args: any[]) => void) {
  const guard = guarded(`${name}: ${event}`, listener, (error) =>
    reportBackgroundError(`${name}: ${event}`, error),
  )
  emitter.on(event, guard)
  return (): void => {
    emitter.off(event, guard)
  }
}

/**
 * Ignores the `error` events of an emitter whose errors are reported elsewhere, such as by the calls that
 * fail.
 */
export function ignoreErrors(emitter: Emitter): void {
  emitter.on('error', ignore)
}

/**
 * Calls back once after a delay in milliseconds. The timer does not keep the process alive. An exception is
 * reported as a background error. Returns a function that cancels the timer.
 */
export function later(name: string, milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(
    guarded(name, callback, (error) => reportBackgroundError(name, error)),
    milliseconds,
  )
  timer.unref()
  return () => clearTimeout(timer)
}

/**
 * Calls back at an interval in milliseconds. The timer does not keep the process alive. An exception is
 * reported as a background error. Returns a function that stops the timer.
 */
export function every(name: string, milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(
    guarded(name, callback, (error) => reportBackgroundError(name, error)),
    milliseconds,
  )
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * Calls back after the event loop has handled pending events. An exception is reported as a background error.
 */
export function nextTurn(name: string, callback: () => void): void {
  setImmediate(guarded(name, callback, (error) => reportBackgroundError(name, error)))
}

/**
 * Returns a function that collects values; those of one turn of the event loop are handled together at its end. An exception
 * is reported as a background error, and costs at most its own value.
 */
export function collectTurn<T>(name: string, handle: (value: T) => void): (value: T) => void {
  const waiting: T[] = []
  const handleAll = (): void => {
    while (waiting.length > 0) handle(waiting.shift()!)
  }
  const plan = (): void => {
    const onThrow = (error: unknown) => {
      reportBackgroundError(name, error)
      if (waiting.length > 0) plan()
    }
    setImmediate(guarded(name, handleAll, onThrow))
  }
  return (value) => {
    if (waiting.push(value) === 1) plan()
  }
}

/** Runs work that nobody waits for. A rejection is reported as a background error. */
export function inBackground(name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => reportBackgroundError(name, error))
}

/**
 * Resolves with the result of the work, or rejects with `overdue()` if it takes longer than the limit. The
 * work continues; its outcome is ignored. What arrived in time counts, even if this process was too busy to read it.
 */
export function within<T>(milliseconds: number, work: Promise<T>, overdue: () => Error): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const refuse = guarded('deadline', () => reject(overdue()), reject)
  // Timers run before input is read, and immediates after that.
  const timer = setTimeout(setImmediate, milliseconds, refuse)
  work.then(
    (value) => {
      clearTimeout(timer)
      resolve(value)
    },
    (error: unknown) => {
      clearTimeout(timer)
      reject(error)
    },
  )
  return promise
}

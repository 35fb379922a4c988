import { explainPlace, type PlaceNames } from '../explain.ts'

/**
 * Wraps an object so that its methods reject with messages that use these names. A move works on two places at once, and
 * the error of a store does not say which of them it is.
 */
export function withPlaceNames<T extends object>(object: T, names: PlaceNames): T {
  const named = (error: unknown) => explainPlace(error, names) ?? error
  const guard = (result: unknown): unknown => {
    if (result instanceof Promise) {
      return result.then(guard, (error: unknown) => {
        throw named(error)
      })
    }
    return isSequence(result) ? eachNamed(result, named) : result
  }
  return new Proxy(object, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        try {
          return guard(Reflect.apply(value, target, args))
        } catch (error) {
          throw named(error)
        }
      }
    },
  })
}

/** A stream also has an iterator, but whoever reads it needs the stream itself. */
function isSequence(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && !('read' in value)
}

async function* eachNamed(
  items: AsyncIterable<unknown>,
  named: (error: unknown) => unknown,
): AsyncIterable<unknown> {
  try {
    yield* items
  } catch (error) {
    throw named(error)
  }
}

import { createRequire } from 'node:module'
import { lazy } from '../basics/lazy.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first pattern, which most services do not have. */
const re2 = lazy(() => require('re2js') as typeof import('re2js'))

/** Maximum length of a pattern, in UTF-16 units. */
const PATTERN_MAX = 200

/** Maximum number of steps of a match: the size of the compiled pattern times the length of the text. Some ten milliseconds. */
const STEPS_MAX = 1_000_000

/** A compiled pattern. Its text identifies it. */
export interface LinearPattern {
  test(text: string): boolean
  toString(): string
}

/**
 * Compiles a regular expression that runs in time linear to the text (RE2).
 * @throws {Error} if it needs backtracking, such as for look-around and references, or is invalid
 */
export function linearPattern(pattern: string): LinearPattern {
  const compiled = re2().RE2JS.compile(pattern)
  return { test: (text) => compiled.test(text), toString: () => pattern }
}

/** Returns why a pattern cannot be used for texts of at most `textMax` code points, or null if it can. */
export function patternFault(pattern: string, textMax: number): string | null {
  if (pattern.length > PATTERN_MAX) return `must have at most ${PATTERN_MAX} characters`
  try {
    const size = re2().RE2JS.compile(pattern).programSize()
    if (size * textMax <= STEPS_MAX) return null
    return `is too large for texts of ${textMax} characters: repeat less, or set a smaller max_length`
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '').slice(0, 200)
    return `must be a regular expression of RE2, without look-around and references: ${reason}`
  }
}

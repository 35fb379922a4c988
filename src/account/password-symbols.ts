import { adjacencyGraphs } from '@zxcvbn-ts/language-common'
import { lazy } from '../lazy.ts'

/** Fewest characters of a run. */
const RUN_MIN = 3

/** A password as rules compare it: without differences of case, width and composition. */
export const foldPassword = (password: string): string => password.normalize('NFKC').toLowerCase()

/**
 * Ways to go on from one character to another on a keyboard, each a layout and a direction: `q` to `w` and `w` to `e` are one
 * way, so that `qwe` is a run.
 */
const keyboardWays = lazy(() => {
  const ways = new Map<string, string[]>()
  for (const [layout, keys] of Object.entries(adjacencyGraphs)) {
    for (const [key, neighbours] of Object.entries(keys)) {
      for (const [direction, neighbour] of neighbours.entries()) {
        for (const next of neighbour ?? '') {
          const pair = `${key.toLowerCase()}${next.toLowerCase()}`
          ways.set(pair, [...(ways.get(pair) ?? []), `${layout} ${direction}`])
        }
      }
    }
  }
  return ways
})

/** How one character leads to the next: by the order of code points, or on a keyboard. */
function waysOf(from: string, to: string): readonly string[] {
  const step = to.codePointAt(0)! - from.codePointAt(0)!
  const byOrder = Math.abs(step) <= 1 ? [`step ${step}`] : []
  return [...byOrder, ...(keyboardWays().get(from + to) ?? [])]
}

/** How long the longest run from the place is. */
function runLength(text: readonly string[], start: number): number {
  let longest = 1
  const first = text[start]
  const second = text[start + 1]
  if (first === undefined || second === undefined) return longest
  for (const way of waysOf(first, second)) {
    let end = start + 2
    while (end < text.length && waysOf(text[end - 1]!, text[end]!).includes(way)) end++
    longest = Math.max(longest, end - start)
  }
  return longest
}

/**
 * Of how many symbols a folded password is made, where each of these counts as one: a word of the list, a year, a run of
 * three or more equal characters, neighbours in order or on a keyboard, and every other character. Also which words it has.
 */
export function symbolsOf(password: string, words: readonly string[]): { count: number; found: string[] } {
  const text = Array.from(password)
  const known = words.map((word) => Array.from(word)).toSorted((a, b) => b.length - a.length)
  const found: string[] = []
  let count = 0
  for (let at = 0; at < text.length; count++) {
    const word = known.find((letters) => letters.every((letter, i) => text[at + i] === letter))
    if (word) found.push(word.join(''))
    const run = runLength(text, at)
    const year = /^(18|19|20)\d\d/.test(text.slice(at, at + 4).join('')) ? 4 : 1
    at += word?.length ?? Math.max(run >= RUN_MIN ? run : 1, year)
  }
  return { count, found }
}

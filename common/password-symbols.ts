/** Minimum length of a run. */
const RUN_MIN = 3

/** Folds a password for comparison: removes differences of case, width and composition. */
export const foldPassword = (password: string): string => password.normalize('NFKC').toLowerCase()

/** By layout and key: the characters of the neighboring keys, indexed by direction. */
export type Keyboards = Readonly<Record<string, Readonly<Record<string, readonly (string | null)[]>>>>

type Ways = ReadonlyMap<string, readonly string[]>

/**
 * Maps each pair of neighboring characters to the keyboard directions (layout and direction) that connect
 * them. `q` to `w` and `w` to `e` have the same direction, so `qwe` is a run.
 */
export function keyboardWays(keyboards: Keyboards): Ways {
  const ways = new Map<string, string[]>()
  for (const [layout, keys] of Object.entries(keyboards)) {
    for (const [key, neighbors] of Object.entries(keys)) {
      for (const [direction, neighbor] of neighbors.entries()) {
        for (const next of neighbor ?? '') {
          const pair = `${key.toLowerCase()}${next.toLowerCase()}`
          ways.set(pair, [...(ways.get(pair) ?? []), `${layout} ${direction}`])
        }
      }
    }
  }
  return ways
}

/** Returns how one character leads to the next: by code point order, or in a direction on a keyboard. */
function waysOf(ways: Ways, from: string, to: string): readonly string[] {
  const step = to.codePointAt(0)! - from.codePointAt(0)!
  const byOrder = Math.abs(step) <= 1 ? [`step ${step}`] : []
  return [...byOrder, ...(ways.get(from + to) ?? [])]
}

/** Returns the length of the longest run that starts at an index. */
function runLength(ways: Ways, text: readonly string[], start: number): number {
  let longest = 1
  const first = text[start]
  const second = text[start + 1]
  if (first === undefined || second === undefined) return longest
  for (const way of waysOf(ways, first, second)) {
    let end = start + 2
    while (end < text.length && waysOf(ways, text[end - 1]!, text[end]!).includes(way)) end++
    longest = Math.max(longest, end - start)
  }
  return longest
}

/**
 * Counts the symbols of a folded password. A word of the list, a year, and a run of three or more characters
 * (equal, consecutive or along a keyboard) count as one each, and so does every other character. Also returns
 * the words found.
 */
export function symbolsOf(
  ways: Ways,
  password: string,
  words: readonly string[],
): { count: number; found: string[] } {
  const text = Array.from(password)
  const known = words.map((word) => Array.from(word)).toSorted((a, b) => b.length - a.length)
  const found: string[] = []
  let count = 0
  for (let at = 0; at < text.length; count++) {
    const word = known.find((letters) => letters.every((letter, i) => text[at + i] === letter))
    if (word) found.push(word.join(''))
    const run = runLength(ways, text, at)
    const year = /^(18|19|20)\d\d/.test(text.slice(at, at + 4).join('')) ? 4 : 1
    at += word?.length ?? Math.max(run >= RUN_MIN ? run : 1, year)
  }
  return { count, found }
}

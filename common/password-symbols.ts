/** Fewest characters of a run. */
const RUN_MIN = 3

/** A password as rules compare it: without differences of case, width and composition. */
export const foldPassword = (password: string): string => password.normalize('NFKC').toLowerCase()

/** By layout, and by key on it: what its neighbors show, each direction at a place of its own. */
export type Keyboards = Readonly<Record<string, Readonly<Record<string, readonly (string | null)[]>>>>

type Ways = ReadonlyMap<string, readonly string[]>

/**
 * Ways to go on from one character to another on a keyboard, each a layout and a direction: `q` to `w` and `w` to `e` are one
 * way, so that `qwe` is a run.
 */
export function waysOn(keyboards: Keyboards): Ways {
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

/** How one character leads to the next: by the order of code points, or on a keyboard. */
function waysOf(ways: Ways, from: string, to: string): readonly string[] {
  const step = to.codePointAt(0)! - from.codePointAt(0)!
  const byOrder = Math.abs(step) <= 1 ? [`step ${step}`] : []
  return [...byOrder, ...(ways.get(from + to) ?? [])]
}

/** How long the longest run from the place is. */
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
 * Of how many symbols a folded password is made, where each of these counts as one: a word of the list, a year, a run of
 * three or more equal characters, neighbors in order or on a keyboard, and every other character. Also which words it has.
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

import { type Match, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/** How hard a password is to guess: from 0, at once, to 4. */
export type Level = 0 | 1 | 2 | 3 | 4

/** What makes it easy to guess, if one thing does. */
export type Weakness = 'common' | 'own' | 'repeat' | 'row' | 'date'

export interface Estimate {
  level: Level
  weakness: Weakness | null
}

/** Fewest characters beside words of one's own, as the service has it. */
const OTHERS_MIN = 4
/** No more of a password is looked at; an estimate takes longer with each character, and this many are enough. */
const LOOKED_AT = 64

const weaknesses: Readonly<Record<string, Weakness>> = {
  repeat: 'repeat',
  sequence: 'row',
  spatial: 'row',
  date: 'date',
  regex: 'date',
}
const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/** Estimates a password of somebody with these words, such as name and address. Loads half a megabyte of lists: import it lazily. */
export function estimate(password: string, own: readonly string[]): Estimate {
  const words = own
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2)
  const { score, sequence } = zxcvbn.check(password.slice(0, LOOKED_AT), [...new Set(words)])
  const isOwn = ({ pattern, dictionaryName }: Match) =>
    pattern === 'dictionary' && /^userInputs/.test(dictionaryName)
  const ownLength = sequence.filter(isOwn).reduce((sum, { token }) => sum + token.length, 0)
  if (ownLength > 0 && password.length - ownLength < OTHERS_MIN) return { level: 0, weakness: 'own' }
  if (score > 2) return { level: score as Level, weakness: null }
  const [longest] = sequence
    .filter(({ pattern }) => pattern !== 'bruteforce')
    .toSorted((a, b) => b.token.length - a.token.length)
  return { level: score as Level, weakness: longest ? weaknessOf(longest, isOwn(longest)) : null }
}

function weaknessOf({ pattern }: Match, isOwn: boolean): Weakness | null {
  if (pattern === 'dictionary') return isOwn ? 'own' : 'common'
  return weaknesses[pattern] ?? null
}

import { type Match, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { createPasswordRules, PASSWORD_MAX, passwordWords } from '../../../common/password-rules.ts'

/** How hard a password is to guess: from 0, at once, to 4. */
export type Level = 0 | 1 | 2 | 3 | 4

/** What makes it easy to guess, if one thing does. */
export type Weakness = 'common' | 'own' | 'repeat' | 'row' | 'date'

export interface Estimate {
  level: Level
  weakness: Weakness | null
}

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
const rules = createPasswordRules(adjacencyGraphs, dictionary['passwords-common'])

/**
 * Estimates a password of somebody with these words, such as name and address; what the service refuses by itself is never
 * better than easy to guess. Loads half a megabyte of lists: import it lazily.
 */
export function estimate(password: string, own: readonly string[]): Estimate {
  const words = [...new Set(own.flatMap(passwordWords))]
  const bounded = password.slice(0, 2 * PASSWORD_MAX)
  if (rules.wordIn(bounded, words) !== null) return { level: 0, weakness: 'own' }
  const { score, sequence } = zxcvbn.check(password.slice(0, LOOKED_AT), words)
  const refused = rules.weaknessOf(bounded)
  if (refused !== null) return { level: score > 0 ? 1 : 0, weakness: refused }
  if (score > 2) return { level: score as Level, weakness: null }
  const [longest] = sequence
    .filter(({ pattern }) => pattern !== 'bruteforce')
    .toSorted((a, b) => b.token.length - a.token.length)
  return { level: score as Level, weakness: longest ? weaknessOf(longest) : null }
}

function weaknessOf({ pattern, dictionaryName }: Match): Weakness | null {
  if (pattern === 'dictionary') return /^userInputs/.test(dictionaryName) ? 'own' : 'common'
  return weaknesses[pattern] ?? null
}

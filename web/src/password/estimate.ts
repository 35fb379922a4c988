import { type Match, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { createPasswordRules, PASSWORD_MAX, passwordWords } from '../../../common/password-rules.ts'
import { isSimilarTo } from '../../../common/password-similarity.ts'

/** How hard a password is to guess: from 0 (immediately guessable) to 4. */
export type Level = 0 | 1 | 2 | 3 | 4

/** Why it is easy to guess, if there is one main reason. */
export type Weakness = 'common' | 'own' | 'repeat' | 'row' | 'date'

export interface Estimate {
  level: Level
  weakness: Weakness | null
  /** Why the service would refuse it, by the rules that can be checked here. */
  faults: readonly Weakness[]
}

/** Maximum number of characters to estimate: each one takes longer, and this many are enough. */
const MAX_ESTIMATED = 64

const weaknesses: Readonly<Record<string, Weakness>> = {
  repeat: 'repeat',
  sequence: 'row',
  spatial: 'row',
  date: 'date',
  regex: 'date',
}
const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
const rules = createPasswordRules(adjacencyGraphs, dictionary['passwords-common'])

/** Words that must not make up a password. */
export interface OwnTexts {
  /** Of the person, such as name and address. */
  person: readonly string[]
  service: string
}

/**
 * Estimates a password of a person. One that the service refuses is never better than easy to guess. Loads half a
 * megabyte of lists: import it lazily.
 */
export function estimate(password: string, own: OwnTexts): Estimate {
  const words = [...new Set([...own.person, own.service].flatMap(passwordWords))]
  const faults = faultsOf(password.slice(0, 2 * PASSWORD_MAX), own)
  if (faults.includes('own')) return { level: 0, weakness: 'own', faults }
  const { score, sequence } = zxcvbn.check(password.slice(0, MAX_ESTIMATED), words)
  const [refused] = faults
  if (refused !== undefined) return { level: score > 0 ? 1 : 0, weakness: refused, faults }
  if (score > 2) return { level: score as Level, weakness: null, faults }
  const [longest] = sequence
    .filter(({ pattern }) => pattern !== 'bruteforce')
    .toSorted((a, b) => b.token.length - a.token.length)
  return { level: score as Level, weakness: longest ? weaknessOf(longest) : null, faults }
}

/** Applies the rules of the service, which judges the words of the person and its own apart. */
function faultsOf(password: string, { person, service }: OwnTexts): Weakness[] {
  const isMadeOf = (texts: readonly string[]) =>
    rules.wordIn(password, [...new Set(texts.flatMap(passwordWords))]) !== null
  const isOwn =
    isMadeOf(person) || isMadeOf([service]) || person.some((value) => isSimilarTo(password, value))
  const habit = rules.weaknessOf(password)
  return [...(isOwn ? ['own' as const] : []), ...(habit === null ? [] : [habit])]
}

function weaknessOf({ pattern, dictionaryName }: Match): Weakness | null {
  if (pattern === 'dictionary') return /^userInputs/.test(dictionaryName) ? 'own' : 'common'
  return weaknesses[pattern] ?? null
}

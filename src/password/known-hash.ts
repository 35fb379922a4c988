import { type ExpensiveWork, expensive } from '../ports/expensive-work.ts'
import { compute } from './password-processes.ts'
import { type HashCost, schemeOf } from './password-schemes.ts'

/** A stored hash whose form and cost are accepted. */
export interface KnownHash {
  cost: HashCost
  /** Bytes of a password that the hash depends on; null: all. */
  bytesRead: number | null
  /** Whether the password matches it. A hash that its library refuses matches nothing. */
  verify: (password: string) => Promise<boolean>
  /**
   * Performs dummy work of the same family, up to the units of a comparison, which amount to one comparison.
   */
  spend: (password: string, units: number) => Promise<void>
}

/** Parses a stored hash. Returns `null` if its form is unknown or its cost too high. */
export function readHash(hash: string): KnownHash | null {
  const scheme = schemeOf(hash)
  if (scheme === null) return null
  const { cost, bytesRead } = scheme
  const work = <T>(units: number, run: () => Promise<T>): Promise<T | null> => {
    const about: ExpensiveWork = { name: 'password verify', family: cost.family, units }
    return expensive(about.name, run, about).catch(() => null)
  }
  const verify = (password: string) => work(cost.units, () => compute('verify', { password, hash }))
  return {
    cost,
    bytesRead,
    verify: async (password) => (await verify(password)) === true,
    async spend(password, units) {
      if (units === cost.units) await verify(password)
      else if (units > 0) await work(units, () => compute('spend', { password, hash, units }))
    },
  }
}

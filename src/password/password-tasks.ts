import { hash as argon2Hash } from '@node-rs/argon2'
import { schemeOf } from './password-schemes.ts'

/** OWASP's first recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Work that occupies a core for milliseconds, in this process or in a child. */
export interface PasswordTasks {
  /** Returns a PHC string. */
  hash(message: { password: string }): Promise<string>
  /** @throws {Error} if its library refuses the hash */
  verify(message: { password: string; hash: string }): Promise<boolean>
  /** Does part of the work of a comparison, in units. */
  spend(message: { password: string; hash: string; units: number }): Promise<unknown>
}

/** Does the work in this process, on a thread of its pool. */
export const passwordTasks: PasswordTasks = {
  hash: ({ password }) => argon2Hash(password, ARGON2),
  verify: async ({ password, hash }) => (await schemeOf(hash)?.verify(password)) ?? false,
  async spend({ password, hash, units }) {
    await schemeOf(hash)?.spend(password, units)
  },
}

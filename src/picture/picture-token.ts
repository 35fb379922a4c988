import { hash } from 'node:crypto'

/**
 * The token in the URL of a person's default picture: a hash of the random user id, from which neither the id nor
 * anything about the person can be told.
 */
export function defaultToken(userId: string): string {
  return hash('sha256', `default picture\0${userId}`, 'hex').slice(0, 32)
}

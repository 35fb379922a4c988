import { hash } from 'node:crypto'
import { initialsOf } from '../../common/person-name.ts'
import type { User } from '../user/user.ts'

/** What the initials of a person are made of. */
export type Named = Pick<User, 'firstName' | 'lastName' | 'language'>

/**
 * Returns the token in the URL of a person's default picture: a hash of the random user id, which reveals
 * neither the id nor anything else about the person.
 */
export function defaultToken(userId: string): string {
  return hash('sha256', `default picture\0${userId}`, 'hex').slice(0, 32)
}

/**
 * Syntax of the name of a default picture in its URL: the token, and a mark of the initials if it shows them. Another
 * name has another URL, so that each may be cached forever.
 */
export const DEFAULT_NAME = /^([0-9a-f]{32})(?:-([0-9a-f]{8}))?$/

/** Returns the initials that the default picture of a person shows; none if the name has no letters. */
export function shownInitials({ firstName, lastName, language }: Named, defaultLanguage: string): string[] {
  return initialsOf({ given: firstName, family: lastName }, language || defaultLanguage)
}

/** Returns the name of a default picture that shows initials; without any, of the pattern. */
export function defaultName(token: string, initials: readonly string[]): string {
  if (initials.length === 0) return token
  return `${token}-${hash('sha256', `initials\0${initials.join('\0')}`, 'hex').slice(0, 8)}`
}

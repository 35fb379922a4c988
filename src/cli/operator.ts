import { userInfo } from 'node:os'
import type { Actor } from '../audit/audit.ts'

/**
 * The operator at the command line, by their name on the operating system; with `sudo` the name of the one who used it.
 * That is a help to those who share a machine, not a proof: who may run commands can set the variable.
 */
export function operatorActor(): Actor {
  return { kind: 'operator', operator: process.env.SUDO_USER || systemName() }
}

function systemName(): string {
  try {
    return userInfo().username
  } catch {
    // In a container the user may have no entry in the list of users.
    return `uid ${process.getuid?.()}`
  }
}

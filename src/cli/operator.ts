import { userInfo } from 'node:os'
import type { Actor } from '../audit/audit.ts'

/**
 * Returns the operator on the command line, with their user name on the operating system; under `sudo`, the
 * name of the user who ran it. This helps those who share a machine, but proves nothing: anyone who can run
 * commands can set the variable.
 */
export function operatorActor(): Actor {
  return { kind: 'operator', operator: process.env.SUDO_USER || systemName() }
}

function systemName(): string {
  try {
    return userInfo().username
  } catch {
    // In a container, the user may have no entry in the user database.
    return `uid ${process.getuid?.()}`
  }
}

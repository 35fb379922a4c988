import { CODE_TRIES } from '../../src/one-time-code/one-time-code.ts'
import type { Answer } from './api.ts'
import type { Client, RequestedCode } from './client.ts'

/** How old a code may be, in milliseconds, before a new one is requested: it expires after ten minutes. */
const CODE_AGE = 480_000
/** Rounds within which a mailed code must arrive and work. */
const CODE_ROUNDS = 12

/** Returns the record of a code that was just requested. */
export function requestedCode(
  { journal }: Client,
  kind: RequestedCode['kind'],
  mailbox: string,
  answer: Answer,
): RequestedCode {
  return {
    kind,
    mailbox,
    checksum: answer.body.token_checksum,
    tried: new Set(),
    unanswered: 0,
    round: journal.round,
    since: Date.now(),
  }
}

/** Returns the newest mailed code that has not been refused. A mail that was sent twice has two. */
const untried = ({ mailbox }: Client, { kind, mailbox: address, tried }: RequestedCode): string | undefined =>
  mailbox.to(address, kind).find(({ code }) => !tried.has(code))?.code

/** Waits for the mail with the code, while `mayWait` allows it. */
export const awaitCode = (
  client: Client,
  requested: RequestedCode,
  mayWait: () => boolean,
): Promise<string | undefined> => client.mailbox.find(() => untried(client, requested), mayWait)

/**
 * Records the response to a call with a code. Returns whether the code was refused because kills may have used up all
 * its tries: a kill between the counting of a try and the comparison leaves it counted.
 */
export function noteTry(requested: RequestedCode, code: string, answer: Answer): boolean {
  if (answer.outcome === 'undecided') requested.unanswered++
  if (answer.status !== 400) return false
  requested.tried.add(code)
  return requested.unanswered >= CODE_TRIES
}

/** Returns whether a code is no longer useful: too old, or it never arrived or never worked, which is a violation. */
export function isOver(client: Client, requested: RequestedCode): boolean {
  const { kind, mailbox, round, since, tried, unanswered } = requested
  if (Date.now() - since > CODE_AGE) return true
  if (client.journal.round - round <= CODE_ROUNDS) return false
  if (untried(client, requested) !== undefined) return false
  const tries = `${tried.size} refused, ${unanswered} calls without an answer`
  client.violation(`no ${kind} for ${mailbox} came and worked in ${CODE_ROUNDS} rounds (${tries})`)
  return true
}

import type { Answer, Api, Call } from './api.ts'
import type { Dice, Journal } from './journal.ts'
import type { Mailbox } from './mailbox.ts'
import { type Account, createWorlds, type Worlds } from './worlds.ts'

/** An application that keeps its refresh tokens, and one that rotates them. */
export type Policy = 'keep' | 'rotate'

export interface Session {
  id: string
  policy: Policy
  access: string
  /** When the access token was issued, in milliseconds since the Unix epoch. */
  since: number
  refresh: string
  /** A refresh got no response, so the token may be used up. */
  isUnsure: boolean
}

/** A code that was requested: it is mailed, and sent back with its checksum. */
export interface RequestedCode {
  kind: 'address-code' | 'reset-code'
  /** The address that it is mailed to. */
  mailbox: string
  checksum: string
  /** Codes that were refused. */
  tried: Set<string>
  /** Number of calls with a code that got no response: each may have used up one of the tries. */
  unanswered: number
  /** When it was requested: the round, and milliseconds since the Unix epoch. */
  round: number
  since: number
}

/** A change of address in progress. The code goes to the new address. */
export interface Change extends RequestedCode {
  id: string
  from: string
  to: string
}

/** A password recovery in progress. The code goes to the oldest address that an undo can restore, or else to `email`. */
export interface Recovery extends RequestedCode {
  email: string
  /** The most recently requested one. */
  password: string
}

/** The guarantees that the run checks. */
export interface Rules {
  /** A refresh whose response was lost can be repeated (contract: Signing in). */
  repeatsRefresh: boolean
}

/** The objects that all clients of a run share. */
export interface RunContext {
  api: Api
  journal: Journal
  dice: Dice
  mailbox: Mailbox
  keys: Record<Policy, string>
  rules: Rules
  /** Whether clients may send more. */
  isRunning: boolean
}

/** A person with several devices, and their own record of the responses. */
export interface Client extends RunContext {
  name: string
  worlds: Worlds
  /** The first is the person's main device; it keeps its refresh token. */
  sessions: Session[]
  /** Sessions that have ended in every world and still need to be checked. */
  over: Session[]
  change: Change | null
  recovery: Recovery | null
  /** Changes that can be undone, the last one first. */
  made: Change[]
  /** Every address that may get mail. */
  addresses: Set<string>
  /** Colors of the left and the right half of the last uploaded picture; null: not certain. */
  halves: readonly [string, string] | null
  /** For unique names, addresses, passwords and colors. */
  counter: number
  context: RunContext
  send(call: Omit<Call, 'key'> & { policy?: Policy }): Promise<Answer>
  violation(what: string): void
  /** Records what the call has done, or may have done. */
  settle(answer: Answer, effect: (account: Account) => Partial<Account>): boolean
}

export const START_PASSWORD = 'correct horse battery staple'

export function createClient(context: RunContext, name: string): Client {
  const email = `${name}@start.example.com`
  const worlds = createWorlds({
    name: '',
    choice: 'USD UTC',
    email,
    password: START_PASSWORD,
    mustReset: false,
    isLeaving: false,
    picture: '',
    ended: [],
    changes: [],
    passwordNotices: 0,
    leavingNotices: 0,
    stayingNotices: 0,
  })
  const { api, journal } = context
  return {
    ...context,
    get isRunning() {
      return context.isRunning
    },
    context,
    name,
    worlds,
    sessions: [],
    over: [],
    change: null,
    recovery: null,
    made: [],
    addresses: new Set([email]),
    halves: null,
    counter: 0,
    send: ({ policy = 'keep', ...call }) => api.call(name, { ...call, key: context.keys[policy] }),
    violation: (what) => journal.violation(name, what),
    settle(answer, effect) {
      if (answer.outcome === 'acknowledged') worlds.acknowledged(effect)
      if (answer.outcome === 'undecided') worlds.undecided(effect)
      return answer.outcome === 'acknowledged'
    },
  }
}

/** Returns the field if it is the same in every world. */
export function certain<K extends keyof Account>({ worlds }: Client, field: K): Account[K] | undefined {
  const value = worlds.all()[0]![field]
  return worlds.isCertain((world) => world[field] === value) ? value : undefined
}

/** Returns whether the session is active in every world. */
export const isAlive = ({ worlds }: Client, { id }: Session): boolean =>
  worlds.isCertain(({ ended }) => !ended.includes(id))

/** Forgets sessions that have ended in every world, after a final check. */
export function dropEnded(client: Client): void {
  const { worlds } = client
  const hasEnded = ({ id }: Session) => worlds.isCertain(({ ended }) => ended.includes(id))
  client.over.push(...client.sessions.filter(hasEnded))
  client.sessions = client.sessions.filter((session) => !hasEnded(session))
}

/** Returns the session of an access token (`sid`). */
export function sessionIdOf(access: string): string {
  const claims = JSON.parse(Buffer.from(access.split('.')[1] ?? '', 'base64url').toString()) as {
    sid: string
  }
  return claims.sid
}

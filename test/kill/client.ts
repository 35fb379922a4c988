import type { Answer, Api, Call } from './api.ts'
import type { Dice, Journal } from './journal.ts'
import type { Mailbox } from './mailbox.ts'
import { type Account, createWorlds, type Worlds } from './worlds.ts'

/** An application whose refresh tokens are kept, and one that rotates them. */
export type Policy = 'keep' | 'rotate'

export interface Session {
  id: string
  policy: Policy
  access: string
  /** When the access token was made, in milliseconds since the Unix epoch. */
  since: number
  refresh: string
  /** A refresh was not answered, so the token may be used up. */
  isUnsure: boolean
}

/** A change of address under way. */
export interface Change {
  id: string
  from: string
  to: string
  checksum: string
  tried: Set<string>
  /** When it was asked for: the round, and milliseconds since the Unix epoch. */
  round: number
  since: number
}

/** A recovery of the password under way. */
export interface Recovery {
  email: string
  /** Where the code comes: to the oldest address that an undo can restore, or to that one. */
  mailbox: string
  checksum: string
  /** The one that was asked for last. */
  password: string
  tried: Set<string>
  round: number
  since: number
}

/** What the service is held to. */
export interface Rules {
  /** A refresh whose answer was lost can be repeated (contract: Signing in). */
  repeatsRefresh: boolean
}

/** What all clients of a run share. */
export interface Surroundings {
  api: Api
  journal: Journal
  dice: Dice
  mailbox: Mailbox
  keys: Record<Policy, string>
  rules: Rules
  /** Whether clients may send more. */
  isRunning: boolean
}

/** A person with several devices, and their own record of what they were told. */
export interface Client extends Surroundings {
  name: string
  worlds: Worlds
  /** The first is the one that the person works with; it keeps its refresh token. */
  sessions: Session[]
  /** Sessions that have ended in every world and are still to be looked at. */
  over: Session[]
  change: Change | null
  recovery: Recovery | null
  /** Changes that were made and can be undone: the last one is undone first. */
  made: Change[]
  /** Every address that a mail may go to. */
  addresses: Set<string>
  /** Colours of the left and the right half of the picture that was uploaded last; null: not certain. */
  halves: readonly [string, string] | null
  /** For names, addresses, passwords and colours that are used once. */
  counter: number
  surroundings: Surroundings
  send(call: Omit<Call, 'key'> & { policy?: Policy }): Promise<Answer>
  violation(what: string): void
  /** Notes what the call has done, if it has, or may have. */
  settle(answer: Answer, effect: (account: Account) => Partial<Account>): boolean
}

export const START_PASSWORD = 'correct horse battery staple'

export function createClient(surroundings: Surroundings, name: string): Client {
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
  const { api, journal } = surroundings
  return {
    ...surroundings,
    get isRunning() {
      return surroundings.isRunning
    },
    surroundings,
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
    send: ({ policy = 'keep', ...call }) => api.call(name, { ...call, key: surroundings.keys[policy] }),
    violation: (what) => journal.violation(name, what),
    settle(answer, effect) {
      if (answer.outcome === 'acknowledged') worlds.acknowledged(effect)
      if (answer.outcome === 'undecided') worlds.undecided(effect)
      return answer.outcome === 'acknowledged'
    },
  }
}

/** The field, if it is the same in every world. */
export function certain<K extends keyof Account>({ worlds }: Client, field: K): Account[K] | undefined {
  const value = worlds.all()[0]![field]
  return worlds.isCertain((world) => world[field] === value) ? value : undefined
}

/** Whether the session lives in every world. */
export const isAlive = ({ worlds }: Client, { id }: Session): boolean =>
  worlds.isCertain(({ ended }) => !ended.includes(id))

/** Forgets sessions that have ended in every world, after a last look at them. */
export function dropEnded(client: Client): void {
  const { worlds } = client
  const hasEnded = ({ id }: Session) => worlds.isCertain(({ ended }) => ended.includes(id))
  client.over.push(...client.sessions.filter(hasEnded))
  client.sessions = client.sessions.filter((session) => !hasEnded(session))
}

/** The session that an access token belongs to (`sid`). */
export function sessionIdOf(access: string): string {
  const claims = JSON.parse(Buffer.from(access.split('.')[1] ?? '', 'base64url').toString()) as {
    sid: string
  }
  return claims.sid
}

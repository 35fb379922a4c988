import { DAY, HOUR } from '../ports/durations.ts'

/** Who must prove a change of address (setting `EMAIL_PROOF`; contract: The e-mail code). */
export type EmailProof = 'new' | 'both' | 'current'

/** The mailboxes that can get a code. */
export const mailboxes = ['new', 'current'] as const
/** A mailbox that gets a code. */
export type Mailbox = (typeof mailboxes)[number]

/** How long a change can be undone and the old address stays reserved, in milliseconds (contract: The e-mail code). */
export const UNDO_TIME = 72 * HOUR

/** A clock that is put back by no more than this ends no link, in milliseconds. */
const CLOCK_STEP = DAY

/** The request for another address that waits for its codes. */
export interface PendingChange {
  id: string
  userId: string
  newEmail: string
  newEmailKey: string
  codeHash: string | null
  currentCodeHash: string | null
  tries: number
  /** Milliseconds since the Unix epoch, as the next two. */
  createdAt: number
  /** When the codes were last asked for. */
  sentAt: number
  expiresAt: number
}

/** A change that was made and can be undone. */
export interface Undo {
  id: string
  userId: string
  oldEmail: string
  oldEmailKey: string
  createdAt: number
  expiresAt: number
  usedAt: number | null
}

/** What the address that an undo took the account from can do about it. */
export interface Objection {
  userId: string
  /** When the change was undone. */
  undoneAt: number
  expiresAt: number
  usedAt: number | null
}

/** The mailboxes that must prove a change. A person without an address has none but the new one. */
export function mailboxesOf(proof: EmailProof, currentEmail: string): readonly Mailbox[] {
  if (currentEmail === '' || proof === 'new') return ['new']
  return proof === 'both' ? ['new', 'current'] : ['current']
}

/**
 * The mailboxes that must prove a request: that of the address alone where the person has it already and only confirms it.
 */
export function mailboxesFor(
  proof: EmailProof,
  current: { email: string; emailKey: string },
  wantedKey: string,
): readonly Mailbox[] {
  return current.emailKey === wantedKey ? ['new'] : mailboxesOf(proof, current.email)
}

/** What became of the link of an undo or an objection at an instant. */
export function judgeLink(link: Undo | Objection | null, now: number): 'open' | 'over' | 'unknown' {
  if (link === null) return 'unknown'
  // A clock that ran ahead and was put back leaves links that would live for as long as it ran ahead.
  const isDue = link.expiresAt <= now || link.expiresAt > now + UNDO_TIME + CLOCK_STEP
  return link.usedAt === null && !isDue ? 'open' : 'over'
}

/** Where the links of the mails lead; followed by the token. */
export const UNDO_PATH = '/email-change/undo'
export const OBJECTION_PATH = '/email-change/object'

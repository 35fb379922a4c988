import { DAY, HOUR } from '../basics/durations.ts'

/** Which mailboxes must prove a change of the address (setting `EMAIL_PROOF`; contract: The e-mail code). */
export type EmailProof = 'new' | 'both' | 'current'

/** Mailboxes that may receive a code. */
export const mailboxes = ['new', 'current'] as const
/** A mailbox that receives a code. */
export type Mailbox = (typeof mailboxes)[number]

/**
 * How long a change can be undone and the old address stays reserved, in milliseconds (contract: The e-mail
 * code).
 */
export const UNDO_TIME = 72 * HOUR

/** Setting the clock back by at most this much, in milliseconds, does not invalidate links. */
const CLOCK_STEP = DAY

/** A pending request for a new address. */
export interface PendingChange {
  id: string
  userId: string
  newEmail: string
  newEmailKey: string
  codeHash: string | null
  currentCodeHash: string | null
  tries: number
  /** Milliseconds since the Unix epoch, like the next two. */
  createdAt: number
  /** When the codes were last requested. */
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

/** How the address that lost the account by an undo can object. */
export interface Objection {
  userId: string
  /** When the change was undone. */
  undoneAt: number
  expiresAt: number
  usedAt: number | null
}

/** Returns the mailboxes that must prove a change. A person without an address has only the new one. */
export function mailboxesOf(proof: EmailProof, currentEmail: string): readonly Mailbox[] {
  if (currentEmail === '' || proof === 'new') return ['new']
  return proof === 'both' ? ['new', 'current'] : ['current']
}

/**
 * Returns the mailboxes that must prove a request: only that of the address if it is already the person's and
 * is just being verified.
 */
export function mailboxesFor(
  proof: EmailProof,
  current: { email: string; emailKey: string },
  wantedKey: string,
): readonly Mailbox[] {
  return current.emailKey === wantedKey ? ['new'] : mailboxesOf(proof, current.email)
}

/** Returns the state of the link of an undo or an objection at an instant. */
export function judgeLink(link: Undo | Objection | null, now: number): 'open' | 'over' | 'unknown' {
  if (link === null) return 'unknown'
  // If a clock ran ahead and was corrected, its links would be valid for that much longer.
  const isDue = link.expiresAt <= now || link.expiresAt > now + UNDO_TIME + CLOCK_STEP
  return link.usedAt === null && !isDue ? 'open' : 'over'
}

/** Paths of the links in mails; the token follows. */
export const UNDO_PATH = '/email-change/undo'
export const OBJECTION_PATH = '/email-change/object'

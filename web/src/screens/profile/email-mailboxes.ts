import type { EmailChange } from '../../api/types.ts'

/** The mailboxes that get a code. */
export type Mailboxes = EmailChange['mailboxes']

/** A proof of the current address sends its code there. */
export const ownMailbox: Mailboxes = ['new']

/** Returns which mailboxes a change must prove. */
export const proofOf = (mailboxes: Mailboxes): 'new' | 'current' | 'both' =>
  mailboxes.length > 1 ? 'both' : (mailboxes[0] ?? 'new')

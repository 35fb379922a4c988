import { UNDO_TIME, type Undo } from '../email-change/email-change.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import type { HeldAddress } from '../user/user.ts'

/** Where the code for a new password goes, and whether that password waits before it takes effect. */
export interface RecoveryMailbox {
  address: string
  isDelayed: boolean
}

/**
 * Where the code for a new password goes, if somebody asks for it with an address of the person; null: nowhere. An address
 * that a change made theirs may be an intruder's for as long as the change can be undone: until then the oldest one that
 * can be restored gets the code, and whoever reads the newer ones has time to object. A first address has none before it.
 */
export function recoveryMailbox(
  { user, isCurrent, claimedAt }: HeldAddress,
  open: readonly Undo[],
  now: number,
): RecoveryMailbox | null {
  const oldest = open.reduce<Undo | null>(
    (first, undo) => (first === null || undo.createdAt < first.createdAt ? undo : first),
    null,
  )
  if (oldest) return { address: oldest.oldEmail, isDelayed: true }
  if (!isCurrent) return null
  const isYoung = claimedAt !== null && claimedAt > now - UNDO_TIME && claimedAt <= now + CLOCK_SKEW
  return { address: user.email, isDelayed: isYoung }
}

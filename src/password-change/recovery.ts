import { UNDO_TIME, type Undo } from '../email-change/email-change.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import type { HeldAddress } from '../user/user.ts'

/** Where the code for a new password is mailed, and whether that password is delayed. */
export interface RecoveryMailbox {
  address: string
  isDelayed: boolean
}

/**
 * Returns where the code is mailed if someone requests it with an address of the person; null if nowhere. An
 * address set by a change may be an intruder's as long as the change can be undone: until then, the oldest
 * address that can be restored receives the code, and whoever reads the newer ones has time to object. A
 * first address has no predecessor.
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

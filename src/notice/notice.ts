import type { NoticeReason } from '../messages/texts.ts'

/** Every reason for which the owner of an account receives a notice. */
export const noticeReasons = [
  'new_device',
  'password_changed',
  'provider_linked',
  'passkey_added',
  'passkey_removed',
  'second_factor_added',
  'second_factor_removed',
  'recovery_codes_renewed',
  'refresh_token_reused',
  'account_unlocked',
  'sign_in_locked',
] as const satisfies readonly NoticeReason[]

/** Reasons whose own text says everything, so that the common sentences about who it was are omitted. */
const saysAll: readonly NoticeReason[] = [
  'password_changed',
  'refresh_token_reused',
  'account_unlocked',
  'sign_in_locked',
]

/** Whether a notice explains what to do if it was the reader, and if not. */
export const asksWho = (reason: NoticeReason): boolean => !saysAll.includes(reason)

/**
 * Whether what remains to do is to choose a new password without the present one, which may be somebody else's or
 * is refused here.
 */
export const isAnsweredByReset = (reason: NoticeReason): boolean =>
  reason === 'password_changed' || reason === 'sign_in_locked'

import ipaddr from 'ipaddr.js'
import { readAddress } from '../client-network.ts'
import type { NoticeReason } from '../messages/texts.ts'

/** Every reason for which the owner of an account gets a notice. */
export const noticeReasons = [
  'new_device',
  'password_changed',
  'passkey_added',
  'passkey_removed',
  'second_factor_added',
  'second_factor_removed',
  'recovery_codes_renewed',
  'refresh_token_reused',
  'account_unlocked',
  'sign_in_locked',
] as const satisfies readonly NoticeReason[]

/** Reasons whose own text says all that there is to do, so that the common sentences of who it was are left out. */
const saysAll: readonly NoticeReason[] = [
  'password_changed',
  'refresh_token_reused',
  'account_unlocked',
  'sign_in_locked',
]

/** Whether a notice says what to do if it was the reader, and if not. */
export const asksWho = (reason: NoticeReason): boolean => !saysAll.includes(reason)

/**
 * What a mail shows of an IP address: enough to know one's own network again, and not the address itself, since mails are
 * kept and passed on by others. Of IPv4 three parts (`203.0.113.x`), of IPv6 its /48 (`2001:db8:1:x`), which is what one site
 * gets (RFC 6177). `""` if the text is no address.
 */
export function shortNetwork(text: string): string {
  const address = readAddress(text)
  if (address === null) return ''
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return `${parsed.octets.slice(0, 3).join('.')}.x`
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, 3)
  return `${groups.map((group) => group.toString(16)).join(':')}:x`
}

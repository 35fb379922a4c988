import type { PasskeyRow } from '../tables/tables.ts'
import { authenticatorName } from './authenticators.ts'
import type { Attestation, Passkey } from './passkey.ts'

/** Converts a row to the passkey that its person sees. */
export function toPasskey(row: PasskeyRow): Passkey {
  return {
    id: row.id,
    name: row.name,
    authenticator: authenticatorName(row.aaguid),
    isBackedUp: row.is_backed_up === 1,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}

/** Converts a row to the descriptor by which a browser finds the passkey (WebAuthn Level 3, 5.8.3). */
export function toDescriptor({ credential_id, transports }: PasskeyRow) {
  return {
    id: credential_id,
    transports: JSON.parse(transports) as NonNullable<Attestation['response']['transports']>,
  }
}

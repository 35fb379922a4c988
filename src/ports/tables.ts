import type { AttributeColumns } from '../../common/attributes.ts'

/** The rows as the migrations lay them out. Instants are milliseconds since the Unix epoch. */
export interface Tables {
  applications: ApplicationRow
  api_keys: ApiKeyRow
  users: UserRow
  email_addresses: EmailAddressRow
  sessions: SessionRow
  refresh_tokens: RefreshTokenRow
  signing_keys: SigningKeyRow
  email_changes: EmailChangeRow
  email_undos: EmailUndoRow
  recoveries: RecoveryRow
  waiting_passwords: WaitingPasswordRow
  objections: ObjectionRow
  pictures: PictureRow
  outbox: OutboxRow
  imports: ImportRow
  limit_counters: LimitCounterRow
  audit_events: AuditEventRow
  audit_keys: AuditKeyRow
  known_devices: KnownDeviceRow
  known_places: KnownPlaceRow
  sign_in_states: SignInStateRow
  place_keys: PlaceKeyRow
  second_factors: SecondFactorRow
  recovery_codes: RecoveryCodeRow
  sign_in_tickets: SignInTicketRow
  passkeys: PasskeyRow
  passkey_challenges: PasskeyChallengeRow
}

export type TableName = keyof Tables

/** Every table and its primary key, in an order in which a row comes after those that it references. */
export const primaryKeys = {
  applications: 'id',
  api_keys: 'id',
  users: 'id',
  email_addresses: 'email_key',
  sessions: 'id',
  refresh_tokens: 'token_hash',
  signing_keys: 'id',
  email_changes: 'user_id',
  email_undos: 'id',
  recoveries: 'id',
  waiting_passwords: 'user_id',
  objections: 'id',
  pictures: 'id',
  outbox: 'id',
  imports: 'id',
  limit_counters: 'key',
  audit_events: 'id',
  audit_keys: 'id',
  known_devices: 'id',
  known_places: 'id',
  sign_in_states: 'user_id',
  place_keys: 'id',
  second_factors: 'user_id',
  recovery_codes: 'id',
  sign_in_tickets: 'ticket_hash',
  passkeys: 'id',
  passkey_challenges: 'challenge_hash',
} as const satisfies { [T in TableName]: keyof Tables[T] }

/** A column of secrets that the service must read again: what it holds may be encrypted (`src/sealed-secrets.ts`). */
export interface SealedColumn {
  table: TableName
  column: string
}

/** All such columns. One that is not listed is not re-encrypted. */
export const sealedColumns = [
  { table: 'signing_keys', column: 'private_jwk' },
  { table: 'second_factors', column: 'secret' },
  { table: 'second_factors', column: 'pending_secret' },
] as const satisfies SealedColumn[]

/** Tables that are not empty in a new database: their migration fills them. */
export const filledFromTheStart: readonly TableName[] = ['audit_keys', 'place_keys']

/** The names of all tables, in that order. */
export const tableNames = Object.keys(primaryKeys) as TableName[]

export interface ApplicationRow {
  id: string
  name: string
  kind: 'web' | 'mobile' | 'spa'
  /** JSON list of origins (RFC 6454) that may call from a browser; used for kind `spa`. */
  origins: string
  refresh_policy: 'keep' | 'rotate'
  created_at: number
  revoked_at: number | null
}

export interface ApiKeyRow {
  id: string
  application_id: string
  /** SHA-256 of the key, base64url. */
  key_hash: string
  created_at: number
  /** From this instant on the key is refused. */
  revoked_at: number | null
}

export interface UserRow extends AttributeColumns {
  id: string
  username: string
  /** The username folded for comparison; unique. */
  username_key: string
  /** PHC string of argon2, or a hash in one of the formats that `user import` takes over; `""` fits no password. */
  password_hash: string
  /** 1 after an undone e-mail change: signing in needs a password reset first. */
  password_reset_required: number
  /** The current picture, or null for the generated one. */
  picture_id: string | null
  /** Names the generated picture in its address: see `defaultToken`. Null until upkeep has filled it. */
  default_token: string | null
  /** Grows with every change of the row. */
  version: number
  created_at: number
  updated_at: number
  disabled_at: number | null
  /** The account is removed at this instant, as the person asked; null: it stays. */
  delete_at: number | null
  /** When the person was reminded of it; null: not yet. */
  deletion_reminded_at: number | null
  /** The instant of the undo that an objection contests, which keeps the account as it is; null: none does. */
  frozen_at: number | null
  /** When the person last chose a new password by a mailed code, which proves a mailbox alone; null: never. */
  recovered_at: number | null
  /** When the person proved to read the present address; null: not yet. */
  email_verified_at: number | null
  /** The same of the phone number, which nothing proves but an import that is trusted. */
  phone_verified_at: number | null
  /** The import that brought the row; while that import has no `finished_at`, the person does not exist for readers. */
  import_id: string | null
}

/** Addresses in use or reserved. The primary key settles who holds an address. */
export interface EmailAddressRow {
  /** The address folded for comparison. */
  email_key: string
  user_id: string
  /** Null: the person's current address. Else: kept for the person until this instant, for the undo link. */
  reserved_until: number | null
  /** When the person made it theirs by a code; null: it came with the account, by an undo, or is proven since. */
  claimed_at: number | null
}

export interface SessionRow {
  id: string
  user_id: string
  application_id: string
  created_at: number
  last_seen_at: number
  expires_at: number
  ended_at: number | null
  /** `User-Agent` at sign-in, cut to 255 characters. */
  user_agent: string
  /** IANA zone that its client told last; `''` where it told none. */
  timezone: string
  /** When whoever has the session last proved to be the person; null: at sign-in, `created_at`. */
  proved_at: number | null
}

export interface RefreshTokenRow {
  /** SHA-256 of the token, base64url. */
  token_hash: string
  session_id: string
  created_at: number
  expires_at: number
  /** The instant a rotated token was exchanged; null while it can be used. */
  used_at: number | null
  /** The token that it was exchanged for, which only the used one opens; null once the time to use it again is over. */
  next_sealed: string | null
}

export interface SigningKeyRow {
  /** Key id: the JWK thumbprint (RFC 7638). */
  id: string
  /** A JWK (RFC 7517) as JSON, or encrypted. */
  private_jwk: string
  public_jwk: string
  created_at: number
  /** Set when a newer key signs; the key still verifies until `expires_at`. */
  retired_at: number | null
  /** From this instant on the key neither signs nor verifies. */
  expires_at: number | null
}

export interface EmailChangeRow {
  /** One pending change per person: the user id is the primary key. */
  user_id: string
  id: string
  new_email: string
  new_email_key: string
  /** SHA-256 of the checksum, base64url. */
  checksum_hash: string
  /** Keyed hash of the code mailed to the new address; null until it is mailed, or where it is not asked for. */
  code_hash: string | null
  /** The same for the code mailed to the current address. */
  current_code_hash: string | null
  tries: number
  created_at: number
  sent_at: number
  expires_at: number
}

export interface EmailUndoRow {
  id: string
  /** SHA-256 of the token in the link, base64url; null until the link is mailed. */
  token_hash: string | null
  user_id: string
  old_email: string
  old_email_key: string
  created_at: number
  expires_at: number
  used_at: number | null
}

/** Requests for a new password by a mailed code. A person may have several: anybody can ask for one. */
export interface RecoveryRow {
  id: string
  user_id: string
  checksum_hash: string
  /** Hashes of the codes that were mailed for it: see `addHash`. */
  code_hash: string
  tries: number
  created_at: number
  expires_at: number
  /** 1 where the password waits before it takes effect: the code went to an address that the person has left. */
  is_delayed: number | null
}

/** A new password that takes effect later, unless somebody who proves to be the person stops it. */
export interface WaitingPasswordRow {
  user_id: string
  /** Another one for each new password: the one that an answer or a mail speaks of. */
  id: string
  password_hash: string
  created_at: number
  takes_effect_at: number
}

/** The link with which the address that an undo took the account from can object. */
export interface ObjectionRow {
  id: string
  /** SHA-256 of the token in the link, base64url. */
  token_hash: string
  user_id: string
  /** When the change was undone. */
  undone_at: number
  expires_at: number
  used_at: number | null
}

export interface PictureRow {
  /** Random, at least 128 bits; part of the picture's URLs. */
  id: string
  user_id: string
  /** Object key of the uncropped master, and of the square one. */
  original_key: string
  square_key: string
  /** Pixels of the upright picture as uploaded. */
  width: number
  height: number
  /** JSON of the crop in pixels of the upright picture, or null if the client sent `cropped_image`. */
  crop: string | null
  /**
   * `''`: nothing reads it. Nodes of versions before write a base64 ThumbHash, and the column is not null; once there are
   * none of them, a contract migration removes it.
   */
  thumbhash: string
  /** 1 where the row came from an accepted upload and counts against the daily allowance. */
  counts: number
  created_at: number
  /** Set when another picture took its place or it was removed; files go soon after. */
  removed_at: number | null
  /** Size in bytes and SHA-256 (hex) of each master; null for a picture from before these were kept. */
  original_size: number | null
  original_sha256: string | null
  square_size: number | null
  square_sha256: string | null
  /** JSON: size and SHA-256 of each derived form that is kept, by the end of its key: `{"512.webp":[9876,"ab…"]}`. */
  variants: string | null
}

export interface OutboxRow {
  id: string
  kind: string
  /** JSON. */
  payload: string
  created_at: number
  /** Not before this instant. */
  run_at: number
  tries: number
  /** A worker holds the job until this instant. */
  claimed_until: number | null
  last_error: string | null
  /** Set when the last try failed; kept for the operator. */
  failed_at: number | null
}

export interface ImportRow {
  id: string
  created_at: number
  finished_at: number | null
}

/** Uses counted against an abuse limit, where no Redis counts them. */
export interface LimitCounterRow {
  /** Name of the limit and what it is counted for. */
  key: string
  points: number
  /** From this instant on the count begins anew. */
  expires_at: number
}

/** What somebody did. Refers to no row of another table, so that it outlives them. */
export interface AuditEventRow {
  id: string
  created_at: number
  /** A key of the catalogues in `src/audit/audit.ts` and `src/ports/security-events.ts`. */
  action: string
  actor: 'person' | 'operator' | 'link' | 'system'
  /** The person it is about; null where it is about none. */
  user_id: string | null
  /** Name of the operator on the operating system. */
  operator: string | null
  /** The application that the call came through, or that it is about. */
  application_id: string | null
  session_id: string | null
  /** IP address of the caller. */
  address: string | null
  /** JSON list of the names of the values that changed, as the API names them. */
  fields: string | null
  /** HMAC-SHA-256 of the folded address before and after, base64url. */
  old_email_hash: string | null
  new_email_hash: string | null
  /** How often it happened in one minute; null for what is one event. */
  count: number | null
}

export interface AuditKeyRow {
  /** `email`: the key of the hashes of addresses. */
  id: string
  /** 256 random bits, base64url. */
  secret: string
}

/** A device that a person signed in on lately. */
export interface KnownDeviceRow {
  /** SHA-256 of person and device, base64url: see `knownDeviceId`. */
  id: string
  user_id: string
  /** As `deviceOf` reads them; both `''` if the application tells no device. */
  browser: string
  os: string
  first_seen_at: number
  /** The last sign-in on it, a day exact. */
  last_seen_at: number
}

/** A network from which a person has signed in. */
export interface KnownPlaceRow {
  /** HMAC-SHA-256 of person and network, base64url. */
  id: string
  user_id: string
  /** The last sign-in from there, to the day. */
  seen_at: number
}

/** What is known of the failed sign-ins of a person beside the counters; absent: nothing yet. */
export interface SignInStateRow {
  user_id: string
  /** Part of the keys of the person's counters: the next number begins them anew, wherever they are counted. */
  round: number
  /** When the person's limit was found used up last. */
  locked_at: number | null
  /** When a mail last said so. */
  told_at: number | null
}

export interface PlaceKeyRow {
  /** `places`: the key of the hashes of networks, and of the signatures of known browsers. */
  id: string
  /** 256 random bits, base64url. */
  secret: string
}

/** A person's second factor, and whether the operator asks for one. A row may be there before there is a factor. */
export interface SecondFactorRow {
  user_id: string
  /** 1 where the operator asks this person for one. */
  is_required: number
  /** The TOTP seed, base32, sealed where `ENCRYPTION_KEYS` is set; null while there is none. */
  secret: string | null
  /** Since when it is asked for; null while there is none. */
  confirmed_at: number | null
  /** The last 30-second step (RFC 6238) whose code was accepted; 0: none. */
  last_step: number
  /** A seed that waits for its first code until the instant; sealed too. */
  pending_secret: string | null
  pending_until: number | null
}

/** Recovery codes; a used one stays, so that its person can be shown how many are left. */
export interface RecoveryCodeRow {
  id: string
  user_id: string
  /** SHA-256 of person and code, base64url. */
  code_hash: string
  created_at: number
  used_at: number | null
}

/** A sign-in with the right password that waits for the second factor. */
export interface SignInTicketRow {
  /** SHA-256 of the ticket, base64url. */
  ticket_hash: string
  user_id: string
  application_id: string
  /** HMAC-SHA-256 of the network that the password came from, keyed by the ticket; base64url. */
  address_hash: string
  /** `verify`: a code of the factor is asked for; `enroll`: a factor must be set up first. */
  kind: 'verify' | 'enroll'
  tries: number
  created_at: number
  expires_at: number
}

/** A WebAuthn credential. */
export interface PasskeyRow {
  id: string
  user_id: string
  /** Credential ID, base64url. */
  credential_id: string
  /** COSE key, base64url. */
  public_key: string
  /** Signature counter (WebAuthn Level 3, 6.1.1); 0 where the authenticator keeps none. */
  counter: number
  /** JSON list of transports, as the client told them. */
  transports: string
  /** AAGUID, as a UUID. */
  aaguid: string
  is_backed_up: number
  name: string
  created_at: number
  last_used_at: number | null
}

/** A WebAuthn challenge that waits for its one answer. */
export interface PasskeyChallengeRow {
  /** SHA-256 of the challenge, base64url. */
  challenge_hash: string
  purpose: 'register' | 'sign-in' | 'proof'
  /** Null for a sign-in, where nobody is known yet. */
  user_id: string | null
  application_id: string
  expires_at: number
}

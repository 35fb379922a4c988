import type { AttributeColumns } from '../../common/attributes.ts'

/** The rows as defined by the migrations. Instants are milliseconds since the Unix epoch. */
export interface Tables {
  applications: ApplicationRow
  api_keys: ApiKeyRow
  users: UserRow
  email_addresses: EmailAddressRow
  external_ids: ExternalIdRow
  issuer_subjects: IssuerSubjectRow
  issuer_keys: IssuerKeyRow
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
  idempotency_keys: IdempotencyKeyRow
  limit_counters: LimitCounterRow
  audit_events: AuditEventRow
  audit_keys: AuditKeyRow
  feed_events: FeedEventRow
  webhook_endpoints: WebhookEndpointRow
  webhook_deliveries: WebhookDeliveryRow
  attribute_declarations: AttributeDeclarationRow
  attribute_keys: AttributeKeyRow
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

/** Every table and its primary key, ordered so that rows come after those that they reference. */
export const primaryKeys = {
  applications: 'id',
  api_keys: 'id',
  users: 'id',
  email_addresses: 'email_key',
  external_ids: ['application_id', 'external_id'],
  issuer_subjects: 'id',
  issuer_keys: 'id',
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
  idempotency_keys: 'id',
  limit_counters: 'key',
  audit_events: 'id',
  audit_keys: 'id',
  feed_events: ['transaction', 'id'],
  webhook_endpoints: 'id',
  webhook_deliveries: 'id',
  attribute_declarations: 'version',
  attribute_keys: ['name', 'value_key', 'user_id'],
  known_devices: 'id',
  known_places: 'id',
  sign_in_states: 'user_id',
  place_keys: 'id',
  second_factors: 'user_id',
  recovery_codes: 'id',
  sign_in_tickets: 'ticket_hash',
  passkeys: 'id',
  passkey_challenges: 'challenge_hash',
} as const satisfies { [T in TableName]: keyof Tables[T] | readonly (keyof Tables[T])[] }

/** Returns the columns of the table's primary key. */
export const keyColumns = (table: TableName): readonly string[] => [primaryKeys[table]].flat()

/** A table whose primary key is one column. */
export type SingleKeyTable = {
  [T in TableName]: (typeof primaryKeys)[T] extends string ? T : never
}[TableName]

/**
 * A column of secrets that the service must be able to read: its values may be encrypted
 * (`src/basics/sealed-secrets.ts`).
 */
export interface SealedColumn {
  table: SingleKeyTable
  column: string
}

/** All such columns. A column that is missing here is not re-encrypted. */
export const sealedColumns = [
  { table: 'signing_keys', column: 'private_jwk' },
  { table: 'second_factors', column: 'secret' },
  { table: 'second_factors', column: 'pending_secret' },
  { table: 'webhook_endpoints', column: 'secret' },
  { table: 'webhook_endpoints', column: 'previous_secret' },
] as const satisfies SealedColumn[]

/** Tables that are not empty in a new database: their migration fills them. */
export const filledFromTheStart: readonly TableName[] = ['audit_keys', 'place_keys', 'issuer_keys']

/** The names of all tables, in the same order. */
export const tableNames = Object.keys(primaryKeys) as TableName[]

export interface ApplicationRow {
  id: string
  name: string
  kind: 'web' | 'mobile' | 'spa' | 'server'
  /** JSON list of origins (RFC 6454) that may call from a browser; only for kind `spa`. */
  origins: string
  refresh_policy: 'keep' | 'rotate'
  /** JSON list of what its keys may do; null for every kind but `server`. */
  scopes: string | null
  created_at: number
  revoked_at: number | null
}

export interface ApiKeyRow {
  id: string
  application_id: string
  /** SHA-256 of the key, base64url. */
  key_hash: string
  created_at: number
  /** From this instant on, the key is refused. */
  revoked_at: number | null
  /** Start of the day (UTC) on which a key of a server was last used; null if never, or for other kinds. */
  last_used_at: number | null
}

export interface UserRow extends AttributeColumns {
  id: string
  username: string
  /** The username folded for comparison; unique. */
  username_key: string
  /**
   * PHC string of argon2, or a hash in one of the formats supported by `user import`; `""` matches no
   * password.
   */
  password_hash: string
  /** 1 after an undone e-mail change: signing in first requires a password reset. */
  password_reset_required: number
  /** The current picture, or null for the generated one. */
  picture_id: string | null
  /** Token in the URL of the generated picture: see `defaultToken`. Null until upkeep has filled it in. */
  default_token: string | null
  /** The names folded for the search of people: see `nameKey`. Null until upkeep has filled them in. */
  first_name_key: string | null
  last_name_key: string | null
  /** Incremented by every change of the row. */
  version: number
  created_at: number
  updated_at: number
  disabled_at: number | null
  /** When the account will be removed at the person's request; null if it will not. */
  delete_at: number | null
  /** When the person was reminded of it; null if not yet. */
  deletion_reminded_at: number | null
  /** Instant of the undo that an objection contests, which freezes the account; null if there is none. */
  frozen_at: number | null
  /**
   * When the person last set a new password with a mailed code, which only proves access to a mailbox; null
   * if never.
   */
  recovered_at: number | null
  /** When the person proved to read the current address; null if not yet. */
  email_verified_at: number | null
  /** The same for the phone number, which only a trusted import can prove. */
  phone_verified_at: number | null
  /**
   * The import that added the row; as long as that import has no `finished_at`, the person is invisible to
   * readers.
   */
  import_id: string | null
  /** JSON: values of declared attributes by name; null without any. */
  attributes: string | null
}

/** Addresses in use or reserved. The primary key decides who holds an address. */
export interface EmailAddressRow {
  /** The address folded for comparison. */
  email_key: string
  user_id: string
  /**
   * Null for the person's current address. Otherwise, reserved for the person until this instant, for the
   * undo link.
   */
  reserved_until: number | null
  /**
   * When the person obtained it with a code; null if it came with the account or by an undo, or has been
   * proven since.
   */
  claimed_at: number | null
}

/** The id of a person in an application's own tables; at most one for each person and application. */
export interface ExternalIdRow {
  application_id: string
  external_id: string
  user_id: string
  created_at: number
}

/** A person at an OpenID provider, or what is left of one who was removed here. */
export interface IssuerSubjectRow {
  /** HMAC-SHA-256 of issuer and `sub`, base64url: see `subjectId`. */
  id: string
  /** `iss` of the provider. */
  issuer: string
  /** Null after the removal of the person. */
  user_id: string | null
  created_at: number
  /** Tokens issued before start no session; null if there is no such instant. */
  not_before_at: number | null
  /** When the person was removed; null if not. */
  removed_at: number | null
}

export interface IssuerKeyRow {
  /** `subjects`: the key for hashes of subjects and for ids of their sessions. */
  id: string
  /** 256 random bits, base64url. */
  secret: string
}

export interface SessionRow {
  id: string
  user_id: string
  application_id: string
  created_at: number
  last_seen_at: number
  expires_at: number
  ended_at: number | null
  /** `User-Agent` at sign-in, truncated to 255 characters. */
  user_agent: string
  /** IANA zone last reported by its client; `''` if it reported none. */
  timezone: string
  /** IP address of its last sign-in or refresh; `''` if it is unknown. */
  address: string
  /** When whoever has the session last proved to be the person; null: at sign-in, `created_at`. */
  proved_at: number | null
  /** How the person signed in: values of `amr` (RFC 8176), separated by spaces; `''` if it is unknown. */
  methods: string
  /** Entry of `ISSUERS` by which it started, with a token or on the page; null for all others. */
  provider: string | null
  /** The person at that provider: `issuer_subjects.id`. */
  subject_id: string | null
  /** `iat` of its only token, in milliseconds, if the provider's tokens name no session; otherwise null. */
  token_issued_at: number | null
}

export interface RefreshTokenRow {
  /** SHA-256 of the token, base64url. */
  token_hash: string
  session_id: string
  created_at: number
  expires_at: number
  /** When a rotated token was exchanged; null while it is unused. */
  used_at: number | null
  /** Its successor, which only the used token can decrypt; null after the time for reuse. */
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
  /** From this instant on, the key neither signs nor verifies. */
  expires_at: number | null
}

export interface EmailChangeRow {
  /** At most one pending change per person: the user id is the primary key. */
  user_id: string
  id: string
  new_email: string
  new_email_key: string
  /** SHA-256 of the checksum, base64url. */
  checksum_hash: string
  /** Keyed hash of the code mailed to the new address; null until it is mailed, or if it is not required. */
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

/**
 * Requests for a new password with a mailed code. A person may have several, since anyone can request one.
 */
export interface RecoveryRow {
  id: string
  user_id: string
  checksum_hash: string
  /** Hashes of the codes mailed for it: see `addHash`. */
  code_hash: string
  tries: number
  created_at: number
  expires_at: number
  /** 1 if the password is delayed because the code was mailed to a former address. */
  is_delayed: number | null
}

/** A new password that takes effect later, unless someone who proves to be the person stops it. */
export interface WaitingPasswordRow {
  user_id: string
  /** Differs for each new password: identifies the one that a response or mail refers to. */
  id: string
  password_hash: string
  created_at: number
  takes_effect_at: number
}

/** The link by which an address that lost the account by an undo can object. */
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
  /** Object keys of the uncropped master and of the square one. */
  original_key: string
  square_key: string
  /** Dimensions of the upright picture as uploaded, in pixels. */
  width: number
  height: number
  /** JSON of the crop in pixels of the upright picture, or null if the client sent `cropped_image`. */
  crop: string | null
  /**
   * Always `''`: nothing reads it. Nodes of previous versions write a base64 ThumbHash, and the column is not
   * null; once there are no such nodes, a contract migration will remove it.
   */
  thumbhash: string
  /** 1 if the row came from an accepted upload and counts against the daily allowance. */
  counts: number
  created_at: number
  /** Set when the picture was removed, or no longer shown; its files are removed soon after. */
  removed_at: number | null
  /** Set when the picture was replaced: until then it is shown at its own address. */
  shown_until: number | null
  /** Size in bytes and SHA-256 (hex) of each master; null for a picture from before these were stored. */
  original_size: number | null
  original_sha256: string | null
  square_size: number | null
  square_sha256: string | null
  /** JSON: size and SHA-256 of each stored variant, by the suffix of its key: `{"512.webp":[9876,"ab…"]}`. */
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
  /** The worker's claim on the job ends at this instant. */
  claimed_until: number | null
  last_error: string | null
  /** Set when the last try failed; retained for the operator. */
  failed_at: number | null
}

/** A change that a server made with an `Idempotency-Key`, and its response. */
export interface IdempotencyKeyRow {
  /** SHA-256 of the application and the key, base64url. */
  id: string
  /** SHA-256 of method, path and body, base64url. */
  request_hash: string
  /** The person in the response, with whom the row is removed; null if it says nothing about them. */
  user_id: string | null
  /** JSON: see `StoredResponse` in `src/people/idempotency.ts`. */
  response: string
  created_at: number
}

export interface ImportRow {
  id: string
  created_at: number
  finished_at: number | null
}

/** Uses counted against an abuse limit, if Redis does not count them. */
export interface LimitCounterRow {
  /** Name of the limit and what is counted. */
  key: string
  points: number
  /** From this instant on, the count restarts. */
  expires_at: number
}

/** An action or attempt. Has no foreign keys, so that it outlives people. */
export interface AuditEventRow {
  id: string
  created_at: number
  /** A key of the catalogues in `src/audit/audit.ts` and `src/ports/security-events.ts`. */
  action: string
  actor: 'person' | 'operator' | 'application' | 'link' | 'system'
  /** The person concerned; null if there is none. */
  user_id: string | null
  /** Name of the operator on the operating system. */
  operator: string | null
  /** The application through which the call came, or that is concerned. */
  application_id: string | null
  session_id: string | null
  /** The key with which an application acted. */
  key_id: string | null
  /** IP address of the caller. */
  address: string | null
  /** JSON list of the names of the changed values, as in the API. */
  fields: string | null
  /** HMAC-SHA-256 of the folded address before and after, base64url. */
  old_email_hash: string | null
  new_email_hash: string | null
  /** Number of occurrences in one minute; null for a single event. */
  count: number | null
}

export interface AuditKeyRow {
  /** `email`: the key for hashes of addresses. */
  id: string
  /** 256 random bits, base64url. */
  secret: string
}

/** What happened to a person, for applications. Has no foreign keys, so that it outlives people. */
export interface FeedEventRow {
  /**
   * The order of the feed. On PostgreSQL, the number of the transaction that wrote the row (`feed_number`); on SQLite, one
   * more than the largest.
   */
  transaction: number
  id: string
  created_at: number
  /** A key of the catalogue in `src/feed/feed.ts`. */
  type: string
  user_id: string
  /** JSON list of the names of the changed attributes, as in the API; null if the type has none. */
  fields: string | null
  /** Of the session, for events about one. */
  application_id: string | null
  session_id: string | null
}

/** Where an application receives events. */
export interface WebhookEndpointRow {
  id: string
  application_id: string
  url: string
  /** JSON list of types; null for all. */
  types: string | null
  /** 1 if the person's card is sent along. */
  has_card: number
  /** `whsec_…`, sealed if `ENCRYPTION_KEYS` is set. */
  secret: string
  /** The former secret, which also signs until the instant; also sealed. */
  previous_secret: string | null
  previous_until: number | null
  /** The place in the feed of the last event that was delivered or passed over. */
  after_transaction: number
  after_id: string
  created_at: number
  /** Since when no delivery has succeeded; null if the last one did. */
  failing_since: number | null
  disabled_at: number | null
  disabled_reason: 'operator' | 'gone' | 'failing' | null
}

/** One attempt to deliver an event. Has no foreign keys, so that it can be removed in any order. */
export interface WebhookDeliveryRow {
  id: string
  endpoint_id: string
  event_id: string
  type: string
  created_at: number
  /** Status of the response; null if there was none. */
  status: number | null
  /** Why there was none, a key of `WebhookFault`. */
  fault: string | null
  /** In milliseconds. */
  duration: number
}

/** A version of the declaration of an attribute. The latest one of a name is in force. */
export interface AttributeDeclarationRow {
  /** One more than the last one of any declaration. */
  version: number
  name: string
  /** JSON (`Declaration` in `src/attribute/attribute.ts`); null: from then on the attribute is not declared. */
  declaration: string | null
  /** As long as people with a later id may have a value without a key, the id up to which they have one; otherwise null. */
  fill_after: string | null
  /** Name of the operator on the operating system. */
  operator: string | null
  created_at: number
}

/** A value by which a person can be found. */
export interface AttributeKeyRow {
  name: string
  /** The value folded for comparison. */
  value_key: string
  user_id: string
}

/** A device on which a person signed in recently. */
export interface KnownDeviceRow {
  /** SHA-256 of person and device, base64url: see `knownDeviceId`. */
  id: string
  user_id: string
  /** As returned by `deviceOf`; both `''` if the application reports no device. */
  browser: string
  os: string
  first_seen_at: number
  /** The last sign-in on it, accurate to a day. */
  last_seen_at: number
}

/** A network from which a person has signed in. */
export interface KnownPlaceRow {
  /** HMAC-SHA-256 of person and network, base64url. */
  id: string
  user_id: string
  /** The last sign-in from there, accurate to a day. */
  seen_at: number
}

/** State of the failed sign-ins of a person, in addition to the counters; absent if there is none yet. */
export interface SignInStateRow {
  user_id: string
  /** Part of the keys of the person's counters: incrementing it restarts them, wherever they are counted. */
  round: number
  /** When the person's limit was last used up. */
  locked_at: number | null
  /** When a mail last reported it. */
  told_at: number | null
}

export interface PlaceKeyRow {
  /** `places`: the key for hashes of networks and for signatures of known browsers. */
  id: string
  /** 256 random bits, base64url. */
  secret: string
}

/**
 * A person's second factor, and whether the operator requires one. A row may exist before there is a factor.
 */
export interface SecondFactorRow {
  user_id: string
  /** 1 if the operator requires one of this person. */
  is_required: number
  /** The TOTP seed, base32, sealed if `ENCRYPTION_KEYS` is set; null if there is none. */
  secret: string | null
  /** Since when it is active; null if there is none. */
  confirmed_at: number | null
  /** The last 30-second step (RFC 6238) whose code was accepted; 0 for none. */
  last_step: number
  /** A pending seed that waits for its first code until the instant; also sealed. */
  pending_secret: string | null
  pending_until: number | null
}

/** Recovery codes; used ones are retained, so that the person can see how many are left. */
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
  /** HMAC-SHA-256 of the network from which the password came, keyed by the ticket; base64url. */
  address_hash: string
  /** `verify`: a code of the factor is required; `enroll`: a factor must be set up first. */
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
  /** Signature counter (WebAuthn Level 3, 6.1.1); 0 if the authenticator has none. */
  counter: number
  /** JSON list of transports, as reported by the client. */
  transports: string
  /** AAGUID, as a UUID. */
  aaguid: string
  is_backed_up: number
  name: string
  created_at: number
  last_used_at: number | null
}

/** A WebAuthn challenge that can be used once. */
export interface PasskeyChallengeRow {
  /** SHA-256 of the challenge, base64url. */
  challenge_hash: string
  purpose: 'register' | 'sign-in' | 'proof'
  /** Null for a sign-in, since the person is not known yet. */
  user_id: string | null
  application_id: string
  expires_at: number
}

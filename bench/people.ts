import { hash } from 'node:crypto'
import { unsetColumns } from '../common/attributes.ts'
import { type NewPerson, newUserRow } from '../src/account/account.ts'
import { DAY } from '../src/basics/durations.ts'
import { secretHash } from '../src/basics/hash.ts'
import type { Tables } from '../src/tables/tables.ts'
import { emailKey } from '../src/user/email-address.ts'

const FIRST_NAMES = [
  'Ada',
  'Björn',
  'Chiara',
  'Dmitri',
  'Emeka',
  'Fatima',
  'Giulia',
  'Haruto',
  'Inès',
  'José',
]
const LAST_NAMES = [
  'Lovelace',
  'Andersson',
  'Rossi',
  'Ivanov',
  'Okafor',
  'Haddad',
  'Conti',
  'Tanaka',
  'Martin',
]
const PLACES = [
  ['44', 'GB', 'en', 'Europe/London', 'GBP'],
  ['46', 'SE', 'sv', 'Europe/Stockholm', 'SEK'],
  ['81', 'JP', 'ja', 'Asia/Tokyo', 'JPY'],
  ['', '', '', '', ''],
] as const
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
/** As long as a real hash; no password matches it. */
const PASSWORD_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** The tables to fill, in an order that keeps references intact. */
export const filledTables = ['users', 'email_addresses', 'sessions', 'refresh_tokens', 'pictures'] as const
export type Filled = (typeof filledTables)[number]
export type PersonRows = { [T in Filled]: Tables[T][] }

const hex = (name: string, i: number) => hash('sha256', `${name} ${i}`, 'hex')
const uuid = (digits: string) =>
  [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-')

/** Returns the id of the i-th person, in order of time, as an import assigns them. */
export const userId = (i: number) => uuid(i.toString(16).padStart(12, '0') + hex('user', i).slice(0, 20))
export const sessionId = (i: number) => uuid(hex('session', i))
export const refreshToken = (i: number) => hash('sha256', `refresh ${i}`, 'base64url')

/**
 * Returns the rows of the i-th person. Each signed in once during the last month, every third has a picture, and every
 * hundredth has one that was removed recently.
 */
export function personRows(i: number, applicationId: string, now: number): PersonRows {
  const id = userId(i)
  const person = newPerson(i)
  const createdAt = now - DAY * (31 + (i % 700))
  const signedInAt = now - ((i * 7919) % (30 * DAY))
  const expiresAt = now + DAY * 60 - (i % (20 * DAY))
  const session = {
    id: sessionId(i),
    user_id: id,
    application_id: applicationId,
    created_at: signedInAt,
    last_seen_at: signedInAt,
    expires_at: expiresAt,
    // Recent enough that upkeep does not remove it during a measurement.
    ended_at: isSignedIn(i) ? null : now - (i % DAY),
    user_agent: USER_AGENT,
    timezone: '',
    address: '',
    proved_at: null,
    methods: 'pwd',
    provider: null,
    subject_id: null,
    token_issued_at: null,
  }
  const hasPicture = i % 3 === 0
  const pictures = hasPicture ? [pictureRow(i, 'picture', now)] : []
  if (i % 100 === 0) pictures.push({ ...pictureRow(i, 'removed', now), created_at: now, removed_at: now })
  return {
    users: [{ ...newUserRow(person, id, createdAt, null), picture_id: hasPicture ? pictures[0]!.id : null }],
    email_addresses: [
      { email_key: emailKey(person.email), user_id: id, reserved_until: null, claimed_at: null },
    ],
    sessions: [session],
    refresh_tokens: [
      {
        token_hash: secretHash(refreshToken(i)),
        session_id: session.id,
        created_at: signedInAt,
        expires_at: expiresAt,
        used_at: null,
        next_sealed: null,
      },
    ],
    pictures,
  }
}

/** Returns whether the i-th person's session is still valid. */
export const isSignedIn = (i: number) => i % 10 !== 0

function newPerson(i: number): NewPerson {
  const first = FIRST_NAMES[i % FIRST_NAMES.length]!
  const last = LAST_NAMES[i % LAST_NAMES.length]!
  const [phoneCode, country, language, timezone, currency] = PLACES[i % PLACES.length]!
  return {
    ...unsetColumns,
    username: `${last.toLowerCase()}.${hex('name', i).slice(0, 4)}.${i}`,
    email: `${last.toLowerCase()}.${i}@mail${i % 50}.example.com`,
    first_name: first,
    last_name: last,
    phone_code: phoneCode,
    phone_number: phoneCode === '' ? '' : String(700_000_000 + i),
    country_code: country,
    language,
    timezone,
    currency,
    delete_at: null,
    password_hash: PASSWORD_HASH,
    active: true,
    email_verified: false,
    phone_verified: false,
  }
}

function pictureRow(i: number, name: string, now: number): Tables['pictures'] {
  const id = hex(name, i).slice(0, 32)
  return {
    id,
    user_id: userId(i),
    original_key: `${id}/master-original.jpg`,
    square_key: `${id}/master-square.jpg`,
    width: 4032,
    height: 3024,
    crop: '{"left":504,"top":0,"size":3024}',
    thumbhash: '',
    counts: 1,
    created_at: now - ((i * 104_729) % (300 * DAY)),
    removed_at: null,
    shown_until: null,
    original_size: 400_000,
    original_sha256: hex('original', i),
    square_size: 100_000,
    square_sha256: hex('square', i),
    variants: null,
  }
}

import { columnsOfValues } from '../../common/attributes.ts'
import { storedValues } from '../attribute/attribute-set.ts'
import type { ChangeEvent } from '../audit/audit.ts'
import type { PendingChange, Undo } from '../email-change/email-change.ts'
import { textsOf } from '../messages/catalogue.ts'
import { format, formatInstant } from '../messages/format.ts'
import { nearestLanguage } from '../messages/language.ts'
import type { Passkey } from '../passkey/passkey.ts'
import type { SecondFactorState } from '../second-factor/second-factor.ts'
import { deviceOf } from '../session/device.ts'
import type { KnownDevice } from '../session/known-devices.ts'
import type { OwnSession } from '../session/session.ts'
import type { ExternalId } from '../user/external-id.ts'
import type { IssuerSubject } from '../user/issuer-subject.ts'
import type { User } from '../user/user.ts'
import type { Activity } from './activity.ts'

/** A stored picture in an export. */
export interface StoredPicture {
  id: string
  width: number
  height: number
  crop: unknown
  createdAt: number
  removedAt: number | null
  shownUntil: number | null
}

/** Everything stored about a person except their activity, which may be long. */
export interface PersonalData {
  user: User
  emailChange: PendingChange | null
  emailUndos: readonly Undo[]
  recoveries: readonly { createdAt: number; expiresAt: number }[]
  pictures: readonly StoredPicture[]
  sessions: readonly OwnSession[]
  devices: readonly KnownDevice[]
  /** When they last signed in from each known place. */
  places: readonly number[]
  secondFactor: SecondFactorState
  passkeys: readonly Passkey[]
  /** Ids of the person in applications, with the names of the applications. */
  externalIds: readonly (ExternalId & { application: string })[]
  /** Providers elsewhere at which they sign in. */
  subjects: readonly IssuerSubject[]
}

const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())

/**
 * Returns the first part of `profile.json`, without hashes, secrets and data that only the service can use.
 */
export function personalDocument(data: PersonalData, service: string, now: number): Record<string, unknown> {
  return {
    service,
    exported_at: iso(now),
    account: accountOf(data.user),
    pending_email_change: data.emailChange && {
      email: data.emailChange.newEmail,
      created_at: iso(data.emailChange.createdAt),
      sent_at: iso(data.emailChange.sentAt),
      expires_at: iso(data.emailChange.expiresAt),
    },
    earlier_emails: data.emailUndos.map((undo) => ({
      email: undo.oldEmail,
      changed_at: iso(undo.createdAt),
      undo_until: iso(undo.expiresAt),
      undone_or_void_at: iso(undo.usedAt),
    })),
    pending_recoveries: data.recoveries.map((recovery) => ({
      created_at: iso(recovery.createdAt),
      expires_at: iso(recovery.expiresAt),
    })),
    pictures: data.pictures.map((picture) => ({
      id: picture.id,
      is_shown: picture.id === data.user.pictureId,
      width: picture.width,
      height: picture.height,
      crop: picture.crop,
      created_at: iso(picture.createdAt),
      replaced_and_shown_until: iso(picture.shownUntil),
      removed_at: iso(picture.removedAt),
    })),
    sessions: data.sessions.map((session) => ({
      id: session.id,
      application: session.application.name,
      provider: session.provider,
      user_agent: session.userAgent,
      device: deviceOf(session.userAgent),
      timezone: session.timezone,
      address: session.address,
      created_at: iso(session.createdAt),
      last_seen_at: iso(session.lastSeenAt),
      proved_at: iso(session.provedAt),
      expires_at: iso(session.expiresAt),
      ended_at: iso(session.endedAt),
    })),
    known_devices: data.devices.map(({ browser, os, firstSeenAt, lastSeenAt }) => ({
      browser,
      os,
      first_seen_at: iso(firstSeenAt),
      last_seen_at: iso(lastSeenAt),
    })),
    // Only a keyed hash of the network is stored.
    known_places: data.places.map((seenAt) => ({ last_signed_in_at: iso(seenAt) })),
    second_factor: {
      enabled_at: iso(data.secondFactor.confirmedAt),
      recovery_codes_left: data.secondFactor.codesLeft,
      required_by_operator: data.secondFactor.isRequiredOfPerson,
    },
    passkeys: data.passkeys.map((passkey) => ({
      id: passkey.id,
      name: passkey.name,
      authenticator: passkey.authenticator,
      backed_up: passkey.isBackedUp,
      created_at: iso(passkey.createdAt),
      last_used_at: iso(passkey.lastUsedAt),
    })),
    external_ids: data.externalIds.map(({ application, externalId, createdAt }) => ({
      application,
      external_id: externalId,
      created_at: iso(createdAt),
    })),
    // Only a keyed hash of what the person is called there is stored.
    providers: data.subjects.map(({ issuer, createdAt }) => ({ issuer, linked_at: iso(createdAt) })),
  }
}

function accountOf(user: User) {
  return {
    id: user.id,
    username: user.username,
    ...columnsOfValues(user),
    // All that is stored, whoever may read it, and also if its declaration was removed.
    attributes: storedValues(user.attributes),
    email_verified_at: iso(user.emailVerifiedAt),
    phone_verified_at: iso(user.phoneVerifiedAt),
    password_reset_required: user.passwordResetRequired,
    created_at: iso(user.createdAt),
    updated_at: iso(user.updatedAt),
    delete_at: iso(user.deleteAt),
    frozen_at: iso(user.frozenAt),
    recovered_at: iso(user.recoveredAt),
  }
}

/** Returns an event of `profile.json`. */
export function activityEntry({ event, application }: Activity): Record<string, unknown> {
  const { id, action, actor, fields, address, sessionId }: ChangeEvent = event
  return {
    id,
    at: iso(event.createdAt),
    action,
    by: actor,
    fields,
    application,
    session_id: sessionId,
    address,
  }
}

/** Returns the text that explains the copy, in the person's language. */
export async function exportReadme(
  about: { service: string; hasPicture: boolean; now: number },
  reader: { language: string; timezone: string },
): Promise<string> {
  const language = nearestLanguage(reader.language)
  const { copy: texts } = await textsOf(language)
  const at = formatInstant(language, about.now, reader.timezone)
  const lines = [
    texts.title,
    texts.made,
    texts.profile,
    about.hasPicture ? texts.pictures : texts.noPictures,
    texts.secrets,
  ]
  return `${lines.map((line) => format(language, line, { service: about.service, at })).join('\n\n')}\n`
}

import type { AuditAction } from '../../../../src/audit/audit.ts'
import type { TextKey } from '../../i18n/catalogue.ts'

/** The actions that people see; those of the others are about nobody. */
type PersonAction = Exclude<
  AuditAction,
  `users.${string}` | `application.${string}` | `signing_keys.${string}` | `secrets.${string}`
>

const texts: Record<PersonAction, TextKey> = {
  'session.started': 'event.session.started',
  'session.ended': 'event.session.ended',
  'sessions.ended': 'event.sessions.ended',
  'session.stolen': 'event.session.stolen',
  'session.displaced': 'event.session.displaced',
  'sessions.revoked': 'event.sessions.revoked',
  'sign_in.locked': 'event.sign_in.locked',
  'sign_in.unlocked': 'event.sign_in.unlocked',
  'profile.updated': 'event.profile.updated',
  'email.requested': 'event.email.requested',
  'email.cancelled': 'event.email.cancelled',
  'email.changed': 'event.email.changed',
  'email.undone': 'event.email.undone',
  'email.undo_ended': 'event.email.undo_ended',
  'account.frozen': 'event.account.frozen',
  'account.unfrozen': 'event.account.unfrozen',
  'email.verified': 'event.email.verified',
  'picture.uploaded': 'event.picture.uploaded',
  'picture.cropped': 'event.picture.cropped',
  'picture.removed': 'event.picture.removed',
  'password.changed': 'event.password.changed',
  'password.reset': 'event.password.reset',
  'password.waiting': 'event.password.waiting',
  'password.stopped': 'event.password.stopped',
  'password.set': 'event.password.set',
  'data.exported': 'event.data.exported',
  'deletion.requested': 'event.deletion.requested',
  'deletion.cancelled': 'event.deletion.cancelled',
  'second_factor.added': 'event.second_factor.added',
  'second_factor.removed': 'event.second_factor.removed',
  'second_factor.codes_renewed': 'event.second_factor.codes_renewed',
  'second_factor.code_used': 'event.second_factor.code_used',
  'second_factor.reset': 'event.second_factor.reset',
  'second_factor.required': 'event.second_factor.required',
  'second_factor.not_required': 'event.second_factor.not_required',
  'passkey.added': 'event.passkey.added',
  'passkey.renamed': 'event.passkey.renamed',
  'passkey.removed': 'event.passkey.removed',
  'passkey.refused': 'event.passkey.refused',
  'user.created': 'event.user.created',
  'user.disabled': 'event.user.disabled',
  'user.enabled': 'event.user.enabled',
  'user.deleted': 'event.user.deleted',
}

/** What happened, in words. A service that is newer than the page may know more actions. */
export const textOfAction = (action: string): TextKey =>
  (texts as Partial<Record<string, TextKey>>)[action] ?? 'event.unknown'

/**
 * The catalogue: every action that leaves an event, and what has happened then. A name, once released, never changes.
 *
 * Attempts such as failed sign-ins are counted (`securityEvents` in `src/ports/`), since anyone could fill the disk with them. Not recorded are
 * requests for a code for a new password.
 * Not recorded for itself is what another action brings along: the sessions that end with a new password, the renewal
 * of a hash at sign-in, the refresh of an access token, another mail with a code.
 */
export const auditActions = {
  'session.started': 'a person signed in',
  'session.ended': 'a person signed out; one event for each session',
  'sessions.ended': 'a person signed out everywhere else; one event for all',
  'sessions.revoked': 'an operator ended the sessions of a person; one event for all',
  'session.stolen': 'a rotated refresh token was used again later than a client would, and its session ended',
  'session.displaced':
    'the least recently used session ended, since the person signed in beyond the most there may be',
  'sign_in.locked':
    'so many passwords were wrong that sign-ins from new places are refused; at most one event an hour',
  'sign_in.unlocked': 'an operator let sign-ins count anew',
  'profile.updated': 'values of the profile changed',
  'email.requested': 'a person asked for the code for another address',
  'email.cancelled': 'a person took that back',
  'email.changed': 'the address changed, by its code; with whatever else that update changed',
  'email.verified':
    'a person proved the address that they have, by its code; with whatever else that update changed',
  'email.undone': 'the address was put back by the link mailed to it',
  'email.undo_ended': 'a person proved who they are, and the address can no longer be put back',
  'account.frozen':
    'the address that lost the account by that objected: it is neither moved, nor recovered, nor removed',
  'account.unfrozen': 'the person proved who they are, or an operator decided, and the freeze ended',
  'picture.uploaded': 'another picture is shown',
  'picture.cropped': 'the picture was cropped anew',
  'picture.removed': 'the picture was removed',
  'password.changed': 'a person changed the password, by the old one',
  'password.reset': 'a new password was chosen by a mailed code',
  'password.waiting':
    'a new password was chosen by a code that was mailed to an address before; it takes effect later',
  'password.stopped': 'somebody who proved to be the person stopped that',
  'password.set': 'an operator set the password',
  'data.exported': 'a person took a copy of everything stored about them',
  'deletion.requested':
    'a person asked for the removal of the account, which happens after the days of grace',
  'deletion.cancelled': 'a person took that back',
  'user.created': 'a person was added',
  'user.disabled': 'a person can sign in no more',
  'user.enabled': 'a person can sign in again',
  'user.deleted': 'a person was removed',
  'second_factor.added': 'a person set up a second factor, the first or another one',
  'second_factor.removed': 'a person removed it, with its recovery codes',
  'second_factor.codes_renewed': 'new recovery codes took the place of those before',
  'second_factor.code_used': 'a recovery code was used in the place of a code of the app',
  'second_factor.reset': 'an operator removed it, for a person who has lost it',
  'second_factor.required': 'an operator asks a person for one',
  'second_factor.not_required': 'an operator took that back',
  'passkey.added': 'a person registered a passkey',
  'passkey.renamed': 'a passkey got another name',
  'passkey.removed': 'a passkey was removed',
  'passkey.refused': 'a passkey was refused, since its counter had gone back: there may be a copy of it',
  'users.imported': 'people were added by an import; one event for all',
  'application.created': 'an application was registered',
  'application.key_rotated': 'an application got another API key',
  'application.revoked': 'an application was ended',
  'application.updated': 'the built-in application took on what the settings say',
  'signing_keys.rotated': 'tokens are signed with another key',
  'secrets.encrypted': 'an operator had the stored secrets encrypted with the current key',
  'signing_keys.revoked': 'tokens are signed with another key, and those of the old ones are refused',
} as const satisfies Record<string, string>

/** A change. */
export type AuditAction = keyof typeof auditActions

/** What the actions begin with whose events are about no single person. */
const ofNobody = ['users.', 'application.', 'signing_keys.', 'secrets.'] as const

/** Those whose events can be about one. */
export type PersonAction = Exclude<AuditAction, `${(typeof ofNobody)[number]}${string}`>

export const personActions = (Object.keys(auditActions) as AuditAction[]).filter(
  (action) => !ofNobody.some((start) => action.startsWith(start)),
)

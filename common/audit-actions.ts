/**
 * The catalogue: every action that is recorded as an event, with its meaning. A name never changes once it is
 * released.
 *
 * Attempts such as failed sign-ins are counted (`securityEvents` in `src/ports/`), since recording each one
 * would let anyone fill the disk. Requests for a code for a new password are not recorded.
 * Side effects of another action have no event of their own: sessions that end with a new password, the
 * renewal of a hash at sign-in, the refresh of an access token, another mail with a code.
 */
export const auditActions = {
  'session.started': 'a person signed in',
  'session.ended': 'a person signed out; one event for each session',
  'sessions.ended': 'a person signed out of all other sessions; one event for all',
  'sessions.revoked': 'an operator ended the sessions of a person; one event for all',
  'session.stolen': 'a rotated refresh token was reused after the grace period, and its session ended',
  'session.displaced':
    'the least recently used session ended because the person exceeded the maximum number of sessions',
  'sign_in.locked':
    'sign-ins from new places are refused after too many wrong passwords; at most one event an hour',
  'sign_in.unlocked': 'an operator reset the sign-in limits',
  'profile.updated': 'values of the profile changed',
  'email.requested': 'a person requested a code for a new address',
  'email.cancelled': 'a person canceled the change of the address',
  'email.changed':
    'the address was changed by its code or by an operator; includes the other changes of that update',
  'email.verified':
    'a person verified the current address by its code; includes the other changes of that update',
  'email.undone': 'the old address was restored by the link mailed to it',
  'email.undo_ended': 'a person proved who they are, and the change of the address can no longer be undone',
  'account.frozen':
    'the address that lost the account objected: the account cannot be moved, recovered or removed',
  'account.unfrozen': 'the person proved who they are, or an operator decided, and the freeze ended',
  'picture.uploaded': 'a new picture was uploaded',
  'picture.cropped': 'the crop of the picture was changed',
  'picture.removed': 'the picture was removed',
  'password.changed': 'a person changed the password, using the old one',
  'password.reset': 'a new password was set by a mailed code',
  'password.waiting': 'a new password was set by a code mailed to a former address; it takes effect later',
  'password.stopped': 'the person proved who they are and stopped the pending password',
  'password.set': 'an operator set the password',
  'password.invited': 'an application mailed a code with which the person chooses a password',
  'data.exported': 'a person downloaded a copy of everything stored about them',
  'deletion.requested': 'a person requested the removal of the account, which happens after the grace period',
  'deletion.cancelled': 'a person canceled the removal of the account',
  'user.created': 'a person was added',
  'user.disabled': 'a person can no longer sign in',
  'user.enabled': 'a person can sign in again',
  'user.deleted': 'a person was removed',
  'provider.linked': 'a sign-in at an OpenID provider was linked to an existing account',
  'second_factor.added': 'a person set up a second factor, the first or another one',
  'second_factor.removed': 'a person removed a second factor, with its recovery codes',
  'second_factor.codes_renewed': 'new recovery codes replaced the previous ones',
  'second_factor.code_used': 'a recovery code was used instead of an authenticator code',
  'second_factor.reset': 'an operator removed the second factor of a person who lost it',
  'second_factor.required': 'an operator requires a person to have a second factor',
  'second_factor.not_required': 'an operator no longer requires a second factor of a person',
  'passkey.added': 'a person registered a passkey',
  'passkey.renamed': 'a passkey was renamed',
  'passkey.removed': 'a passkey was removed',
  'passkey.refused': 'a passkey was refused because its counter decreased: it may have been cloned',
  'users.imported': 'people were added by an import; one event for all',
  'application.created': 'an application was registered',
  'application.key_rotated': 'an application received a new API key',
  'application.key_ended': 'an operator revoked an API key, or changed when it expires',
  'application.key_used':
    'the key of a server was used for the first time on a day (UTC); each of its changes has an event of its own',
  'application.revoked': 'an application was revoked',
  'application.updated':
    'name, kind, origins, scopes or refresh policy of an application changed; those of the built-in one follow the settings',
  'application.webhook_added': 'an endpoint for events was added to an application',
  'application.webhook_updated': 'address, events or state of an endpoint changed',
  'application.webhook_removed': 'an endpoint was removed',
  'application.webhook_secret_rotated': 'an endpoint received a new secret',
  'application.webhook_disabled': 'an endpoint was disabled because it is gone, or failed for three days',
  'attributes.added': 'an operator declared an attribute',
  'attributes.changed': 'an operator changed the declaration of an attribute',
  'attributes.removed': 'an operator removed the declaration of an attribute; values stay stored',
  'signing_keys.rotated': 'a new signing key came into use',
  'secrets.encrypted': 'an operator encrypted the stored secrets with the current key',
  'signing_keys.revoked': 'a new signing key came into use, and tokens signed with older keys are refused',
} as const satisfies Record<string, string>

export type AuditAction = keyof typeof auditActions

/** Prefixes of actions whose events are not about a person. */
const impersonalPrefixes = ['users.', 'application.', 'signing_keys.', 'secrets.', 'attributes.'] as const

/** Actions whose events may be about a person. */
export type PersonAction = Exclude<AuditAction, `${(typeof impersonalPrefixes)[number]}${string}`>

export const personActions = (Object.keys(auditActions) as AuditAction[]).filter(
  (action) => !impersonalPrefixes.some((start) => action.startsWith(start)),
)

import { CODE_LENGTH } from '../../common/limits.ts'
import { sourceFormats, squareSizes } from '../../common/picture.ts'
import { serverKeyLimit } from '../application/application.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../basics/durations.ts'
import type { Config } from '../config/config.ts'
import type { Facts } from '../docs/guides.ts'
import type { RateLimit } from '../docs/reference.ts'
import { codesPerAddress, codesPerPerson } from '../email-change/email-change.service.ts'
import { UNDO_TIME } from '../email-change/email-change.ts'
import { BODY_BYTES } from '../http/body/fields.ts'
import { CODE_LIFETIME, CODE_TRIES } from '../one-time-code/one-time-code.ts'
import { exportsPerPerson } from '../own-data/export.service.ts'
import { PASSKEYS_MAX } from '../passkey/passkey.ts'
import { codesPerAddress as passwordCodesPerAddress } from '../password-change/forgot-password.service.ts'
import { invitationsPerPerson } from '../password-change/invitation.service.ts'
import { pixelLimit } from '../picture/picture-memory.ts'
import { recrops } from '../picture/picture-recrop.service.ts'
import { suggestions } from '../picture/picture-suggestion.service.ts'
import { refusals } from '../picture/picture-upload.service.ts'
import type { Limit } from '../ports/limiter.ts'
import { updates } from '../profile/profile-update.service.ts'
import { wrongCodes } from '../session/code-check.service.ts'
import { ACCESS_TOKEN_SECONDS, SESSIONS_MAX } from '../session/session.ts'
import { failuresByAddress, failuresByNameAndAddress } from '../session/sign-in-limits.service.ts'

/** Returns what the guides of the reference say about this installation: its settings, and constants of the rules. */
export function referenceFacts(config: Config): Facts {
  return {
    api: config.publicUrl + config.apiBase,
    issuer: config.publicUrl,
    accessTokenMinutes: (ACCESS_TOKEN_SECONDS * SECOND) / MINUTE,
    refreshTokenDays: config.refreshTokenLifetime / DAY,
    sessionDays: config.sessionLifetime / DAY,
    reuseSeconds: config.refreshReuse / SECOND,
    proofMinutes: config.recentProofTime / MINUTE,
    orEmail: config.signInByEmail ? ' or an email address' : '',
    codeDigits: CODE_LENGTH,
    codeGoesTo: codeGoesTo[config.emailProof],
    codeMinutes: CODE_LIFETIME / MINUTE,
    codeTries: CODE_TRIES,
    undoHours: UNDO_TIME / HOUR,
    pictureTypes: listed(config.pictureFormats.map((format) => sourceFormats[format].name)),
    pictureMegabytes: config.pictureMaxBytes / 1_000_000,
    pictureMegapixels: config.pictureMaxPixels / 1_000_000,
    jpegMegapixels: pixelLimit('jpeg', config.pictureMaxPixels) / 1_000_000,
    pictureSizes: listed(squareSizes.map(String)),
    dailyPictures:
      config.picturesPerDay === 0
        ? 'This service accepts no new pictures.'
        : `A person can upload ${config.picturesPerDay} pictures in 24 hours; refused ones don't count.`,
    bodyKilobytes: Math.floor(BODY_BYTES / 1000),
    sessionsMax: SESSIONS_MAX,
    passkeysMax: PASSKEYS_MAX,
  }
}

const codeGoesTo: Readonly<Record<Config['emailProof'], string>> = {
  new: 'to it',
  current: 'to the current address',
  both: 'to it, together with a second one that is mailed to the current address (current_token_field)',
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** Returns the limits that clients may meet. */
export function referenceLimits({ limitScale, picturesPerDay }: Config): RateLimit[] {
  const scaled = (what: string, { points, seconds }: Limit): RateLimit => ({
    what,
    points: points * limitScale,
    seconds,
  })
  return [
    scaled('Failed sign-ins with one name, from one network', failuresByNameAndAddress),
    scaled('Failed sign-ins from one network', failuresByAddress),
    scaled('Wrong codes of a second factor, by one person', wrongCodes),
    scaled('Profile updates of one person', updates),
    scaled('Codes for a new email address, requested by one person', codesPerPerson),
    scaled('Codes for a new email address, mailed to one address', codesPerAddress),
    scaled('Codes for a new password, mailed to one address', passwordCodesPerAddress),
    { what: 'Accepted pictures of one person', points: picturesPerDay, seconds: DAY / SECOND },
    scaled('Refused pictures of one person', refusals),
    scaled('New crops by one person', recrops),
    scaled('Suggested crops for one person', suggestions),
    scaled('Downloads of the data of one person', exportsPerPerson),
    scaled('Requests with one key of a server', serverKeyLimit),
    scaled('Invitations of one person', invitationsPerPerson),
  ]
}

import type { Migration } from 'kysely/migration'
import * as first from './001-first.ts'
import * as limits from './002-limits.ts'
import * as audit from './003-audit.ts'
import * as page from './004-page.ts'
import * as sessionTimezone from './005-session-timezone.ts'
import * as pictureFiles from './006-picture-files.ts'
import * as writeTurns from './007-write-turns.ts'
import * as deletionReminder from './008-deletion-reminder.ts'
import * as recoveries from './009-recoveries.ts'
import * as proof from './010-proof.ts'
import * as securityCounts from './011-security-counts.ts'
import * as signInPlaces from './012-sign-in-places.ts'
import * as secondFactors from './013-second-factors.ts'
import * as devicesAndProofs from './014-devices-and-proofs.ts'
import * as pronouns from './015-pronouns.ts'
import * as nameKeys from './016-name-keys.ts'
import * as externalIds from './017-external-ids.ts'
import * as sessionAddress from './018-session-address.ts'
import * as replacedPictures from './019-replaced-pictures.ts'
import * as serverKeys from './020-server-keys.ts'
import * as idempotencyKeys from './021-idempotency-keys.ts'
import * as feed from './022-feed.ts'
import * as webhooks from './023-webhooks.ts'
import * as attributes from './024-attributes.ts'
import * as issuerSubjects from './026-issuer-subjects.ts'
import * as sessionMethods from './028-session-methods.ts'

/** Every migration by name, in order. A name never changes once it is released. */
export const migrations: Record<string, Migration> = {
  '001-first': first,
  '002-limits': limits,
  '003-audit': audit,
  '004-page': page,
  '005-session-timezone': sessionTimezone,
  '006-picture-files': pictureFiles,
  '007-write-turns': writeTurns,
  '008-deletion-reminder': deletionReminder,
  '009-recoveries': recoveries,
  '010-proof': proof,
  '011-security-counts': securityCounts,
  '012-sign-in-places': signInPlaces,
  '013-second-factors': secondFactors,
  '014-devices-and-proofs': devicesAndProofs,
  '015-pronouns': pronouns,
  '016-name-keys': nameKeys,
  '017-external-ids': externalIds,
  '018-session-address': sessionAddress,
  '019-replaced-pictures': replacedPictures,
  '020-server-keys': serverKeys,
  '021-idempotency-keys': idempotencyKeys,
  '022-feed': feed,
  '023-webhooks': webhooks,
  '024-attributes': attributes,
  '026-issuer-subjects': issuerSubjects,
  '028-session-methods': sessionMethods,
}

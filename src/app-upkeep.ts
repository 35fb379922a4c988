import { purgeCounters } from './adapters/database-limiter.ts'
import type { wireAccount } from './app-account.ts'
import type { Ground, wireSessions } from './app-sessions.ts'
import { fileUpkeep } from './app-world.ts'
import type { OutboxService } from './outbox/outbox.service.ts'
import type { PictureService } from './picture/picture.service.ts'
import type { UpkeepTask } from './upkeep.ts'

type Kept = Pick<Ground, 'config' | 'clock' | 'db' | 'audit'> &
  Pick<ReturnType<typeof wireSessions>, 'sessions' | 'signInLimits' | 'tickets' | 'passkeys'> &
  Pick<ReturnType<typeof wireAccount>, 'undos' | 'accounts' | 'deletions' | 'passwords' | 'waiting'> & {
    pictures: PictureService
    outbox: OutboxService
  }

/** What is over, and how it is removed. */
export function upkeepTasks(kept: Kept): Readonly<Record<string, UpkeepTask>> {
  const { config, clock, db, pictures } = kept
  return {
    sessions: kept.sessions.purge,
    'used refresh tokens': kept.sessions.purgeSuccessors,
    'known places': kept.signInLimits.purge,
    'sign-in tickets': kept.tickets.purge,
    'passkey challenges': kept.passkeys.purge,
    addresses: kept.undos.purge,
    people: kept.accounts.removeDue,
    reminders: kept.deletions.remind,
    recoveries: kept.passwords.purge,
    'waiting passwords': kept.waiting.takeDue,
    pictures: () => pictures.purgeExpired(),
    ...fileUpkeep(config, clock),
    'unfinished files': pictures.removeUnfinished,
    'default pictures': pictures.fillTokens,
    'picture checksums': pictures.adoptSome,
    audit: kept.audit.purge,
    limits: () => purgeCounters(db, clock.now()),
    outbox: kept.outbox.purge,
  }
}

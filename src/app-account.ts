import { createAccountService } from './account/account.service.ts'
import { createActivityService } from './account/activity.service.ts'
import { createDeletionService } from './account/deletion.service.ts'
import { registerDeletionMails } from './account/deletion-mails.service.ts'
import { createExportService } from './account/export.service.ts'
import { createImportService } from './account/import.service.ts'
import { createNewPasswords } from './account/new-password.service.ts'
import { createPasswordService } from './account/password.service.ts'
import { registerPasswordMails } from './account/password-mails.service.ts'
import { serviceWords } from './account/password-rules.ts'
import { createPasswordSetter } from './account/password-setter.service.ts'
import { createWaitingPasswordService } from './account/waiting-password.service.ts'
import { type Ground, securityUrl, type wireSessions } from './app-sessions.ts'
import { createEmailChangeService } from './email-change/email-change.service.ts'
import { OBJECTION_PATH, UNDO_PATH } from './email-change/email-change.ts'
import { registerEmailChangeMails } from './email-change/email-change-mails.service.ts'
import { createObjectionService } from './email-change/objection.service.ts'
import { createUndoService } from './email-change/undo.service.ts'
import type { LocalInfo } from './local-info/local-info.ts'
import type { MailService } from './mail/mail.service.ts'
import type { OutboxService } from './outbox/outbox.service.ts'
import type { PictureService } from './picture/picture.service.ts'
import type { BreachedPasswords } from './ports/breached-passwords.ts'

/** What an account is wired with beside the ground. */
type Parts = Ground &
  ReturnType<typeof wireSessions> & {
    outbox: OutboxService
    mails: MailService
    pictures: PictureService
    choices: LocalInfo
    breached: BreachedPasswords | null
  }

/** Wires what changes an account as a whole. */
export function wireAccount(parts: Parts) {
  const addresses = wireAddresses(parts, {
    // An undo comes before what it ends.
    endRecovery: (tx, userId, actor) => passwords.waiting.stopFor(tx, userId, actor),
    cancelRemoval: (tx, userId, actor) => leaving.deletions.cancelFor(tx, userId, actor),
  })
  const passwords = wirePasswords(parts, addresses)
  const leaving = wireLeaving(parts, { ...addresses, ...passwords })
  return { ...addresses, ...passwords, ...leaving }
}

type Addresses = ReturnType<typeof wireAddresses>
type Passwords = ReturnType<typeof wirePasswords>

function wireAddresses(
  parts: Parts,
  ends: Pick<Parameters<typeof createUndoService>[0], 'endRecovery' | 'cancelRemoval'>,
) {
  const { config, db, clock, random, limiter, users, audit, outbox, mails, sessions, proofs, choices } = parts
  const { ownSecondFactor, ownPasskeys } = parts
  const proof = config.emailProof
  const emailChanges = createEmailChangeService({
    db,
    clock,
    random,
    limiter,
    users,
    audit,
    outbox,
    proofs,
    proof,
    recentProofFor: config.recentProofForEmail,
  })
  const undos = createUndoService({
    db,
    clock,
    users,
    sessions,
    audit,
    outbox,
    proofs,
    ...ends,
    endFactors: async (tx, userId, since, actor) => {
      await ownSecondFactor.removeSince(tx, userId, since, actor)
      await ownPasskeys.removeSince(tx, userId, since, actor)
    },
  })
  registerEmailChangeMails({
    db,
    clock,
    random,
    users,
    mails,
    proof,
    undoUrl: (token) => `${config.publicUrl}${UNDO_PATH}/${token}`,
    objectionUrl: (token) => `${config.publicUrl}${OBJECTION_PATH}/${token}`,
    defaults: choices.defaults,
  })
  return { emailChanges, undos, objections: createObjectionService({ db, clock, users, audit }) }
}

function wirePasswords(parts: Parts, { undos }: Addresses) {
  const { config, db, clock, random, limiter, users, sessions, audit, outbox, mails, proofs } = parts
  const { attempts, signInLimits, tellOwner, breached, choices, pictures } = parts
  const delay = config.recoveryDelay
  const newPasswords = createNewPasswords({
    words: serviceWords(config.serviceName, config.publicUrl),
    breached,
  })
  const setPassword = createPasswordSetter({ clock, users, sessions, audit, tellOwner })
  const waiting = createWaitingPasswordService({
    db,
    clock,
    random,
    users,
    proofs,
    undos,
    audit,
    outbox,
    setPassword,
    delay,
  })
  const passwords = createPasswordService({
    db,
    clock,
    random,
    limiter,
    attempts,
    proofs,
    users,
    outbox,
    newPasswords,
    setPassword,
    signInLimits,
    waiting,
  })
  registerPasswordMails({
    db,
    clock,
    random,
    users,
    mails,
    undos,
    delay,
    securityUrl: securityUrl(config),
    defaults: choices.defaults,
  })
  const accounts = createAccountService({
    db,
    clock,
    random,
    users,
    sessions,
    audit,
    tellOwner,
    picturesOf: pictures.idsOf,
    removePictures: pictures.erase,
    newPasswords,
  })
  return { waiting, passwords, accounts }
}

/** How a person leaves, and what they take along; and how people come in numbers. */
function wireLeaving(parts: Parts, { emailChanges, undos, passwords }: Addresses & Passwords) {
  const { config, db, clock, random, limiter, users, sessions, audit, outbox, mails, proofs } = parts
  const { applications, ownSessions, knownDevices, factors, passkeys, pictures, signInLimits } = parts
  const { defaults } = parts.choices
  const activity = createActivityService({ audit, applications, ownSessions })
  const deletions = createDeletionService({
    db,
    clock,
    users,
    sessions,
    audit,
    outbox,
    proofs,
    undos,
    grace: config.deletionGrace,
  })
  registerDeletionMails({ users, mails, undos, pageUrl: config.page?.url ?? null, defaults })
  const exports = createExportService({
    db,
    clock,
    limiter,
    users,
    ownSessions,
    knownDevices,
    factors,
    passkeys,
    audit,
    pictures,
    emailChanges,
    undos,
    passwords,
    signInLimits,
    activity,
    service: config.serviceName,
    defaults,
  })
  return { activity, deletions, exports, imports: createImportService({ db, clock, random, audit }) }
}

import { createAccountService } from '../account/account.service.ts'
import { createChangeExisting } from '../account/existing-person-change.service.ts'
import { createImportService } from '../account/import.service.ts'
import { createPersonUpdates } from '../account/person-update.service.ts'
import { createAddressMove, createOperatorMove } from '../email-change/address-move.service.ts'
import { createEmailChangeService } from '../email-change/email-change.service.ts'
import { OBJECTION_PATH, UNDO_PATH } from '../email-change/email-change.ts'
import { registerEmailChangeMails } from '../email-change/email-change-mails.service.ts'
import { createObjectionService } from '../email-change/objection.service.ts'
import { createUndoService } from '../email-change/undo.service.ts'
import { createActivityService } from '../own-data/activity.service.ts'
import { createDeletionService } from '../own-data/deletion.service.ts'
import { registerDeletionMails } from '../own-data/deletion-mails.service.ts'
import { createExportService } from '../own-data/export.service.ts'
import { createNewPasswords } from '../password/new-password.service.ts'
import { serviceWords } from '../password/password-rules.ts'
import { createPasswordService } from '../password-change/password-change.service.ts'
import { registerPasswordMails } from '../password-change/password-mails.service.ts'
import { createPasswordSetter } from '../password-change/password-setter.service.ts'
import { createWaitingPasswordService } from '../password-change/waiting-password.service.ts'
import type { PictureService } from '../picture/picture.service.ts'
import type { BreachedPasswords } from '../ports/breached-passwords.ts'
import { type CoreServices, securityUrlOf } from './core-services.ts'
import type { wireMails } from './wire-mails.ts'
import type { wireSessions } from './wire-sessions.ts'

/** Dependencies of the account features. */
type AccountServices = CoreServices &
  ReturnType<typeof wireSessions> &
  ReturnType<typeof wireMails> & { pictures: PictureService; breached: BreachedPasswords | null }

/** Wires everything that changes an account as a whole. */
export function wireAccount(services: AccountServices) {
  const addresses = wireAddresses(services, {
    // An undo takes precedence over a recovery and ends it.
    endRecovery: (tx, userId, actor) => passwords.waiting.stopFor(tx, userId, actor),
    cancelRemoval: (tx, userId, actor) => ownData.deletions.cancelFor(tx, userId, actor),
  })
  const passwords = wirePasswords(services, addresses)
  const ownData = wireOwnData(services, { ...addresses, ...passwords })
  const imports = wireImports(services, { ...addresses, ...passwords })
  return { ...addresses, ...passwords, ...ownData, ...imports }
}

type Addresses = ReturnType<typeof wireAddresses>
type Passwords = ReturnType<typeof wirePasswords>

function wireAddresses(
  services: AccountServices,
  ends: Pick<Parameters<typeof createUndoService>[0], 'endRecovery' | 'cancelRemoval'>,
) {
  const { config, db, clock, random, limiter, users, audit, outbox, mails, sessions, proofs, choices } =
    services
  const { ownSecondFactor, ownPasskeys, describeAct } = services
  const proof = config.emailProof
  const move = createAddressMove({ clock, random, users, outbox })
  const emailChanges = createEmailChangeService({
    db,
    clock,
    random,
    limiter,
    users,
    audit,
    outbox,
    proofs,
    move,
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
    describeAct,
    proof,
    undoUrl: (token) => `${config.publicUrl}${UNDO_PATH}/${token}`,
    objectionUrl: (token) => `${config.publicUrl}${OBJECTION_PATH}/${token}`,
    defaults: choices.defaults,
  })
  const operatorMove = createOperatorMove({ clock, users, undos, move })
  return {
    emailChanges,
    undos,
    operatorMove,
    objections: createObjectionService({ db, clock, users, audit }),
  }
}

function wirePasswords(services: AccountServices, { undos, operatorMove }: Addresses) {
  const { config, db, clock, random, limiter, users, sessions, audit, outbox, mails, proofs } = services
  const { attempts, signInLimits, notifyOwner, breached, choices, pictures, describeAct, attributes } =
    services
  const delay = config.recoveryDelay
  const newPasswords = createNewPasswords({
    words: serviceWords(config.serviceName, config.publicUrl),
    breached,
  })
  const setPassword = createPasswordSetter({ clock, users, sessions, audit, notifyOwner })
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
    audit,
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
    describeAct,
    undos,
    issuerSubjects: services.issuerSubjects,
    issuers: config.issuers,
    delay,
    securityUrl: config.page && securityUrlOf(config.page),
    defaults: choices.defaults,
  })
  const accounts = createAccountService({
    db,
    clock,
    random,
    users,
    issuerSubjects: services.issuerSubjects,
    sessions,
    audit,
    attributes,
    setPassword,
    picturesOf: pictures.idsOf,
    removePictures: pictures.erase,
    newPasswords,
  })
  const personUpdates = createPersonUpdates({ db, clock, users, audit, attributes, choices, operatorMove })
  return { waiting, passwords, accounts, personUpdates, setPassword }
}

/** Wires export, removal and activity of a person. */
function wireOwnData(services: AccountServices, { emailChanges, undos, passwords }: Addresses & Passwords) {
  const { config, db, clock, limiter, users, externalIds, sessions, audit, outbox, mails, proofs } = services
  const { applications, ownSessions, knownDevices, factors, passkeys, pictures, signInLimits, describeAct } =
    services
  const { defaults } = services.choices
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
  registerDeletionMails({
    users,
    mails,
    describeAct,
    undos,
    pageUrl: config.page?.url ?? null,
    securityUrl: config.page && securityUrlOf(config.page),
    defaults,
  })
  const exports = createExportService({
    db,
    clock,
    limiter,
    users,
    externalIds,
    issuerSubjects: services.issuerSubjects,
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
  return { activity, deletions, exports }
}

/** Wires the import of many people. */
function wireImports(services: AccountServices, { operatorMove, setPassword }: Addresses & Passwords) {
  const { db, clock, random, users, externalIds, sessions, audit, attributes, feedWriter, choices } = services
  const changeExisting = createChangeExisting({
    clock,
    users,
    externalIds,
    sessions,
    audit,
    attributes,
    choices,
    operatorMove,
    setPassword,
  })
  return {
    imports: createImportService({
      db,
      clock,
      random,
      audit,
      feed: feedWriter,
      externalIds,
      changeExisting,
      attributes,
    }),
  }
}

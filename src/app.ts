import { join } from 'node:path'
import { createAccountService } from './account/account.service.ts'
import { createActivityService } from './account/activity.service.ts'
import { createDeletionService } from './account/deletion.service.ts'
import { registerDeletionMails } from './account/deletion-mails.service.ts'
import { createExportService } from './account/export.service.ts'
import { createImportService } from './account/import.service.ts'
import { createNewPasswords } from './account/new-password.service.ts'
import { createOwnPasskeysService } from './account/own-passkeys.service.ts'
import { createOwnSecondFactorService } from './account/own-second-factor.service.ts'
import { createPasswordService } from './account/password.service.ts'
import { registerPasswordMails } from './account/password-mails.service.ts'
import { serviceWords } from './account/password-rules.ts'
import { createPasswordSetter } from './account/password-setter.service.ts'
import { createWaitingPasswordService } from './account/waiting-password.service.ts'
import { type Deadlines, deadlines } from './adapters/bounded.ts'
import {
  DataFolderError,
  lockDataFolder,
  openDataFolder,
  UNFINISHED_RESTORE,
} from './adapters/data-folder.ts'
import { purgeCounters } from './adapters/database-limiter.ts'
import { onFiles, tryFolder } from './adapters/file-errors.ts'
import { lockFile } from './adapters/file-lock.ts'
import { createFolderMailer, leftMails, sweepMails } from './adapters/folder-mailer.ts'
import { measuredLimiter, measuredMailer } from './adapters/measured.ts'
import { knownMigrations } from './adapters/migrate.ts'
import { oldFiles } from './adapters/old-files.ts'
import type { Tracing } from './adapters/open-telemetry.ts'
import { asksForTraces } from './adapters/open-telemetry-asked.ts'
import { createProcessPool } from './adapters/process-pool.ts'
import { createRangeService } from './adapters/range-service.ts'
import { createSecurityLog } from './adapters/security-log.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { openCopy } from './adapters/sqlite-maintenance.ts'
import { systemClock, systemRandom } from './adapters/system.ts'
import { openTemporaryNames, sweepUploads, type TemporaryNames } from './adapters/temporary-names.ts'
import { traceDatabase, traceLimiter, traceMailer, traceObjects } from './adapters/traced.ts'
import {
  databaseReadings,
  openBoundedStores,
  openLimiter,
  openStores,
  prepareObjects,
  type Stores,
} from './app-stores.ts'
import { createApplicationService } from './application/application.service.ts'
import { tellingEvents } from './audit/after-commit.ts'
import { createAuditService } from './audit/audit.service.ts'
import { createSecurityEventsService } from './audit/security-events.service.ts'
import type { Config } from './config.ts'
import { createEmailChangeService } from './email-change/email-change.service.ts'
import { OBJECTION_PATH, UNDO_PATH } from './email-change/email-change.ts'
import { registerEmailChangeMails } from './email-change/email-change-mails.service.ts'
import { createObjectionService } from './email-change/objection.service.ts'
import { createUndoService } from './email-change/undo.service.ts'
import { tagOfDocument } from './http/etag.ts'
import { createLocalInfoService } from './local-info/local-info.service.ts'
import { createLocalInfo } from './local-info/local-info.ts'
import { createMailService } from './mail/mail.service.ts'
import { createNoticeService } from './notice/notice.service.ts'
import { createOutboxService } from './outbox/outbox.service.ts'
import { createPasskeyService } from './passkey/passkey.service.ts'
import { createPictureService } from './picture/picture.service.ts'
import type { PictureFault } from './picture/picture-faults.ts'
import { pictureWorkers } from './picture/picture-workers.ts'
import type { BreachedPasswords } from './ports/breached-passwords.ts'
import type { Clock } from './ports/clock.ts'
import { HOUR, MINUTE } from './ports/durations.ts'
import { inBackground } from './ports/foreign-events.ts'
import type { Log } from './ports/log.ts'
import type { Mailer } from './ports/mailer.ts'
import { type Metrics, noMetrics, type Reading } from './ports/metrics.ts'
import type { Random } from './ports/random.ts'
import type { SecurityLog } from './ports/security-log.ts'
import type { Tracer } from './ports/tracer.ts'
import { emailKey } from './profile/email-address.ts'
import { createProfileService } from './profile/profile.service.ts'
import { createSealedSecrets } from './sealed-secrets.ts'
import { createSecondFactorService } from './second-factor/second-factor.service.ts'
import { createTicketService } from './second-factor/ticket.service.ts'
import { createSecretsService } from './secrets/secrets.service.ts'
import { createAttempts } from './session/attempts.service.ts'
import { createCodeCheck } from './session/code-check.service.ts'
import { hashingState, setHashingThreads } from './session/hashing-queue.ts'
import { createKeyring } from './session/keyring.service.ts'
import { createKnownDevices } from './session/known-devices.service.ts'
import { createOwnSessionsService } from './session/own-sessions.service.ts'
import { createPasswordKinds } from './session/password-kinds.service.ts'
import { createProofService } from './session/proof.service.ts'
import { createSessionService } from './session/session.service.ts'
import type { TellOwner } from './session/session.ts'
import { createSessionEnds } from './session/session-ends.service.ts'
import { createSignInGate } from './session/sign-in-gate.service.ts'
import { createSignInLimits } from './session/sign-in-limits.service.ts'
import { createSignInSteps } from './session/sign-in-steps.service.ts'
import { startUpkeep } from './upkeep.ts'
import { createUserService } from './user/user.service.ts'

export {
  DataFolderError,
  knownMigrations,
  lockDataFolder,
  lockFile,
  openCopy,
  openStores,
  UNFINISHED_RESTORE,
}

/** Milliseconds after which an upload that no process is known to own was cut short. */
const UPLOAD_GRACE = HOUR
/** The folder of mails, and milliseconds after which the writing of one was cut short. */
const MAILS = 'mail'
const MAIL_GRACE = 5 * MINUTE
/** The kind of outbox job that removes the files of pictures. */
const REMOVE_FILES = 'remove-files'

/** Everything below HTTP, wired: what the server and the command line both use. */
export type Services = Awaited<ReturnType<typeof openServices>>

interface ServiceOptions {
  clock?: Clock
  random?: Random
  tracer?: Tracer | null
  metrics?: Metrics
  /** Whether this process serves, rather than runs a command beside the service. */
  isService?: boolean
  /** For tests: puts faults around the stores. */
  around?: (stores: Stores) => Stores
  /** When the stores count as unavailable. */
  limits?: Deadlines
}

/** Opens the stores that the settings name and wires the features. The caller closes them. */
export async function openServices(
  config: Config,
  {
    clock = systemClock,
    random = systemRandom,
    tracer = null,
    metrics = noMetrics,
    isService = false,
    around = (stores) => stores,
    limits = deadlines,
  }: ServiceOptions = {},
) {
  const holdsDatabase = config.databaseUrl === undefined
  const { temporaryFolder, mark, unlock } = openDataFolder(config.dataDir, { holdsDatabase, isService })
  const opened = await openBoundedStores(config, metrics, around, limits)
  const { maintenance } = opened
  let log: Log | null = null
  metrics.readGauges(() => databaseReadings(opened.db))
  metrics.readGauges(hashingReadings)
  const db = tellingEvents(traceDatabase(tracer, opened.db, opened.engine), (event) =>
    securityEvents.committed(event),
  )
  const migrated = await maintenance.migrate()
  mark()
  const sealed = createSealedSecrets(config.encryptionKeys)
  const secrets = createSecretsService({ db, sealed })
  if (isService) {
    await secrets.demandKeys().catch(async (error: unknown) => {
      // Open connections would keep the process from ending.
      opened.objects.close()
      await db.close()
      throw error
    })
  }
  await prepareObjects(opened.objects, config)
  const choices = createLocalInfo(config)
  const objects = traceObjects(tracer, opened.objects)
  const limiter = traceLimiter(tracer, measuredLimiter(await openLimiter(config, db, clock), metrics))
  const audit = createAuditService({ db, clock, random, auditKept: config.auditKept })
  const securityEvents = createSecurityEventsService({
    audit,
    clock,
    metrics,
    sink: openSecurityLog(config, metrics, () => log),
    keepsAddresses: config.securityLogAddresses,
  })
  const applications = createApplicationService({ db, clock, random, audit })
  const users = createUserService({ db })
  const lifetimes = { idle: config.refreshTokenLifetime, absolute: config.sessionLifetime }
  const sessionEnds = createSessionEnds({ db, clock, audit })
  const keyring = createKeyring({ db, clock, audit, sealed, sessionEnds })
  setHashingThreads(config.passwordHashes)
  const attempts = createAttempts({ limiter })
  const passwordKinds = createPasswordKinds({ users, clock })
  const knownDevices = createKnownDevices({ db, clock })
  const tellOwner: TellOwner = (tx, userId, reason, actor) => notices.enqueue(tx, userId, reason, actor)
  const signInLimits = createSignInLimits({
    db,
    clock,
    random,
    limiter,
    audit,
    tellOwner,
  })
  const { secondFactor: policy, passkeyDomain: domain, serviceName } = config
  const factors = createSecondFactorService({
    db,
    clock,
    random,
    audit,
    sealed,
    issuer: serviceName,
    policy,
  })
  const tickets = createTicketService({ db, clock, random })
  const passkeys = createPasskeyService({ db, clock, random, limiter, audit, domain, serviceName })
  const codes = createCodeCheck({ attempts, factors })
  const enrollmentUrl = config.page && `${config.page.url}security`
  const sessions = createSessionService({
    db,
    clock,
    random,
    attempts,
    passwordKinds,
    keyring,
    applications,
    users,
    audit,
    knownDevices,
    tellOwner,
    limits: signInLimits,
    gate: createSignInGate({ db, factors, tickets, enrollmentUrl }),
    metrics,
    issuer: config.publicUrl,
    lifetimes,
    refreshReuse: config.refreshReuse,
    emailKey: config.signInByEmail ? emailKey : null,
  })
  const proofs = createProofService({
    db,
    clock,
    users,
    attempts,
    audit,
    codes,
    passkeys,
    recentTime: config.recentProofTime,
  })
  const signInSteps = createSignInSteps({
    sessions,
    factors,
    tickets,
    codes,
    passkeys,
    users,
    audit,
    tellOwner,
    metrics,
  })
  const ownSecondFactor = createOwnSecondFactorService({
    db,
    audit,
    factors,
    proofs,
    sessions,
    tellOwner,
  })
  const ownPasskeys = createOwnPasskeysService({ db, audit, passkeys, proofs, tellOwner })
  let names: TemporaryNames | null = null
  let stopUpkeep = async () => {}
  const outbox = createOutboxService({ db, clock, random, tracer, metrics })
  const written = (file: string) => log?.info({ file }, 'mail written to a file, since SMTP_URL is not set')
  const mailer = traceMailer(tracer, measuredMailer(openMailer(config, clock, written), metrics))
  const mails = createMailService({
    outbox,
    mailer,
    clock,
    service: config.serviceName,
    defaultLanguage: config.defaults.language,
  })
  const ownSessions = createOwnSessionsService({ db, clock, audit, lifetimes })
  const notices = createNoticeService({
    clock,
    limiter,
    users,
    applications,
    ownSessions,
    outbox,
    mails,
    securityUrl: config.page && `${config.page.url}security`,
    defaults: choices.defaults,
  })
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
    endRecovery: (tx, userId, actor) => waiting.stopFor(tx, userId, actor),
    endFactors: async (tx, userId, since, actor) => {
      await ownSecondFactor.removeSince(tx, userId, since, actor)
      await ownPasskeys.removeSince(tx, userId, since, actor)
    },
    cancelRemoval: (tx, userId, actor) => deletions.cancelFor(tx, userId, actor),
  })
  const objections = createObjectionService({ db, clock, users, audit })
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
  const pool = createProcessPool({
    ...pictureWorkers(config, process.env),
    onLost: (reason) => metrics.count('user_profile_picture_workers_lost_total', { reason }),
  })
  const pictures = createPictureService({
    pool,
    db,
    objects,
    clock,
    random,
    limiter,
    users,
    audit,
    metrics,
    settings: config,
    removals: {
      enqueue: (tx, payload, runAt) => outbox.enqueue(tx, REMOVE_FILES, payload, runAt),
      withdraw: outbox.withdraw,
      hasten: outbox.hasten,
    },
    onFault: (fault) => tellPictureFault(fault, log),
  })
  outbox.register(REMOVE_FILES, pictures.removeFiles)
  const profiles = createProfileService({
    db,
    clock,
    limiter,
    users,
    audit,
    choices,
    defaults: choices.defaults,
    addressProof: emailChanges.addressProof,
    pictureLinks: pictures.pictureLinks,
    tagOf: tagOfDocument,
  })
  const localInfo = createLocalInfoService({ localInfo: choices })
  const newPasswords = createNewPasswords({
    words: serviceWords(config.serviceName, config.publicUrl),
    breached: openBreachedPasswords(config, metrics, () => log),
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
    delay: config.recoveryDelay,
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
    delay: config.recoveryDelay,
    securityUrl: config.page && `${config.page.url}security`,
    defaults: choices.defaults,
  })
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
    undos,
    pageUrl: config.page?.url ?? null,
    defaults: choices.defaults,
  })
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
    defaults: choices.defaults,
  })
  const imports = createImportService({ db, clock, random, audit })
  return {
    config,
    clock,
    random,
    tracer,
    metrics,
    db,
    audit,
    securityEvents,
    applications,
    users,
    sealed,
    secrets,
    keyring,
    passwordKinds,
    sessions,
    proofs,
    signInLimits,
    factors,
    tickets,
    passkeys,
    signInSteps,
    ownSecondFactor,
    ownPasskeys,
    outbox,
    mailer,
    emailChanges,
    undos,
    objections,
    passwords,
    waiting,
    accounts,
    ownSessions,
    sessionEnds,
    activity,
    deletions,
    exports,
    imports,
    choices,
    objects,
    limiter,
    pictures,
    profiles,
    localInfo,
    temporaryFolder,
    maintenance,
    /** Rejects if no upload can be written to the temporary folder now, with the reason. */
    checkUploads: () => onFiles('uploads', () => tryFolder(temporaryFolder, '.probe')),
    /** The paths of what broken uploads, and mails in files that were cut short, left at the instant or before. */
    leftFiles: async (until: number): Promise<string[]> => [
      ...(await Array.fromAsync(oldFiles(temporaryFolder, until))),
      ...(await Array.fromAsync(leftMails(join(config.dataDir, MAILS), until))),
    ],
    /** Makes names for files in `temporaryFolder`, which are swept when this process has ended. */
    nameUploads: (): (() => string) => {
      names ??= openTemporaryNames(config.dataDir)
      const { prefix } = names
      return () => `${prefix}${random.id()}`
    },
    /** Names of the migrations that ran while opening. */
    migrated,
    /** Starts the work in the background; `close` ends it. */
    startWorkers(logger: Log): void {
      log = logger
      securityEvents.start(logger)
      outbox.start(logger)
      inBackground('password kinds', passwordKinds.ready())
      stopUpkeep = startUpkeep(
        {
          sessions: sessions.purge,
          'used refresh tokens': sessions.purgeSuccessors,
          'known places': signInLimits.purge,
          'sign-in tickets': tickets.purge,
          'passkey challenges': passkeys.purge,
          addresses: undos.purge,
          people: accounts.removeDue,
          reminders: deletions.remind,
          recoveries: passwords.purge,
          'waiting passwords': waiting.takeDue,
          pictures: () => pictures.purgeExpired(),
          uploads: () => sweepUploads(config.dataDir, clock.now() - UPLOAD_GRACE),
          mails: () => sweepMails(join(config.dataDir, MAILS), clock.now() - MAIL_GRACE),
          'unfinished files': pictures.removeUnfinished,
          'default pictures': pictures.fillTokens,
          'picture checksums': pictures.adoptSome,
          audit: audit.purge,
          limits: () => purgeCounters(db, clock.now()),
          outbox: outbox.purge,
        },
        logger,
      )
    },
    /** Takes a few seconds at most, whatever doesn't answer. */
    async close() {
      await Promise.all([stopUpkeep(), outbox.stop(), securityEvents.close()])
      await pool.close()
      mailer.close()
      limiter.close()
      objects.close()
      await db.close()
      names?.close()
      unlock()
    },
  }
}

/**
 * Traces as the standard `OTEL_*` variables of the environment ask for; where they ask for none, nothing of the SDK is
 * loaded and there is no tracer. The caller closes it last.
 */
export async function openTracing(log: Log, version: string): Promise<Tracing> {
  if (!asksForTraces(process.env)) return { tracer: null, close: async () => true }
  const { openTelemetry } = await import('./adapters/open-telemetry.ts')
  return openTelemetry(log, version)
}

function tellPictureFault(fault: PictureFault, log: Log | null): void {
  if (fault.fault === 'not_kept')
    log?.warn(fault, 'a form of a picture cannot be kept, it is made anew each time')
  else log?.error(fault, 'a picture file is damaged or missing: see user-profile doctor')
}

function openSecurityLog(config: Config, metrics: Metrics, log: () => Log | null): SecurityLog | null {
  if (config.securityLog === undefined) return null
  const onDropped = () => metrics.count('user_profile_security_log_dropped_total', {})
  return createSecurityLog({ place: config.securityLog, onDropped, log })
}

function hashingReadings(): Reading[] {
  const { running, waiting } = hashingState()
  return [
    ['user_profile_password_hashes', running, { state: 'running' }],
    ['user_profile_password_hashes', waiting, { state: 'waiting' }],
  ]
}

function openMailer(config: Config, clock: Clock, onWritten: (file: string) => void): Mailer {
  if (config.mailServer) return createSmtpMailer({ ...config.mailServer, from: config.mailFrom })
  return createFolderMailer({ folder: join(config.dataDir, MAILS), from: config.mailFrom, clock, onWritten })
}

/** How often the log tells that the range service cannot be asked, in milliseconds. */
const BREACH_FAULT_LOGGED = 10 * MINUTE

function openBreachedPasswords(
  { breachedPasswordsUrl: url }: Config,
  metrics: Metrics,
  log: () => Log | null,
): BreachedPasswords | null {
  if (url === undefined) return null
  let loggedAt = Number.NEGATIVE_INFINITY
  return createRangeService({
    url,
    onOutcome(outcome, error) {
      metrics.count('user_profile_breached_password_checks_total', { outcome })
      if (outcome !== 'failed' || performance.now() - loggedAt < BREACH_FAULT_LOGGED) return
      loggedAt = performance.now()
      log()?.warn(
        { err: error },
        'BREACHED_PASSWORDS_URL cannot be asked, new passwords are accepted without it',
      )
    },
  })
}

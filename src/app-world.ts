import { join } from 'node:path'
import { createFolderMailer, leftMails, sweepMails } from './adapters/folder-mailer.ts'
import { oldFiles } from './adapters/old-files.ts'
import type { Tracing } from './adapters/open-telemetry.ts'
import { asksForTraces } from './adapters/open-telemetry-asked.ts'
import { createRangeService } from './adapters/range-service.ts'
import { createSecurityLog } from './adapters/security-log.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { sweepUploads } from './adapters/temporary-names.ts'
import type { Config } from './config.ts'
import type { PictureFault } from './picture/picture-faults.ts'
import type { BreachedPasswords } from './ports/breached-passwords.ts'
import type { Clock } from './ports/clock.ts'
import { HOUR, MINUTE } from './ports/durations.ts'
import type { Log } from './ports/log.ts'
import type { Mailer } from './ports/mailer.ts'
import type { Metrics } from './ports/metrics.ts'
import type { SecurityLog } from './ports/security-log.ts'

/** Milliseconds after which an upload that no process is known to own was cut short. */
const UPLOAD_GRACE = HOUR
/** Milliseconds after which the writing of a mail was cut short. */
const MAIL_GRACE = 5 * MINUTE

const mailFolder = (config: Config) => join(config.dataDir, 'mail')

/** The upkeep of files that were cut short. */
export const fileUpkeep = (config: Config, clock: Clock) => ({
  uploads: () => sweepUploads(config.dataDir, clock.now() - UPLOAD_GRACE),
  mails: () => sweepMails(mailFolder(config), clock.now() - MAIL_GRACE),
})

/** The paths of what broken uploads, and mails in files that were cut short, left at the instant or before. */
export async function leftFiles(config: Config, temporaryFolder: string, until: number): Promise<string[]> {
  return [
    ...(await Array.fromAsync(oldFiles(temporaryFolder, until))),
    ...(await Array.fromAsync(leftMails(mailFolder(config), until))),
  ]
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

export function tellPictureFault(fault: PictureFault, log: Log | null): void {
  if (fault.fault === 'not_kept')
    log?.warn(fault, 'a form of a picture cannot be kept, it is made anew each time')
  else log?.error(fault, 'a picture file is damaged or missing: see user-profile doctor')
}

export function openSecurityLog(config: Config, metrics: Metrics, log: () => Log | null): SecurityLog | null {
  if (config.securityLog === undefined) return null
  const onDropped = () => metrics.count('user_profile_security_log_dropped_total', {})
  return createSecurityLog({ place: config.securityLog, onDropped, log })
}

export function openMailer(config: Config, clock: Clock, onWritten: (file: string) => void): Mailer {
  if (config.mailServer) return createSmtpMailer({ ...config.mailServer, from: config.mailFrom })
  return createFolderMailer({ folder: mailFolder(config), from: config.mailFrom, clock, onWritten })
}

/** How often the log tells that the range service cannot be asked, in milliseconds. */
const BREACH_FAULT_LOGGED = 10 * MINUTE

export function openBreachedPasswords(
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

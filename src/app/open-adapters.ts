import { join } from 'node:path'
import { createRangeService } from '../adapters/breached-passwords/range-service.ts'
import { oldFiles } from '../adapters/files/old-files.ts'
import { sweepUploads } from '../adapters/files/temporary-names.ts'
import { createFolderMailer, leftoverMails, sweepMails } from '../adapters/mailer/folder-mailer.ts'
import { createSmtpMailer } from '../adapters/mailer/smtp-mailer.ts'
import { createSecurityLog } from '../adapters/security-log/security-log.ts'
import type { Tracing } from '../adapters/tracing/open-telemetry.ts'
import { areTracesEnabled } from '../adapters/tracing/open-telemetry-enabled.ts'
import { HOUR, MINUTE } from '../basics/durations.ts'
import type { Config } from '../config/config.ts'
import { UnusablePlace } from '../errors/unusable-place.ts'
import type { PictureFault } from '../picture/picture-faults.ts'
import type { BreachedPasswords } from '../ports/breached-passwords.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { SecurityLog } from '../ports/security-log.ts'

/** Age in milliseconds at which an upload without a known process counts as interrupted. */
const UPLOAD_GRACE = HOUR
/** Age in milliseconds at which a mail file that is still being written counts as interrupted. */
const MAIL_GRACE = 5 * MINUTE

const mailFolder = (config: Config) => join(config.dataDir, 'mail')

/** Cleanup of files whose writing was interrupted. */
export const fileUpkeep = (config: Config, clock: Clock) => ({
  uploads: () => sweepUploads(config.dataDir, clock.now() - UPLOAD_GRACE),
  mails: () => sweepMails(mailFolder(config), clock.now() - MAIL_GRACE),
})

/** Lists the paths of interrupted uploads and mail files, last modified at or before the instant. */
export async function leftoverFiles(
  config: Config,
  temporaryFolder: string,
  until: number,
): Promise<string[]> {
  return [
    ...(await Array.fromAsync(oldFiles(temporaryFolder, until))),
    ...(await Array.fromAsync(leftoverMails(mailFolder(config), until))),
  ]
}

/**
 * Opens tracing as configured by the standard `OTEL_*` variables. If they do not enable traces, the SDK is
 * not loaded and there is no tracer. The caller must close it last.
 */
export async function openTracing(log: Log, version: string): Promise<Tracing> {
  if (!areTracesEnabled(process.env)) return { tracer: null, close: async () => true }
  const { openTelemetry } = await import('../adapters/tracing/open-telemetry.ts')
  return openTelemetry(log, version)
}

export function logPictureFault(fault: PictureFault, log: Log | null): void {
  if (fault.fault === 'not_kept')
    log?.warn(fault, 'a variant of a picture cannot be stored and is derived on each request')
  else log?.error(fault, 'a picture file is damaged or missing: see user-profile doctor')
}

export function openSecurityLog(config: Config, metrics: Metrics, log: () => Log | null): SecurityLog | null {
  if (config.securityLog === undefined) return null
  const onDropped = () => metrics.count('user_profile_security_log_dropped_total', {})
  return createSecurityLog({ place: config.securityLog, onDropped, log })
}

/**
 * Lines wait for a server that is unavailable, but a file is for the operator to fix.
 * @throws {UnusablePlace} if the file cannot be written
 */
export async function requireWritableFile(log: SecurityLog | null, config: Config): Promise<void> {
  if (config.securityLog?.kind !== 'file') return
  await log?.check().catch((error: unknown) => {
    if (error instanceof UnusablePlace) throw error
  })
}

export function openMailer(config: Config, clock: Clock, onWritten: (file: string) => void): Mailer {
  if (config.mailServer) return createSmtpMailer({ ...config.mailServer, from: config.mailFrom })
  return createFolderMailer({ folder: mailFolder(config), from: config.mailFrom, clock, onWritten })
}

/** How often the log reports that the range service is unavailable, in milliseconds. */
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
        'BREACHED_PASSWORDS_URL is unavailable, new passwords are accepted without this check',
      )
    },
  })
}

import type { Services } from '../../app/app.ts'
import { inBackground } from '../../basics/foreign-events.ts'
import { pageFault } from '../../page/page-build.ts'
import type { Log } from '../../ports/log.ts'
import { MailFailure } from '../../ports/mailer.ts'
import { connectionRemedy, explainPlace, oneLine } from '../explain.ts'

/** Checks in the background what the service can run without, and logs what is missing. */
export function logWarnings(services: Services, log: Log): void {
  inBackground('second factors', logMissingSecondFactors(services, log))
  if (services.config.page) inBackground('page', logPageFault(log))
  inBackground('dependencies', logUnavailable(services, log))
}

/** Logs how many people a required second factor locks out, or will make set one up at their next sign-in. */
async function logMissingSecondFactors({ factors, config }: Services, log: Log): Promise<void> {
  const { isRequired, from } = config.secondFactor
  if (!isRequired) return
  const { people, missing } = await factors.count()
  const since = from === null ? null : new Date(from).toISOString()
  log.info({ people, missing, from: since }, 'people who need a second factor but have none')
}

/** Logs that the page is missing or outdated. */
async function logPageFault(log: Log): Promise<void> {
  const fault = await pageFault()
  if (fault !== null) log.warn({}, fault)
}

/** Logs which servers are unavailable that the service starts without. */
async function logUnavailable(services: Services, log: Log): Promise<void> {
  const { config, objects, limiter, mailer, checkSecurityLog } = services
  const checks: [isSet: boolean, setting: string, check: () => Promise<unknown>, meanwhile: string][] = [
    [config.objects !== undefined, 'OBJECTS_URL', () => objects.ping(), 'pictures cannot be stored'],
    [config.redisUrl !== undefined, 'REDIS_URL', () => limiter.check(), 'the database counts for the limits'],
    [config.mailServer !== undefined, 'SMTP_URL', () => mailer.check(), 'mails wait'],
    [config.securityLog !== undefined, 'SECURITY_LOG', checkSecurityLog, 'a few thousand lines wait'],
  ]
  const run = async ([isSet, setting, check, meanwhile]: (typeof checks)[number]) => {
    if (!isSet) return
    await check().catch((error: unknown) => {
      log.warn({}, `${describe(setting, error)}. Until then ${meanwhile}`)
    })
  }
  await Promise.all(checks.map(run))
}

function describe(setting: string, error: unknown): string {
  const known = explainPlace(error)
  if (known) return known.message
  const { message } = error as Error
  if (!(error instanceof MailFailure)) return `${setting}: ${oneLine(message)}. ${connectionRemedy(error)}`
  return `${setting}: the mail server cannot be used: ${oneLine(message)}. ${mailRemedy(error)}`
}

function mailRemedy({ command = '', responseCode, message }: MailFailure): string {
  // The library has its own code in place of the one of the system, which is in the message.
  if (responseCode === undefined) return connectionRemedy({ code: /\bE[A-Z_]{4,}\b/.exec(message)?.[0] })
  if (command.startsWith('AUTH')) return 'Correct the user name and password in the address'
  return 'Check the log of the mail server'
}

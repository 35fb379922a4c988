import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import type { z } from 'zod'
import { pageFieldNames } from '../common/page-config.ts'
import { readMailServer } from './mail-server.ts'
import { memoryLimit } from './memory-limit.ts'
import { pagePlace, placeProblem } from './page-settings.ts'
import { DAY, HOUR, MINUTE, SECOND } from './ports/durations.ts'
import { SettingError, type SettingName, settings } from './settings.ts'

/** The settings as the service uses them; frozen. */
export type Config = ReturnType<typeof readConfig>

type Read<N extends SettingName> = z.output<(typeof settings)[N]['read']>

/**
 * Reads the settings from the environment; an unset or empty variable takes its default. `workers` processes share the
 * cores.
 * @throws {SettingError} for the first setting that is wrong
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, workers = 1) {
  const optional = <N extends SettingName>(name: N): Read<N> | undefined => {
    const text = env[name]?.trim() || settings[name].default
    if (text === '') return undefined
    const result = settings[name].read.safeParse(text)
    if (!result.success) throw new SettingError(name, result.error.issues[0]!.message)
    return result.data as Read<N>
  }
  const required = <N extends SettingName>(name: N): Read<N> => optional(name)!

  const host = required('HOST')
  const port = required('PORT')
  const publicUrl = optional('PUBLIC_URL') ?? `http://${urlHost(host)}:${port}`
  const serviceName = required('SERVICE_NAME')
  const metricsPort = optional('METRICS_PORT')
  if (metricsPort === port && port !== 0) throw new SettingError('METRICS_PORT', 'must differ from PORT')
  return Object.freeze({
    host,
    port,
    dataDir: required('DATA_DIR'),
    /** Undefined: the SQLite file. */
    databaseUrl: optional('DATABASE_URL'),
    databaseConnections: required('DATABASE_CONNECTIONS'),
    databasePrepared: required('DATABASE_PREPARED'),
    objects: readObjects(optional),
    /** Undefined: the database or the process counts. */
    redisUrl: optional('REDIS_URL'),
    redisPrefix: required('REDIS_PREFIX'),
    /** Without a trailing slash. */
    publicUrl,
    /** Path under which the API lives, such as `/api/v1`. */
    apiBase: `/${required('API_PREFIX')}/${required('API_VERSION')}`,
    serviceName,
    picturesPerDay: required('PICTURES_PER_DAY'),
    pictureMaxBytes: required('PICTURE_MAX_BYTES'),
    pictureMaxPixels: required('PICTURE_MAX_PIXELS'),
    pictureDecodes: optional('PICTURE_DECODES') ?? Math.max(1, Math.floor(availableParallelism() / workers)),
    /** One core is left to everything else. */
    passwordHashes:
      optional('PASSWORD_HASHES') ?? Math.max(1, Math.floor((availableParallelism() - 1) / workers)),
    /** Bytes. */
    pictureMemory: pictureMemory(optional('PICTURE_MEMORY'), workers),
    /** Undefined: mails are written to files. */
    mailServer: readMail(optional, publicUrl),
    mailFrom:
      optional('MAIL_FROM') ??
      `${JSON.stringify(serviceName)} <no-reply@${new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')}>`,
    /** Undefined: nobody is asked whether a new password is known from a breach. */
    breachedPasswordsUrl: optional('BREACHED_PASSWORDS_URL'),
    emailProof: required('EMAIL_PROOF'),
    /** Milliseconds for which a sign-in or a proof is recent. */
    recentProofTime: required('RECENT_PROOF_MINUTES') * MINUTE,
    /** Milliseconds that a recovered password waits, where the code went to an address before. */
    recoveryDelay: required('RECOVERY_DELAY_HOURS') * HOUR,
    recentProofForEmail: required('RECENT_PROOF_FOR_EMAIL'),
    secondFactor: Object.freeze({
      isRequired: required('SECOND_FACTOR'),
      /** Milliseconds since the Unix epoch; null: at once. */
      from: optional('SECOND_FACTOR_FROM') ?? null,
    }),
    /** Null: there are no passkeys, since an IP address has none (WebAuthn Level 3, RP ID). */
    passkeyDomain: readPasskeyDomain(required, optional, publicUrl),
    /** Milliseconds until a session that is not refreshed ends. */
    refreshTokenLifetime: required('REFRESH_TOKEN_DAYS') * DAY,
    signInByEmail: required('SIGN_IN_BY_EMAIL'),
    /** Milliseconds until a session ends, however often it is refreshed. */
    sessionLifetime: required('SESSION_DAYS') * DAY,
    /** Milliseconds in which a rotated refresh token may be used again. */
    refreshReuse: required('REFRESH_REUSE_SECONDS') * SECOND,
    /** Milliseconds between the wish to have an account removed and its removal. */
    deletionGrace: required('DELETION_GRACE_DAYS') * DAY,
    /** Null: there is no page. */
    page: readPage(required, optional, publicUrl),
    /** Milliseconds that events of the audit trail are kept. */
    auditKept: required('AUDIT_DAYS') * DAY,
    /** Undefined: nowhere but the log. */
    securityLog: optional('SECURITY_LOG'),
    securityLogAddresses: required('SECURITY_LOG_ADDRESSES'),
    /** The first one seals; empty: secrets are stored as they are. */
    encryptionKeys: optional('ENCRYPTION_KEYS') ?? [],
    defaults: Object.freeze({
      language: required('DEFAULT_LANGUAGE'),
      timezone: required('DEFAULT_TIMEZONE'),
      currency: required('DEFAULT_CURRENCY'),
    }),
    /** The lists on offer; undefined: all known. */
    offered: Object.freeze({
      languages: optional('LANGUAGES'),
      timezones: optional('TIMEZONES'),
      currencies: optional('CURRENCIES'),
      countries: optional('COUNTRIES'),
    }),
    trustProxy: trustProxy(optional('TRUST_PROXY')),
    limitScale: required('LIMIT_SCALE'),
    logLevel: required('LOG_LEVEL'),
    /** Undefined: nothing is measured. */
    metricsPort,
    metricsHost: required('METRICS_HOST'),
    /** Milliseconds. */
    shutdownDelay: required('SHUTDOWN_DELAY_SECONDS') * SECOND,
    shutdownGrace: required('SHUTDOWN_GRACE_SECONDS') * SECOND,
  })
}

/** Least memory for pictures with which a common one can be opened, in bytes. */
const LEAST_PICTURE_MEMORY = 300_000_000

/** What of all memory is for pictures by default; the rest is for the service itself and for files in the page cache. */
const PICTURE_SHARE = 0.6

function pictureMemory(megabytes: number | undefined, workers: number): number {
  const all = megabytes === undefined ? memoryLimit() * PICTURE_SHARE : megabytes * 1_000_000
  return Math.max(LEAST_PICTURE_MEMORY, Math.floor(all / workers))
}

type Optional = <N extends SettingName>(name: N) => Read<N> | undefined
type Required = <N extends SettingName>(name: N) => Read<N>

/** The page that people see; null where it is off. */
function readPage(required: Required, optional: Optional, publicUrl: string) {
  if (!required('PAGE')) return null
  const place = pagePlace(publicUrl, optional('PAGE_URL') ?? publicUrl)
  const problem = placeProblem(place, required('API_PREFIX'))
  if (problem !== null) throw new SettingError('PAGE_URL', problem)
  return Object.freeze({
    ...place,
    color: required('PAGE_COLOR'),
    logo: optional('PAGE_LOGO'),
    links: optional('PAGE_LINKS') ?? [],
    fields: optional('PAGE_FIELDS') ?? [...pageFieldNames],
    returnOrigins: optional('RETURN_ORIGINS') ?? [],
  })
}

function readMail(optional: Optional, publicUrl: string) {
  const url = optional('SMTP_URL')
  return url === undefined ? undefined : Object.freeze(readMailServer(url, publicUrl))
}

/** The domain that passkeys are registered for. */
function readPasskeyDomain(required: Required, optional: Optional, publicUrl: string): string | null {
  const { hostname } = new URL((required('PAGE') ? optional('PAGE_URL') : undefined) ?? publicUrl)
  const wanted = optional('PASSKEY_DOMAIN')
  if (wanted !== undefined && wanted !== hostname && !hostname.endsWith(`.${wanted}`)) {
    throw new SettingError('PASSKEY_DOMAIN', `must be ${hostname}, or a domain that it lies below`)
  }
  return wanted ?? (isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : null)
}

/** Where the pictures are; undefined: the folder. */
function readObjects(optional: Optional) {
  const place = optional('OBJECTS_URL')
  const delivery = optional('PICTURE_DELIVERY')
  const publicUrl = optional('PICTURE_PUBLIC_URL')
  const pathStyle = optional('OBJECTS_PATH_STYLE')
  if (place === undefined) {
    if (delivery !== 'service') throw new SettingError('PICTURE_DELIVERY', 'needs OBJECTS_URL')
    return undefined
  }
  if (delivery === 'public' && publicUrl === undefined) {
    throw new SettingError('PICTURE_PUBLIC_URL', 'is needed for PICTURE_DELIVERY=public')
  }
  return Object.freeze({
    ...place,
    pathStyle,
    signs: delivery === 'signed',
    publicUrl: delivery === 'public' ? publicUrl : undefined,
  })
}

function trustProxy(value: string[] | undefined): boolean | string[] {
  if (value === undefined) return false
  return value.length === 1 && value[0] === 'true' ? true : value
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

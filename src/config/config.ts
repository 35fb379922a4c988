import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import type { z } from 'zod'
import { pageFieldNames } from '../../common/page-config.ts'
import { acceptedFormats } from '../../common/picture.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../basics/durations.ts'
import { readMailServer } from './mail-server.ts'
import { memoryLimit } from './memory-limit.ts'
import { pagePlace, placeProblem } from './page-settings.ts'
import { SettingError, type SettingName, settings } from './settings.ts'

/** The settings in the form that the service uses; frozen. */
export type Config = ReturnType<typeof readConfig>

type Read<N extends SettingName> = z.output<(typeof settings)[N]['read']>

/**
 * Reads the settings from the environment; an unset or empty variable has its default. `workers` processes
 * share the cores.
 * @throws {SettingError} for the first invalid setting
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
    /** Whether the URL for people and clients is set, rather than derived from HOST and PORT. */
    hasPublicUrl: optional('PUBLIC_URL') !== undefined,
    dataDir: required('DATA_DIR'),
    /** If undefined, the SQLite file is used. */
    databaseUrl: optional('DATABASE_URL'),
    databaseConnections: required('DATABASE_CONNECTIONS'),
    databasePrepared: required('DATABASE_PREPARED'),
    objects: readObjects(optional),
    /** If undefined, the database or the process counts. */
    redisUrl: optional('REDIS_URL'),
    redisPrefix: required('REDIS_PREFIX'),
    /** Without a trailing slash. */
    publicUrl,
    /** Path of the API, such as `/api/v1`. */
    apiBase: `/${required('API_PREFIX')}/${required('API_VERSION')}`,
    serviceName,
    picturesPerDay: required('PICTURES_PER_DAY'),
    pictureMaxBytes: required('PICTURE_MAX_BYTES'),
    pictureMaxPixels: required('PICTURE_MAX_PIXELS'),
    pictureFormats: acceptedFormats(required('PICTURE_HEIC')),
    defaultPicture: required('DEFAULT_PICTURE'),
    fontsDir: required('FONTS_DIR'),
    pictureDecodes: optional('PICTURE_DECODES') ?? Math.max(1, Math.floor(availableParallelism() / workers)),
    /** One core is left for everything else. */
    passwordHashes:
      optional('PASSWORD_HASHES') ?? Math.max(1, Math.floor((availableParallelism() - 1) / workers)),
    /** In bytes. */
    pictureMemory: pictureMemory(optional('PICTURE_MEMORY'), workers),
    /** If undefined, mails are written to files. */
    mailServer: readMail(optional, publicUrl),
    mailFrom:
      optional('MAIL_FROM') ??
      `${JSON.stringify(serviceName)} <no-reply@${new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')}>`,
    /** If undefined, new passwords are not checked against breaches. */
    breachedPasswordsUrl: optional('BREACHED_PASSWORDS_URL'),
    emailProof: required('EMAIL_PROOF'),
    /** How long a sign-in or proof counts as recent, in milliseconds. */
    recentProofTime: required('RECENT_PROOF_MINUTES') * MINUTE,
    /** Delay of a recovered password whose code was sent to a former address, in milliseconds. */
    recoveryDelay: required('RECOVERY_DELAY_HOURS') * HOUR,
    recentProofForEmail: required('RECENT_PROOF_FOR_EMAIL'),
    secondFactor: Object.freeze({
      isRequired: required('SECOND_FACTOR'),
      /** Milliseconds since the Unix epoch; null for immediately. */
      from: optional('SECOND_FACTOR_FROM') ?? null,
    }),
    /** Null if there are no passkeys, since IP addresses cannot have any (WebAuthn Level 3, RP ID). */
    passkeyDomain: readPasskeyDomain(required, optional, publicUrl),
    /** Milliseconds until a session that is not refreshed expires. */
    refreshTokenLifetime: required('REFRESH_TOKEN_DAYS') * DAY,
    signInByEmail: required('SIGN_IN_BY_EMAIL'),
    /** Milliseconds until a session expires, however often it is refreshed. */
    sessionLifetime: required('SESSION_DAYS') * DAY,
    /** How long a rotated refresh token may be reused, in milliseconds. */
    refreshReuse: required('REFRESH_REUSE_SECONDS') * SECOND,
    /** Milliseconds between a request to remove an account and its removal. */
    deletionGrace: required('DELETION_GRACE_DAYS') * DAY,
    /** Null if there is no page. */
    page: readPage(required, optional, publicUrl),
    /** What people recognize page and mails by: a color (`#rrggbb`) and the file of a logo. */
    brand: Object.freeze({ color: required('PAGE_COLOR'), logo: optional('PAGE_LOGO') }),
    /** How long events of the audit trail are retained, in milliseconds. */
    auditRetention: required('AUDIT_DAYS') * DAY,
    /** If undefined, only the log is written. */
    securityLog: optional('SECURITY_LOG'),
    securityLogAddresses: required('SECURITY_LOG_ADDRESSES'),
    /** The first one seals. If empty, secrets are stored in plain text. */
    encryptionKeys: optional('ENCRYPTION_KEYS') ?? [],
    defaults: Object.freeze({
      language: required('DEFAULT_LANGUAGE'),
      timezone: required('DEFAULT_TIMEZONE'),
      currency: required('DEFAULT_CURRENCY'),
    }),
    /** The lists offered; undefined for all known. */
    offered: Object.freeze({
      languages: optional('LANGUAGES'),
      timezones: optional('TIMEZONES'),
      currencies: optional('CURRENCIES'),
      countries: optional('COUNTRIES'),
    }),
    trustProxy: trustProxy(optional('TRUST_PROXY')),
    /** Networks to which webhooks may be sent although they are not public. */
    webhookNetworks: optional('WEBHOOK_NETWORKS') ?? [],
    issuers: readIssuers(optional, publicUrl),
    limitScale: required('LIMIT_SCALE'),
    logLevel: required('LOG_LEVEL'),
    logFormat: required('LOG_FORMAT'),
    /** If undefined, nothing is measured. */
    metricsPort,
    metricsHost: required('METRICS_HOST'),
    /** In milliseconds. */
    shutdownDelay: required('SHUTDOWN_DELAY_SECONDS') * SECOND,
    shutdownGrace: required('SHUTDOWN_GRACE_SECONDS') * SECOND,
  })
}

/** Minimum memory for pictures that suffices to decode a common one, in bytes. */
const PICTURE_MEMORY_MIN = 300_000_000

/** Default share of the memory for pictures; the rest is for the service itself and the page cache. */
const PICTURE_SHARE = 0.6

function pictureMemory(megabytes: number | undefined, workers: number): number {
  const all = megabytes === undefined ? memoryLimit() * PICTURE_SHARE : megabytes * 1_000_000
  return Math.max(PICTURE_MEMORY_MIN, Math.floor(all / workers))
}

type Optional = <N extends SettingName>(name: N) => Read<N> | undefined
type Required = <N extends SettingName>(name: N) => Read<N>

/** Returns the configuration of the page, or null if it is off. */
function readPage(required: Required, optional: Optional, publicUrl: string) {
  if (!required('PAGE')) return null
  const place = pagePlace(publicUrl, optional('PAGE_URL') ?? publicUrl)
  const problem = placeProblem(place, required('API_PREFIX'))
  if (problem !== null) throw new SettingError('PAGE_URL', problem)
  return Object.freeze({
    ...place,
    links: optional('PAGE_LINKS') ?? [],
    fields: optional('PAGE_FIELDS') ?? [...pageFieldNames],
    returnOrigins: optional('RETURN_ORIGINS') ?? [],
  })
}

function readMail(optional: Optional, publicUrl: string) {
  const url = optional('SMTP_URL')
  return url === undefined ? undefined : Object.freeze(readMailServer(url, publicUrl))
}

/** Returns the OpenID providers; none by default. */
function readIssuers(optional: Optional, publicUrl: string) {
  const issuers = optional('ISSUERS') ?? []
  const own = issuers.find(({ issuer }) => issuer.replace(/\/+$/, '') === publicUrl)
  if (own)
    throw new SettingError(
      'ISSUERS',
      `the entry "${own.id}" has the issuer of the service itself, whose tokens are accepted anyway; remove it`,
    )
  return Object.freeze(issuers)
}

/** Returns the domain for which passkeys are registered. */
function readPasskeyDomain(required: Required, optional: Optional, publicUrl: string): string | null {
  const { hostname } = new URL((required('PAGE') ? optional('PAGE_URL') : undefined) ?? publicUrl)
  const wanted = optional('PASSKEY_DOMAIN')
  if (wanted !== undefined && wanted !== hostname && !hostname.endsWith(`.${wanted}`)) {
    throw new SettingError('PASSKEY_DOMAIN', `must be ${hostname}, or a parent domain of it`)
  }
  return wanted ?? (isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : null)
}

/** Returns where pictures are stored; undefined for the folder. */
function readObjects(optional: Optional) {
  const place = optional('OBJECTS_URL')
  const delivery = optional('PICTURE_DELIVERY')
  const publicUrl = optional('PICTURE_PUBLIC_URL')
  const pathStyle = optional('OBJECTS_PATH_STYLE')
  if (place === undefined) {
    if (delivery !== 'service') throw new SettingError('PICTURE_DELIVERY', 'requires OBJECTS_URL')
    return undefined
  }
  if (delivery === 'public' && publicUrl === undefined) {
    throw new SettingError('PICTURE_PUBLIC_URL', 'is required for PICTURE_DELIVERY=public')
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

/** The host in the default URL of the service; the addresses for "all addresses" are none to connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  // A URL has no zone (RFC 9844).
  return host.includes(':') ? `[${host.replace(/%.*/, '')}]` : host
}

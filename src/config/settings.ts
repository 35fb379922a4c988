import { isIP } from 'node:net'
import { z } from 'zod'
import { pageFieldNames } from '../../common/page-config.ts'
import { maskedKeys, readEncryptionKeys } from '../basics/sealed-secrets.ts'
import { type ConnectionUrlForm, connectionUrlProblem, maskedUrl } from './connection-url.ts'
import { issuers, maskedIssuers } from './issuer-settings.ts'
import { mailQueryProblem } from './mail-server.ts'
import { origins, pageColor, pageFields, pageLinks } from './page-settings.ts'
import { readSecurityLogPlace } from './security-log-place.ts'

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)

const segment = z
  .string()
  .regex(/^[A-Za-z0-9._-]+$/, 'must be one path segment of letters, digits, ".", "_", "-"')

const httpUrl = z
  .string()
  .refine(
    (s) => URL.canParse(s) && /^https?:$/.test(new URL(s).protocol),
    'must be an http:// or https:// address',
  )
  .refine(
    (s) => !/^[^/?#]*\/\/[^/?#]*@/.test(s),
    'must not contain a user name or password: people and clients see it',
  )
  .transform((s) => s.replace(/\/+$/, ''))

/** Source for names: RFC 1123, 2.1. URLs allow fewer: not `300.0.0.1` (WHATWG URL, host parsing). */
const host = z
  .string()
  .refine(
    (s) =>
      isIP(s) !== 0 ||
      (s.length <= 253 &&
        /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*$/.test(s) &&
        URL.canParse(`http://${s}`)),
    'must be an IP address or a host name, without scheme and port',
  )

const list = z.string().transform((s) =>
  s
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)

const isNetwork = (text: string): boolean => {
  const [address = '', length = '0', ...rest] = text.split('/')
  const version = isIP(address)
  return (
    version !== 0 &&
    rest.length === 0 &&
    /^\d{1,3}$/.test(length) &&
    Number(length) <= (version === 4 ? 32 : 128)
  )
}

const proxies = list.superRefine((items, context) => {
  const wrong = items.find((item) => item !== 'true' && !isNetwork(item))
  if (wrong !== undefined)
    context.addIssue({ code: 'custom', message: `names "${wrong}", which is not an address or network` })
})

const connection = (form: ConnectionUrlForm) =>
  z.string().superRefine((text, context) => {
    const message = connectionUrlProblem(text, form)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

const objectsUrl = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)*\/?$/,
    'must be s3://bucket or s3://bucket/prefix',
  )
  .transform((s) => {
    const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(s) ?? []
    return { bucket, prefix: path === '' ? '' : `${path}/` }
  })

/**
 * Every setting: how it is parsed, its default in textual form (empty for none), an example and a
 * description. The table in `docs/settings.md` is generated from this list.
 */
export const settings = {
  PORT: {
    read: integer(0, 65535),
    default: '8080',
    example: '8080',
    help: 'TCP port of the service. 0 picks a free one.',
  },
  HOST: {
    read: host,
    default: '127.0.0.1',
    example: '0.0.0.0',
    help: 'Address to listen on: an IP address or a host name. `0.0.0.0` and `::` stand for all addresses of the machine.',
  },
  DATA_DIR: {
    read: z.string().min(1, 'must be a path'),
    default: './data',
    example: '/var/lib/user-profile',
    help: 'Folder for the database, pictures and unsent mail. Created if missing.',
  },
  DATABASE_URL: {
    read: connection({
      schemes: ['postgres', 'postgresql'],
      kind: 'a postgres:// or postgresql://',
      path: /^(\/[^/]*)?$/,
    }),
    mask: maskedUrl,
    default: '',
    example: 'postgres://user:password@db.example.com:5432/profile',
    help: 'PostgreSQL 15 or later, for any number of nodes. If unset, an SQLite file in `DATA_DIR` is used.',
  },
  DATABASE_CONNECTIONS: {
    read: integer(1, 1000),
    default: '10',
    example: '10',
    help: 'Maximum number of PostgreSQL connections for writing per process; two more are used for reading.',
  },
  DATABASE_PREPARED: {
    read: z.enum(['true', 'false'], 'must be true or false').transform((s) => s === 'true'),
    default: 'true',
    example: 'false',
    help: 'Whether to prepare statements. Set to `false` for a pooler in transaction mode without support for prepared statements, such as PgBouncer before 1.21.',
  },
  OBJECTS_URL: {
    read: objectsUrl,
    mask: maskedUrl,
    default: '',
    example: 's3://bucket/prefix',
    help: 'S3-compatible store for pictures, configured by the standard `AWS_*` variables (`AWS_ENDPOINT_URL_S3` for other providers). The bucket is created if missing. If unset, pictures are stored in a folder in `DATA_DIR`.',
  },
  OBJECTS_PATH_STYLE: {
    read: z.enum(['true', 'false'], 'must be true or false').transform((s) => s === 'true'),
    default: '',
    example: 'true',
    help: "Whether the bucket is in the path of the store's URLs instead of the host name. Default: `true` if `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` is set.",
  },
  PICTURE_DELIVERY: {
    read: z.enum(['service', 'signed', 'public'], 'must be one of service, signed, public'),
    default: 'service',
    example: 'signed',
    help: 'How pictures in `OBJECTS_URL` are delivered: `service` serves them itself, `signed` redirects browsers to the bucket with a signed link that is valid for an hour, and `public` redirects them to `PICTURE_PUBLIC_URL`.',
  },
  PICTURE_PUBLIC_URL: {
    read: httpUrl,
    default: '',
    example: 'https://cdn.example.com/prefix',
    help: 'Public URL of the objects below `OBJECTS_URL`, for `PICTURE_DELIVERY=public`.',
  },
  REDIS_URL: {
    read: connection({
      schemes: ['redis', 'rediss'],
      kind: 'a redis:// or rediss://',
      path: /^(\/\d{0,5})?$/,
    }),
    mask: maskedUrl,
    default: '',
    example: 'redis://cache.example.com:6379/0',
    help: 'Redis server for the counters of the abuse limits. If unset, they are kept in PostgreSQL or, with SQLite, in the process.',
  },
  REDIS_PREFIX: {
    read: z.string().regex(/^[\w:.-]{1,100}$/, 'must be letters, digits, "_", ":", ".", "-"'),
    default: 'user-profile:',
    example: 'user-profile:',
    help: 'Prefix of every key in Redis.',
  },
  PUBLIC_URL: {
    read: httpUrl,
    default: '',
    example: 'https://id.example.com',
    help: 'URL of the service for people and clients; used in picture URLs, links in mails and tokens (`iss`). Default: `http://HOST:PORT`, or `http://127.0.0.1:PORT` if `HOST` stands for all addresses.',
  },
  API_PREFIX: { read: segment, default: 'api', example: 'api', help: 'First path segment of the API.' },
  API_VERSION: { read: segment, default: 'v1', example: 'v1', help: 'Second path segment of the API.' },
  SERVICE_NAME: {
    read: z.string().min(1, 'must be a name').max(100, 'must have at most 100 characters'),
    default: 'User Profile',
    example: 'Acme Accounts',
    help: 'Name of the service in mails and on pages.',
  },
  PICTURES_PER_DAY: {
    read: integer(0, 1_000_000),
    default: '10',
    example: '10',
    help: 'Maximum number of pictures accepted per person in any 24 hours. 0 refuses all.',
  },
  PICTURE_MAX_BYTES: {
    read: integer(1024, 1_000_000_000),
    default: '50000000',
    example: '50000000',
    help: 'Maximum size of an uploaded file, in bytes. Proxies must let through more than twice as much.',
  },
  PICTURE_MAX_PIXELS: {
    read: integer(1024, 1_000_000_000),
    default: '65000000',
    example: '65000000',
    help: 'Maximum number of pixels of an uploaded picture; of an animation, those of one frame. JPEG files may have four times as many, because they are never in memory as a whole.',
  },
  PICTURE_HEIC: {
    read: z.enum(['on', 'off'], 'must be on or off').transform((s) => s === 'on'),
    default: 'on',
    example: 'off',
    help: 'Whether HEIC pictures, as iPhones take them, are accepted. They are decoded with HEVC, which is patented in many countries: see `docs/pictures.md`.',
  },
  DEFAULT_PICTURE: {
    read: z.enum(['pattern', 'initials'], 'must be pattern or initials'),
    default: 'pattern',
    example: 'initials',
    help: 'What people without a picture show: a pattern, or the initials of their name. Initials need fonts: see `FONTS_DIR`. The user name is never shown.',
  },
  FONTS_DIR: {
    read: z.string().min(1, 'must be a path'),
    default: '/usr/share/fonts/truetype',
    example: '/opt/fonts',
    help: 'Folder with the fonts for initials, as the Debian packages `fonts-noto-core`, `fonts-droid-fallback` and `fonts-nanum` install them. The image has them.',
  },
  PICTURE_DECODES: {
    read: integer(1, 256),
    default: '',
    example: '4',
    help: 'Number of pictures that one process decodes concurrently. Default: one per core, shared by the workers of `serve --workers`.',
  },
  PASSWORD_HASHES: {
    read: integer(1, 256),
    default: '',
    example: '3',
    help: 'Number of passwords and codes that one process hashes concurrently, at most `UV_THREADPOOL_SIZE` (default 16) minus two. Default: the number of cores minus one, shared by the workers of `serve --workers`, at least 1.',
  },
  PICTURE_MEMORY: {
    read: integer(300, 1_000_000),
    default: '',
    example: '600',
    help: 'Memory for all picture work, in megabytes, shared by the workers of `serve --workers`. Pictures that need more than about two thirds of it are refused. Default: 60 % of the memory of the cgroup or machine.',
  },
  SMTP_URL: {
    read: connection({
      schemes: ['smtp', 'smtps'],
      kind: 'an smtp:// or smtps://',
      path: /^\/?$/,
      queryProblem: mailQueryProblem,
    }),
    mask: maskedUrl,
    default: '',
    example: 'smtp://user:password@mail.example.com:587',
    help: 'Mail server. `smtp://` requires STARTTLS, except on this machine (`localhost`, `127.0.0.1`); with `?insecure=1`, STARTTLS is used only if the server offers it. `smtps://` uses TLS from the start. If unset, mails are written as `.eml` files to `DATA_DIR/mail`.',
  },
  MAIL_FROM: {
    read: z.string().regex(/^[^\r\n]*@[^\r\n]*$/, 'must be an address, with or without a name'),
    default: '',
    example: 'Acme Accounts <no-reply@example.com>',
    help: 'Sender of mails. Default: `SERVICE_NAME <no-reply@host of PUBLIC_URL>`.',
  },
  EMAIL_PROOF: {
    read: z.enum(['new', 'both', 'current'], 'must be one of new, both, current'),
    default: 'new',
    example: 'both',
    help: 'Which mailbox must prove a change of the e-mail address: the new one, both, or the current one.',
  },
  RECENT_PROOF_MINUTES: {
    read: integer(1, 1440),
    default: '5',
    example: '15',
    help: 'Minutes for which a sign-in, or a proof by `user/proof/`, counts as recent. Actions that could take an account away from its person require a recent proof.',
  },
  RECENT_PROOF_FOR_EMAIL: {
    read: z.enum(['page', 'all'], 'must be page or all'),
    default: 'page',
    example: 'all',
    help: 'Which applications need a recent proof to request a code for another e-mail address: only the page (`page`), since clients of the published API do not support it, or all.',
  },
  RECOVERY_DELAY_HOURS: {
    read: integer(0, 168),
    default: '24',
    example: '48',
    help: 'Hours until a new password takes effect if its code was mailed to the previous address because the current one is less than 72 hours old. 0: no delay.',
  },
  BREACHED_PASSWORDS_URL: {
    read: httpUrl
      .refine((s) => !/[?#]/.test(s), 'must have neither a query nor a fragment')
      .refine((s) => new URL(s).username === '' && new URL(s).password === '', 'must have no credentials'),
    default: '',
    example: 'https://api.pwnedpasswords.com/range',
    help: 'k-anonymity range service in which new passwords are looked up, like Have I Been Pwned: it receives only the first five hexadecimal digits of the SHA-1. If it does not respond within a second, passwords are accepted without the check. If unset, there is no check.',
  },
  REFRESH_TOKEN_DAYS: {
    read: integer(1, 3650),
    default: '30',
    example: '30',
    help: 'Days until a session that is not refreshed expires.',
  },
  SIGN_IN_BY_EMAIL: {
    read: z.enum(['on', 'off'], 'must be on or off').transform((s) => s === 'on'),
    default: 'on',
    example: 'off',
    help: 'Whether people may sign in with their e-mail address instead of their user name. A user name takes precedence over an address.',
  },
  SESSION_DAYS: {
    read: integer(1, 3650),
    default: '90',
    example: '30',
    help: 'Days until a session expires, however often it is refreshed. Also applies to existing sessions.',
  },
  REFRESH_REUSE_SECONDS: {
    read: integer(30, 600),
    default: '60',
    example: '60',
    help: 'Seconds after its first use in which a rotated refresh token may be reused and returns the newest one, since a response may be lost or two tabs may refresh at once. Reusing it later ends the session.',
  },
  SECOND_FACTOR: {
    read: z.enum(['optional', 'required'], 'must be optional or required').transform((s) => s === 'required'),
    default: 'optional',
    example: 'required',
    help: 'Whether everyone needs a second factor to sign in with a password. `user second-factor require` requires one of individual people.',
  },
  SECOND_FACTOR_FROM: {
    read: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/, 'must be a date, or an instant in UTC')
      .transform((s) => Date.parse(/:\d{2}Z$/.test(s) ? s : `${s}T00:00:00Z`))
      .refine((n) => !Number.isNaN(n), 'must be a date, or an instant in UTC'),
    default: '',
    example: '2027-01-31',
    help: 'From when on `SECOND_FACTOR=required` prevents people without one from signing in; until then, the page asks them to set one up. A date begins at midnight UTC. Default: immediately.',
  },
  PASSKEY_DOMAIN: {
    read: z
      .string()
      .regex(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/, 'must be a domain name in lower case')
      .refine((s) => !isNetwork(s), 'must be a domain name, not an IP address'),
    default: '',
    example: 'example.com',
    help: 'Domain for which passkeys are registered (RP ID): the host of `PAGE_URL` or `PUBLIC_URL`, or a parent domain, so that applications on other hosts of it can use them too. Existing passkeys stop working when this changes. Default: that host; if it is an IP address, there are no passkeys.',
  },
  DELETION_GRACE_DAYS: {
    read: integer(0, 365),
    default: '14',
    example: '30',
    help: 'Days between a request to remove an account and its removal. Until then the account works, and they can cancel the removal.',
  },
  PAGE: {
    read: z.enum(['on', 'off'], 'must be on or off').transform((s) => s === 'on'),
    default: 'on',
    example: 'off',
    help: 'Whether the service has the page on which people manage their profile. `off` ends its sessions.',
  },
  PAGE_URL: {
    read: httpUrl.refine((s) => !/[?#]/.test(s), 'must have neither a query nor a fragment'),
    default: '',
    example: 'https://id.example.com/account/',
    help: 'URL of that page. It may have a path, or a separate host that also leads to the service. Default: `PUBLIC_URL` followed by `/`.',
  },
  PAGE_COLOR: {
    read: pageColor,
    default: '#1d4ed8',
    example: '#0f766e',
    help: 'Color of the buttons of the page and of mails. Where it would be hard to read, a darker or lighter one takes its place.',
  },
  PAGE_LOGO: {
    read: z.string().regex(/\.(svg|png|webp)$/i, 'must be a file of the type .svg, .png or .webp'),
    default: '',
    example: '/etc/user-profile/logo.svg',
    help: 'File with the logo that the page and mails show next to `SERVICE_NAME`, at most 500 kB.',
  },
  PAGE_LINKS: {
    read: pageLinks,
    default: '',
    example: 'Help=https://example.com/help,Privacy=https://example.com/privacy',
    help: 'Links in the footer of the page, at most ten: `Label=address`, separated by commas.',
  },
  PAGE_FIELDS: {
    read: pageFields,
    default: '',
    example: 'first_name,last_name,picture',
    help: `Parts of the profile shown on the page, from: ${pageFieldNames.map((name) => `\`${name}\``).join(', ')}. Default: all.`,
  },
  RETURN_ORIGINS: {
    read: origins,
    default: '',
    example: 'https://shop.example.com,https://www.example.com',
    help: 'Origins to which the page may send people back (`return_to`), in addition to those of single-page applications.',
  },
  AUDIT_DAYS: {
    read: integer(0, 36_500),
    default: '365',
    example: '90',
    help: 'Days for which the audit trail is retained: who changed what, when, and from which IP address. 0 disables it and removes existing events.',
  },
  SECURITY_LOG: {
    read: z.string().transform((text, context) => {
      const place = readSecurityLogPlace(text)
      if (typeof place !== 'string') return place
      context.addIssue({ code: 'custom', message: place })
      return z.NEVER
    }),
    mask: (text) => (typeof readSecurityLogPlace(text) === 'string' ? maskedUrl(text) : text),
    default: '',
    example: 'file:///var/log/user-profile/security.log',
    help: 'Additional destination for security events and the audit trail, sent immediately as JSON lines: `file:///path`, `stderr`, or syslog (RFC 5424) at `syslog://host:port` (UDP), `syslog+tcp://host:port`, `syslog+tls://host:port` or `syslog+unix:///dev/log`.',
  },
  SECURITY_LOG_ADDRESSES: {
    read: z.enum(['yes', 'no'], 'must be yes or no').transform((s) => s === 'yes'),
    default: 'yes',
    example: 'no',
    help: 'Whether security events contain the IP address of the client: in the log, in `SECURITY_LOG` and in the counts of the audit trail.',
  },
  ENCRYPTION_KEYS: {
    read: z.string().transform((text, context) => {
      const keys = readEncryptionKeys(text)
      if (typeof keys !== 'string') return keys
      context.addIssue({ code: 'custom', message: keys })
      return z.NEVER
    }),
    mask: maskedKeys,
    default: '',
    example: '2026-11-28:KEY-THAT-SECRETS-NEW-KEY-PRINTS',
    help: 'Keys for encrypting secrets in the database that the service must be able to read, such as signing keys: `name:base64` of 32 bytes, created by `user-profile secrets new-key`, separated by commas. The first one encrypts; the others only decrypt. If unset, the secrets are stored in plain text.',
  },
  DEFAULT_LANGUAGE: {
    read: z.string(),
    default: 'en',
    example: 'en',
    help: 'Language of people who chose none (BCP 47).',
  },
  DEFAULT_TIMEZONE: {
    read: z.string(),
    default: 'UTC',
    example: 'Europe/Paris',
    help: 'Time zone of people who chose none (IANA).',
  },
  DEFAULT_CURRENCY: {
    read: z.string(),
    default: 'USD',
    example: 'EUR',
    help: 'Currency of people who chose none (ISO 4217).',
  },
  LANGUAGES: {
    read: list,
    default: '',
    example: 'en,fr,pt-BR',
    help: 'Languages offered. Default: all known.',
  },
  TIMEZONES: {
    read: list,
    default: '',
    example: 'Europe/Paris,UTC',
    help: 'Time zones offered. Default: all known.',
  },
  CURRENCIES: {
    read: list,
    default: '',
    example: 'EUR,USD',
    help: 'Currencies offered. Default: all known.',
  },
  COUNTRIES: {
    read: list,
    default: '',
    example: 'FR,DE,ES',
    help: 'Countries offered (ISO 3166-1 alpha-2). Default: all known.',
  },
  TRUST_PROXY: {
    read: proxies,
    default: '',
    example: '10.0.0.0/8,127.0.0.1',
    help: 'Addresses or networks of proxies whose `X-Forwarded-For` is trusted. `true` trusts all.',
  },
  WEBHOOK_NETWORKS: {
    read: list.superRefine((items, context) => {
      const wrong = items.find((item) => !isNetwork(item))
      if (wrong !== undefined)
        context.addIssue({ code: 'custom', message: `names "${wrong}", which is not an address or network` })
    }),
    default: '',
    example: '10.1.2.0/24',
    help: 'Addresses or networks of your own to which webhooks may be sent, also without https. Otherwise they go only to public addresses.',
  },
  ISSUERS: {
    read: issuers,
    mask: maskedIssuers,
    default: '',
    example:
      '[{"id":"keycloak","issuer":"https://login.example.com/realms/main","audiences":["shop-api"],"application":"Shop"}]',
    help: 'OpenID providers whose access tokens are accepted, or at which the page signs in: a JSON list of objects with `id`, `issuer`, `audiences` and `application`, `sign_in`, and more; see `docs/recipes/tokens-from-elsewhere.md`.',
  },
  LIMIT_SCALE: {
    read: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be a number')
      .transform(Number)
      .refine((n) => n > 0, 'must be greater than 0'),
    default: '1',
    example: '1000',
    help: 'Multiplies every abuse limit except the daily allowance and the five tries of a code; for load tests.',
  },
  LOG_LEVEL: {
    read: z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    ),
    default: 'info',
    example: 'warn',
    help: 'Minimum severity that is logged.',
  },
  LOG_FORMAT: {
    read: z.enum(['auto', 'pretty', 'json'], 'must be one of auto, pretty, json'),
    default: 'auto',
    example: 'json',
    help: 'Format of log lines: `json`, or `pretty` for people. `auto` means `pretty` on a terminal and `json` otherwise. Colors are used only on a terminal, and never with `NO_COLOR`.',
  },
  METRICS_PORT: {
    read: integer(0, 65535),
    default: '',
    example: '9464',
    help: 'TCP port of the Prometheus metrics, separate from the public one: `GET /metrics`. 0 picks a free one. If unset, nothing is measured.',
  },
  METRICS_HOST: {
    read: host,
    default: '127.0.0.1',
    example: '10.0.0.5',
    help: 'Address on which metrics are served. Anyone who can reach it can read them.',
  },
  SHUTDOWN_DELAY_SECONDS: {
    read: integer(0, 3600),
    default: '0',
    example: '5',
    help: 'Seconds between `SIGTERM` and the end of listening; meanwhile, `/readyz` returns 503.',
  },
  SHUTDOWN_GRACE_SECONDS: {
    read: integer(1, 3600),
    default: '30',
    example: '30',
    help: 'Seconds after that in which running requests may finish.',
  },
} as const satisfies Record<
  string,
  {
    read: z.ZodType<unknown, string>
    default: string
    example: string
    help: string
    /** Masks the value for display, if it may contain a secret. */
    mask?: (value: string) => string
  }
>

export type SettingName = keyof typeof settings

/** Returns the value of a setting for display, with secrets masked. */
export function shownValue(name: SettingName, value: string): string {
  const setting = settings[name]
  return 'mask' in setting ? setting.mask(value) : value
}

/** A setting is invalid. The message names it, the problem and an example, on one line. */
export class SettingError extends Error {
  readonly setting: SettingName
  readonly problem: string

  constructor(name: SettingName, problem: string) {
    super(`${name}: ${problem}. Example: ${name}=${settings[name].example}`)
    this.name = 'SettingError'
    this.setting = name
    this.problem = problem
  }
}

import { isIP } from 'node:net'
import { z } from 'zod'
import { pageFieldNames } from '../common/page-config.ts'
import { type ConnectionUrlForm, connectionUrlProblem, maskedUrl } from './connection-url.ts'
import { mailQueryProblem } from './mail-server.ts'
import { origins, pageColor, pageFields, pageLinks } from './page-settings.ts'
import { maskedKeys, readEncryptionKeys } from './sealed-secrets.ts'
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
    'must have no user name and no password: people and clients see it',
  )
  .transform((s) => s.replace(/\/+$/, ''))

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
    context.addIssue({ code: 'custom', message: `names "${wrong}", which is no address or network` })
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
 * Every setting: how it is read, its default as one would write it (empty: none), an example and what it does. The
 * table in `docs/settings.md` is generated from here.
 */
export const settings = {
  PORT: {
    read: integer(0, 65535),
    default: '8080',
    example: '8080',
    help: 'TCP port of the service. 0 takes a free one.',
  },
  HOST: {
    read: z.string().min(1, 'must be an address'),
    default: '127.0.0.1',
    example: '0.0.0.0',
    help: 'Address to listen on.',
  },
  DATA_DIR: {
    read: z.string().min(1, 'must be a path'),
    default: './data',
    example: '/var/lib/user-profile',
    help: 'Folder of the database, pictures and unsent mail. Made when missing.',
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
    help: 'PostgreSQL 15 or later, for any number of nodes. Without it the rows are in an SQLite file in `DATA_DIR`.',
  },
  DATABASE_CONNECTIONS: {
    read: integer(1, 1000),
    default: '10',
    example: '10',
    help: 'Connections to PostgreSQL that write, at most, for each process; two more read.',
  },
  DATABASE_PREPARED: {
    read: z.enum(['true', 'false'], 'must be true or false').transform((s) => s === 'true'),
    default: 'true',
    example: 'false',
    help: 'Whether statements are prepared. `false` for a pooler in transaction mode that knows no prepared statements, such as PgBouncer before 1.21.',
  },
  OBJECTS_URL: {
    read: objectsUrl,
    mask: maskedUrl,
    default: '',
    example: 's3://bucket/prefix',
    help: 'S3-compatible store of the pictures, with the usual `AWS_*` variables (`AWS_ENDPOINT_URL_S3` for servers of other makers). A missing bucket is made. Without it the pictures are in a folder in `DATA_DIR`.',
  },
  OBJECTS_PATH_STYLE: {
    read: z.enum(['true', 'false'], 'must be true or false').transform((s) => s === 'true'),
    default: '',
    example: 'true',
    help: "Whether the bucket stands in the path of the store's addresses and not in the host name. Default: `true` where `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` is set.",
  },
  PICTURE_DELIVERY: {
    read: z.enum(['service', 'signed', 'public'], 'must be one of service, signed, public'),
    default: 'service',
    example: 'signed',
    help: 'How pictures in `OBJECTS_URL` reach people: the service hands them on, or sends browsers to the bucket by a signed link that is good for an hour, or to `PICTURE_PUBLIC_URL`.',
  },
  PICTURE_PUBLIC_URL: {
    read: httpUrl,
    default: '',
    example: 'https://cdn.example.com/prefix',
    help: 'Where the objects below `OBJECTS_URL` can be read by anyone, for `PICTURE_DELIVERY=public`.',
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
    help: 'Redis that counts for the abuse limits. Without it PostgreSQL counts, or, on SQLite, the process.',
  },
  REDIS_PREFIX: {
    read: z.string().regex(/^[\w:.-]{1,100}$/, 'must be letters, digits, "_", ":", ".", "-"'),
    default: 'user-profile:',
    example: 'user-profile:',
    help: 'What every key in Redis begins with.',
  },
  PUBLIC_URL: {
    read: httpUrl,
    default: '',
    example: 'https://id.example.com',
    help: 'Where people and clients reach the service; used in picture addresses, links in mails and tokens (`iss`). Default: `http://HOST:PORT`.',
  },
  API_PREFIX: { read: segment, default: 'api', example: 'api', help: 'First path segment of the API.' },
  API_VERSION: { read: segment, default: 'v1', example: 'v1', help: 'Second path segment of the API.' },
  SERVICE_NAME: {
    read: z.string().min(1, 'must be a name').max(100, 'must have at most 100 characters'),
    default: 'User Profile',
    example: 'Acme Accounts',
    help: 'The name that mails and pages carry.',
  },
  PICTURES_PER_DAY: {
    read: integer(0, 1_000_000),
    default: '10',
    example: '10',
    help: 'Accepted pictures per person in any 24 hours. 0 refuses all.',
  },
  PICTURE_MAX_BYTES: {
    read: integer(1024, 1_000_000_000),
    default: '15000000',
    example: '15000000',
    help: 'Largest uploaded file, in bytes.',
  },
  PICTURE_MAX_PIXELS: {
    read: integer(1024, 1_000_000_000),
    default: '50000000',
    example: '50000000',
    help: 'Most pixels of an uploaded picture, over all its frames.',
  },
  PICTURE_DECODES: {
    read: integer(1, 256),
    default: '',
    example: '4',
    help: 'Pictures decoded at the same time by one process. Default: one per core, shared by the workers of `serve --workers`.',
  },
  PASSWORD_HASHES: {
    read: integer(1, 256),
    default: '',
    example: '3',
    help: 'Passwords and codes hashed at the same time by one process, at most two fewer than `UV_THREADPOOL_SIZE` (16 unless set). Default: one less than there are cores, shared by the workers of `serve --workers`, at least 1.',
  },
  PICTURE_MEMORY: {
    read: integer(300, 1_000_000),
    default: '',
    example: '600',
    help: 'Memory for all work on pictures, in megabytes, shared by the workers of `serve --workers`. Pictures that need more than about two thirds of it are refused. Default: 60 % of what the cgroup or the machine has.',
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
    help: 'Mail server. `smtp://` demands STARTTLS, except on this machine (`localhost`, `127.0.0.1`); with `?insecure=1` it uses it where the server offers it. `smtps://` speaks TLS from the start. Without the setting mails are written as `.eml` files to `DATA_DIR/mail`.',
  },
  MAIL_FROM: {
    read: z.string().regex(/^[^\r\n]*@[^\r\n]*$/, 'must be an address, with or without a name'),
    default: '',
    example: 'Acme Accounts <no-reply@example.com>',
    help: 'Sender of the mails. Default: `SERVICE_NAME <no-reply@host of PUBLIC_URL>`.',
  },
  EMAIL_PROOF: {
    read: z.enum(['new', 'both', 'current'], 'must be one of new, both, current'),
    default: 'new',
    example: 'both',
    help: 'Whose mailbox must prove a change of the e-mail address: the new one, both, or the current one.',
  },
  RECENT_PROOF_MINUTES: {
    read: integer(1, 1440),
    default: '5',
    example: '15',
    help: 'Minutes for which a sign-in, or a proof by `user/proof/`, is recent enough for what could take an account away from its person.',
  },
  RECENT_PROOF_FOR_EMAIL: {
    read: z.enum(['page', 'all'], 'must be page or all'),
    default: 'page',
    example: 'all',
    help: 'Which applications need a recent proof to ask for the code of another e-mail address: the page alone, as clients of the published API know of none, or all.',
  },
  RECOVERY_DELAY_HOURS: {
    read: integer(0, 168),
    default: '24',
    example: '48',
    help: 'Hours that a new password waits if the code for it had to go to an address before, since the present one is less than 72 hours old. 0: none.',
  },
  BREACHED_PASSWORDS_URL: {
    read: httpUrl
      .refine((s) => !/[?#]/.test(s), 'must have neither a query nor a fragment')
      .refine((s) => new URL(s).username === '' && new URL(s).password === '', 'must have no credentials'),
    default: '',
    example: 'https://api.pwnedpasswords.com/range',
    help: 'k-anonymity range service that new passwords are looked up in, as Have I Been Pwned has it: it is sent the first five hexadecimal digits of the SHA-1 and nothing else. While it does not answer within a second, passwords are accepted without it. Without the setting nobody is asked.',
  },
  REFRESH_TOKEN_DAYS: {
    read: integer(1, 3650),
    default: '30',
    example: '30',
    help: 'Days until a session that is not refreshed ends.',
  },
  SIGN_IN_BY_EMAIL: {
    read: z.enum(['on', 'off'], 'must be on or off').transform((s) => s === 'on'),
    default: 'on',
    example: 'off',
    help: 'Whether people may sign in by their e-mail address in the place of their user name. A user name wins over an address.',
  },
  SESSION_DAYS: {
    read: integer(1, 3650),
    default: '90',
    example: '30',
    help: 'Days until a session ends, however often it is refreshed. It holds for sessions that are there already too.',
  },
  REFRESH_REUSE_SECONDS: {
    read: integer(30, 600),
    default: '60',
    example: '60',
    help: 'Seconds after its first use in which a rotated refresh token may be used again and gets the newest one, since an answer may be lost and two tabs may refresh at once. A later use ends the session.',
  },
  SECOND_FACTOR: {
    read: z.enum(['optional', 'required'], 'must be optional or required').transform((s) => s === 'required'),
    default: 'optional',
    example: 'required',
    help: 'Whether everybody needs a second factor to sign in with a password. `user second-factor require` asks single people for one.',
  },
  SECOND_FACTOR_FROM: {
    read: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/, 'must be a date, or an instant in UTC')
      .transform((s) => Date.parse(/:\d{2}Z$/.test(s) ? s : `${s}T00:00:00Z`))
      .refine((n) => !Number.isNaN(n), 'must be a date, or an instant in UTC'),
    default: '',
    example: '2027-01-31',
    help: 'From when on `SECOND_FACTOR=required` keeps people without one from signing in; until then it asks them on the page. A date begins at midnight UTC. Default: at once.',
  },
  PASSKEY_DOMAIN: {
    read: z
      .string()
      .regex(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/, 'must be a domain name in lower case')
      .refine((s) => !isNetwork(s), 'must be a domain name, not an IP address'),
    default: '',
    example: 'example.com',
    help: 'Domain that passkeys are registered for (RP ID): the host of `PAGE_URL` or `PUBLIC_URL`, or one that it lies below, so that applications on other hosts of it can use them too. Passkeys of another domain stop working when this changes. Default: that host; where it is an IP address there are no passkeys.',
  },
  DELETION_GRACE_DAYS: {
    read: integer(0, 365),
    default: '14',
    example: '30',
    help: 'Days between the wish of a person to have the account removed and its removal. Until then it works, and they can take the wish back.',
  },
  PAGE: {
    read: z.enum(['on', 'off'], 'must be on or off').transform((s) => s === 'on'),
    default: 'on',
    example: 'off',
    help: 'Whether the service shows the page on which people look after their profile. `off` ends its sessions.',
  },
  PAGE_URL: {
    read: httpUrl.refine((s) => !/[?#]/.test(s), 'must have neither a query nor a fragment'),
    default: '',
    example: 'https://id.example.com/account/',
    help: 'Address of that page, which may have a path, or a host of its own that leads to the service too. Default: `PUBLIC_URL` and `/`.',
  },
  PAGE_COLOR: {
    read: pageColor,
    default: '#1d4ed8',
    example: '#0f766e',
    help: 'Colour of the buttons of the page. Text on it is white or black, whichever can be read.',
  },
  PAGE_LOGO: {
    read: z.string().regex(/\.(svg|png|webp)$/i, 'must be a file of the type .svg, .png or .webp'),
    default: '',
    example: '/etc/user-profile/logo.svg',
    help: 'File with the logo that the page shows beside `SERVICE_NAME`, at most 500 kB.',
  },
  PAGE_LINKS: {
    read: pageLinks,
    default: '',
    example: 'Help=https://example.com/help,Privacy=https://example.com/privacy',
    help: 'Links at the foot of the page, at most ten: `Label=address`, separated by commas.',
  },
  PAGE_FIELDS: {
    read: pageFields,
    default: '',
    example: 'first_name,last_name,picture',
    help: `What the page shows of the profile, of: ${pageFieldNames.map((name) => `\`${name}\``).join(', ')}. Default: all.`,
  },
  RETURN_ORIGINS: {
    read: origins,
    default: '',
    example: 'https://shop.example.com,https://www.example.com',
    help: 'Origins to which the page may send people back (`return_to`), beside those of single-page applications.',
  },
  AUDIT_DAYS: {
    read: integer(0, 36_500),
    default: '365',
    example: '90',
    help: 'Days that the audit trail is kept: who changed what, when, and from which IP address. 0 keeps none and removes what there is.',
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
    help: 'Where security events and the audit trail are also sent as they happen, as JSON lines: `file:///path`, `stderr`, or syslog (RFC 5424) at `syslog://host:port` (UDP), `syslog+tcp://host:port`, `syslog+tls://host:port` or `syslog+unix:///dev/log`.',
  },
  SECURITY_LOG_ADDRESSES: {
    read: z.enum(['yes', 'no'], 'must be yes or no').transform((s) => s === 'yes'),
    default: 'yes',
    example: 'no',
    help: 'Whether security events have the IP address of the client: in the log, in `SECURITY_LOG` and in their counts in the audit trail.',
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
    help: 'Keys that encrypt the secrets in the database that must be readable, such as signing keys: `name:base64` of 32 bytes, made by `user-profile secrets new-key`. The first one encrypts, former ones behind it, separated by commas, still decrypt. Without it they are stored as they are.',
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
    help: 'Languages on offer. Default: all known.',
  },
  TIMEZONES: {
    read: list,
    default: '',
    example: 'Europe/Paris,UTC',
    help: 'Time zones on offer. Default: all known.',
  },
  CURRENCIES: {
    read: list,
    default: '',
    example: 'EUR,USD',
    help: 'Currencies on offer. Default: all known.',
  },
  COUNTRIES: {
    read: list,
    default: '',
    example: 'FR,DE,ES',
    help: 'Countries on offer (ISO 3166-1 alpha-2). Default: all known.',
  },
  TRUST_PROXY: {
    read: proxies,
    default: '',
    example: '10.0.0.0/8,127.0.0.1',
    help: 'Addresses or networks of proxies whose `X-Forwarded-For` is believed. `true` believes any.',
  },
  LIMIT_SCALE: {
    read: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be a number')
      .transform(Number)
      .refine((n) => n > 0, 'must be greater than 0'),
    default: '1',
    example: '1000',
    help: 'Multiplies every abuse limit except the daily allowance and the five code tries; for load tests.',
  },
  LOG_LEVEL: {
    read: z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    ),
    default: 'info',
    example: 'warn',
    help: 'Least severe level that is logged.',
  },
  METRICS_PORT: {
    read: integer(0, 65535),
    default: '',
    example: '9464',
    help: 'TCP port of the Prometheus metrics, apart from the public one: `GET /metrics`. 0 takes a free one. Without it nothing is measured.',
  },
  METRICS_HOST: {
    read: z.string().min(1, 'must be an address'),
    default: '127.0.0.1',
    example: '10.0.0.5',
    help: 'Address that the metrics listen on. Whoever reaches it can read them.',
  },
  SHUTDOWN_DELAY_SECONDS: {
    read: integer(0, 3600),
    default: '0',
    example: '5',
    help: 'Seconds between `SIGTERM` and the end of listening; meanwhile `/readyz` answers 503.',
  },
  SHUTDOWN_GRACE_SECONDS: {
    read: integer(1, 3600),
    default: '30',
    example: '30',
    help: 'Seconds that running requests are given to finish after that.',
  },
} as const satisfies Record<
  string,
  {
    read: z.ZodType<unknown, string>
    default: string
    example: string
    help: string
    /** How the value may be shown, where it can hold a secret. */
    mask?: (value: string) => string
  }
>

export type SettingName = keyof typeof settings

/** The value of a setting as it may be shown to whoever looks over the operator's shoulder. */
export function shownValue(name: SettingName, value: string): string {
  const setting = settings[name]
  return 'mask' in setting ? setting.mask(value) : value
}

/** A setting is wrong. The message names it, the problem and an example, on one line. */
export class SettingError extends Error {
  constructor(name: SettingName, problem: string) {
    super(`${name} ${problem}. Example: ${name}=${settings[name].example}`)
    this.name = 'SettingError'
  }
}

import { z } from 'zod'
import { attributes } from '../../common/attributes.ts'
import { type Language, languages } from '../../common/languages.ts'
import { lazy } from '../basics/lazy.ts'

/** What may be done in a session of a provider without it; each is off unless it is listed. */
export const issuerActs = ['email', 'password', 'deletion'] as const
export type IssuerAct = (typeof issuerActs)[number]

/** How the page signs in at a provider. */
export interface IssuerSignIn {
  clientId: string
  /** Null for a public client, which has none. */
  clientSecret: string | null
  scopes: readonly string[]
  /** Text of the button; a language that is missing has the text of the page. */
  labels: Readonly<Partial<Record<Language, string>>>
  /** Whether the page offers this instead of the password. */
  replacesPassword: boolean
}

/** An OpenID provider whose access tokens are accepted, or at which the page signs in. */
export interface Issuer {
  /** Names the entry in addresses, rows, metrics and commands. */
  id: string
  /** What people read. */
  name: string
  /** `iss`, and where discovery begins (OpenID Connect Discovery 1.0, 4). */
  issuer: string
  /** What `aud` may be; empty if access tokens are not accepted. */
  audiences: readonly string[]
  /** The claim that names the audience: `client_id` for providers whose access tokens have no `aud`. */
  audienceClaim: 'aud' | 'client_id'
  /** Id or name of the application whose key is required beside the tokens; null if they are not accepted. */
  application: string | null
  /** The claim that is the same in all tokens of a session; if a token lacks it, `iat`. */
  sessionClaim: string
  /** Where values of a new person come from, best first; the first that is valid counts. */
  claims: readonly ClaimMapping[]
  /** Whether a person is created at first sight. */
  /** Whether every address in its tokens counts as verified, whatever `email_verified` says. */
  trustEmail: boolean
  create: boolean
  link: 'never' | 'verified_email'
  acts: readonly IssuerAct[]
  /** Values of `acr` with which `auth_time` counts as a recent proof. */
  acr: readonly string[]
  /** Whether http is allowed. */
  insecure: boolean
  signIn: IssuerSignIn | null
}

/** A claim, by name or as a JSON pointer (RFC 6901), and the column of the attribute that it fills. */
export interface ClaimMapping {
  claim: string
  attribute: ClaimTarget
}

const targets = ['username', ...attributes.map(({ column }) => column)] as const
export type ClaimTarget = (typeof targets)[number]

/**
 * Standard claims (OpenID Connect Core 1.0, 5.1). `name` comes last: it is the only one that some providers have.
 * `email` and `phone_number` count as proven only with `email_verified` and `phone_number_verified`.
 */
const standardClaims: readonly ClaimMapping[] = [
  { claim: 'preferred_username', attribute: 'username' },
  { claim: 'given_name', attribute: 'first_name' },
  { claim: 'family_name', attribute: 'last_name' },
  { claim: 'email', attribute: 'email' },
  { claim: 'phone_number', attribute: 'phone_number' },
  { claim: 'locale', attribute: 'language' },
  { claim: 'zoneinfo', attribute: 'timezone' },
  { claim: 'name', attribute: 'first_name' },
]

const ENTRIES_MAX = 20

/** Says of an absent value that it is required, and otherwise what it must be. */
const must = (what: string, remedy = '') => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined ? `is missing${remedy && `: ${remedy}`}` : `must be ${what}`,
})
const text = (max: number, what = 'a text', remedy = '') =>
  z
    .string(must(what, remedy))
    .trim()
    .min(1, `must be ${what}, not empty`)
    .max(max, `must have at most ${max} characters`)
const list = <T extends z.ZodType>(item: T, max: number, what: string) =>
  z.array(item, must(what)).max(max, `must have at most ${max} items`)
const flag = z.boolean(must('true or false'))

/** Schemas of an entry, made only if there are entries: making them takes a few milliseconds of each start. */
const schemas = lazy(() => {
  const label = z.union(
    [text(60), z.partialRecord(z.enum(languages as readonly [Language, ...Language[]]), text(60))],
    {
      error: () =>
        `must be a text of at most 60 characters, or such texts by language (${languages.join(', ')})`,
    },
  )

  const signIn = z.strictObject(
    {
      client_id: text(255, 'the id of the client', 'register the page as a client of the provider'),
      client_secret: text(1000, 'the secret of the client').optional(),
      scopes: list(text(100, 'a scope'), 20, 'a list of scopes').default(['openid', 'profile', 'email']),
      label: label.default({}),
      replaces_password: flag.default(false),
    },
    must('an object with client_id'),
  )

  const entry = z.strictObject(
    {
      id: z
        .string(must('a short name', 'choose a short name, such as "keycloak", and never change it'))
        .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits and "-"'),
      name: text(60).optional(),
      issuer: z
        .string(must('an address', 'copy "issuer" from the discovery document of the provider'))
        .max(500, 'must have at most 500 characters')
        .refine(
          (s) =>
            URL.canParse(s) && /^https?:$/.test(new URL(s).protocol) && !/[?#\s]/.test(s) && !s.includes('@'),
          'must be an https:// address without query, as in "issuer" of the discovery document',
        ),
      audiences: list(text(500, 'an audience'), 20, 'a list of audiences').default([]),
      audience_claim: z.enum(['aud', 'client_id'], must('aud or client_id')).default('aud'),
      application: text(255, 'the id or name of an application').optional(),
      session_claim: text(100, 'the name of a claim').default('sid'),
      claims: z
        .record(z.string().min(1).max(200), z.enum(targets).nullable(), {
          error: () => `must be an object from claims to attributes (${targets.join(', ')}), or to null`,
        })
        .default({}),
      trust_email: flag.default(false),
      create: flag.default(true),
      link: z.enum(['never', 'verified_email'], must('never or verified_email')).default('never'),
      acts: list(
        z.enum(issuerActs, { error: () => `must have only ${issuerActs.join(', ')}` }),
        issuerActs.length,
        `a list of ${issuerActs.join(', ')}`,
      ).default([]),
      acr: list(text(200, 'a value of acr'), 20, 'a list of values of acr').default([]),
      insecure: flag.default(false),
      sign_in: signIn.optional(),
    },
    must('an object'),
  )
  return { entry, signIn }
})

type Entry = z.output<ReturnType<typeof schemas>['entry']>

/** The setting `ISSUERS`. */
export const issuers = z.string().transform((source, context): Issuer[] => {
  const read = readIssuers(source)
  if (typeof read !== 'string') return read
  context.issues.push({ code: 'custom', input: source, message: read })
  return z.NEVER
})

/** Reads the list. Returns the first problem, which names the entry and the remedy, as a text. */
function readIssuers(source: string): Issuer[] | string {
  let json: unknown
  try {
    json = JSON.parse(source)
  } catch {
    return 'must be a JSON list of objects; check quotes, commas and brackets'
  }
  if (!Array.isArray(json)) return 'must be a JSON list of objects: put "[" and "]" around them'
  if (json.length > ENTRIES_MAX) return `must have at most ${ENTRIES_MAX} entries`
  const read: Issuer[] = []
  for (const [index, raw] of json.entries()) {
    const parsed = schemas().entry.safeParse(raw)
    const problem = parsed.success
      ? (entryProblem(parsed.data) ?? clash(parsed.data, read))
      : problemOf(parsed.error.issues[0]!)
    if (problem !== null) return `entry ${index + 1}${named(raw)}: ${problem}`
    read.push(toIssuer(parsed.data!))
  }
  return read
}

const named = (raw: unknown): string => {
  const id = typeof raw === 'object' && raw !== null ? (raw as { id?: unknown }).id : undefined
  return typeof id === 'string' && /^[\w-]{1,40}$/.test(id) ? ` ("${id}")` : ''
}

/** Never includes a value, which may be a secret. */
function problemOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const { entry, signIn } = schemas()
    const shape = path === 'sign_in' ? signIn.shape : entry.shape
    const keys = issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')
    return `${path && `${path} `}has ${keys}, which is unknown; known are ${Object.keys(shape).join(', ')}`
  }
  if (issue.path[0] === 'claims' && issue.path.length > 1)
    return `claims: "${String(issue.path[1]).slice(0, 60)}" must lead to one of ${targets.join(', ')}, or to null`
  return path === '' ? issue.message : `${path} ${issue.message}`
}

/** Hosts whose connections do not leave the machine. */
const isLoopback = ({ hostname }: URL) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)

function entryProblem(read: Entry): string | null {
  const url = new URL(read.issuer)
  if (url.protocol === 'http:' && !read.insecure && !isLoopback(url))
    return 'issuer must begin with https://, since whoever is on the way could replace the keys; "insecure": true allows http in a network of your own'
  const hasAudiences = read.audiences.length > 0
  if (hasAudiences && read.application === undefined)
    return 'application is missing: name the application whose key is sent beside the tokens (user-profile app list)'
  if (!hasAudiences && read.application !== undefined)
    return 'audiences is missing: list what the provider puts into "aud" of the access tokens for your API'
  if (!hasAudiences && read.sign_in === undefined)
    return 'needs audiences and application to accept access tokens, or sign_in for the page, or all three'
  if (read.sign_in && !read.sign_in.scopes.includes('openid'))
    return 'sign_in.scopes must have "openid"; without it, the provider sends no ID token'
  return null
}

/** Entries of one provider are told apart by their audiences. */
function clash(read: Entry, others: readonly Issuer[]): string | null {
  for (const other of others) {
    if (other.id === read.id) return `has the id of another entry; choose another one`
    const shared = other.issuer === read.issuer && other.audiences.find((one) => read.audiences.includes(one))
    if (shared)
      return `has an audience of the entry "${other.id}" of the same issuer; remove it from one of them`
  }
  return null
}

function toIssuer(read: Entry): Issuer {
  const own = Object.entries(read.claims)
  const mapped = own.flatMap(([claim, attribute]) => (attribute === null ? [] : [{ claim, attribute }]))
  const standard = standardClaims.filter(({ claim }) => !own.some(([one]) => one === claim))
  const { sign_in: page } = read
  return Object.freeze({
    id: read.id,
    name: read.name ?? new URL(read.issuer).host,
    issuer: read.issuer,
    audiences: read.audiences,
    audienceClaim: read.audience_claim,
    application: read.application ?? null,
    sessionClaim: read.session_claim,
    claims: [...mapped, ...standard],
    trustEmail: read.trust_email,
    create: read.create,
    link: read.link,
    acts: read.acts,
    acr: read.acr,
    insecure: read.insecure,
    signIn: page
      ? {
          clientId: page.client_id,
          clientSecret: page.client_secret ?? null,
          scopes: page.scopes,
          labels: labelsOf(page.label),
          replacesPassword: page.replaces_password,
        }
      : null,
  })
}

const labelsOf = (read: NonNullable<Entry['sign_in']>['label']): IssuerSignIn['labels'] =>
  typeof read === 'string' ? Object.fromEntries(languages.map((code) => [code, read])) : read

/** Returns the setting with masked secrets; of a text that is not valid JSON, nothing. */
export function maskedIssuers(source: string): string {
  try {
    return JSON.stringify(JSON.parse(source), (key, value: unknown) => (/secret/i.test(key) ? '***' : value))
  } catch {
    return '***'
  }
}

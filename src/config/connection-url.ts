/**
 * Addresses that contain credentials, such as `postgres://user:password@host/name`: how they are parsed and
 * displayed. Ambiguous ones are refused, since part of a password could otherwise be looked up as a host.
 */

/** Allowed form of a kind of address. */
export interface ConnectionUrlForm {
  /** Schemes without the colon. */
  schemes: readonly string[]
  /** Name in messages, with the article: `an smtp:// or smtps://`. */
  kind: string
  /** What may follow the host, such as `/5` for the number of a database. Anything by default. */
  path?: RegExp
  /** Returns what is wrong with the query of an otherwise valid address. */
  queryProblem?: (text: string) => string | null
}

/** Characters that parsers change: white space is removed, `\` becomes `/`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are refused.
const ODD = /[\u0000-\u0020\u007f\\]/

const ENCODINGS: Readonly<Record<string, string>> = { '@': '%40', '#': '%23', '?': '%3F', '/': '%2F' }

/** Query parameters that may be displayed. The value of any other may be a secret, or the location of one. */
const SHOWN = new Set([
  'application_name',
  'connect_timeout',
  'db',
  'family',
  'insecure',
  'requireTLS',
  'sslmode',
  'sslrootcert',
  'target_session_attrs',
])

/** Replaces what is not displayed. */
const MASK = '***'

interface Parts {
  scheme: string
  /** Null if there is none. */
  userinfo: string | null
  /** Host and port. */
  host: string
  path: string
  /** Without `?`; null if there is none. */
  query: string | null
}

/**
 * Returns what is wrong with the address, for a `SettingError`, or null. The text contains the remedy and
 * nothing of the address. Each component (RFC 3986, 3.2) must be unambiguous: there is at most one `@`,
 * before the host, and no `#`.
 */
export function connectionUrlProblem(text: string, form: ConnectionUrlForm): string | null {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined || !form.schemes.includes(scheme)) return `must be ${form.kind} address`
  return ambiguity(text) ?? formProblem(text, form)
}

function ambiguity(text: string): string | null {
  if (ODD.test(text)) return `has a blank or "\\" in it; ${remedy('a blank as %20 and "\\" as %5C')}`
  if (text.includes('#')) return `has "#" in it; ${remedy(`"#" as ${ENCODINGS['#']}`)}`
  const [, rest = ''] = text.split(/:\/\/(.*)/s)
  const authority = /^[^/?]*/.exec(rest)?.[0] ?? ''
  const ats = rest.split('@').length - 1
  if (ats > 1 || (ats === 1 && !authority.includes('@'))) {
    const all = Object.entries(ENCODINGS).map(([sign, code]) => `"${sign}" as ${code}`)
    return `can be read in more than one way; ${remedy(all.join(', '))}`
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(rest)) return `contains "%" without a code after it; ${remedy('"%" as %25')}`
  try {
    decodeURIComponent(rest)
  } catch {
    return `contains codes that are not valid UTF-8; ${remedy('other letters as their bytes in UTF-8')}`
  }
  return null
}

const remedy = (what: string) =>
  `in the user name, password and other values write ${what} (percent-encoding)`

function formProblem(text: string, { path, queryProblem }: ConnectionUrlForm): string | null {
  const parts = partsOf(text)
  if (parts === null || !URL.canParse(text)) return 'is not a valid address: check its host and port'
  if (new URL(text).hostname === '' && !/[?&]host=/.test(text)) return 'has no host'
  if (path?.test(parts.path) === false) return `has an invalid path after its host; ${remedy('"/" as %2F')}`
  return queryProblem?.(text) ?? null
}

/**
 * Returns the address for display: without password, without a user name that has no password (it may be a
 * token), and without query values that are not known to be harmless. Invalid or ambiguous addresses are
 * masked completely.
 */
export function maskedUrl(text: string): string {
  if (text === '') return ''
  const parts = ambiguity(text) === null ? partsOf(text) : null
  if (parts === null || !URL.canParse(text)) return MASK
  const { scheme, userinfo, host, path, query } = parts
  const shown = userinfo === null ? '' : `${maskedUserinfo(userinfo)}@`
  return `${scheme}://${shown}${host}${path}${query === null ? '' : `?${query.split('&').map(maskedMember).join('&')}`}`
}

function maskedUserinfo(userinfo: string): string {
  const colon = userinfo.indexOf(':')
  return colon <= 0 || colon === userinfo.length - 1 ? MASK : `${userinfo.slice(0, colon)}:${MASK}`
}

function maskedMember(member: string): string {
  const [name = '', value] = member.split(/=(.*)/s)
  // A parameter without a value, or with an unknown name, may itself be a secret.
  if (value === undefined) return SHOWN.has(name) ? name : MASK
  return SHOWN.has(name) ? member : `${/^[\w.-]{1,40}$/.test(name) ? name : MASK}=${MASK}`
}

function partsOf(text: string): Parts | null {
  const found =
    /^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\/(?:(?<userinfo>[^/?@]*)@)?(?<host>[^/?@]*)(?<path>[^?]*)(?:\?(?<query>.*))?$/s.exec(
      text,
    )?.groups
  if (!found) return null
  return {
    scheme: found.scheme ?? '',
    userinfo: found.userinfo ?? null,
    host: found.host ?? '',
    path: found.path ?? '',
    query: found.query ?? null,
  }
}

/**
 * Addresses with credentials in them, such as `postgres://user:password@host/name`: how they are read and how they are
 * shown. What two readers could split in two ways is refused, since half of a password would else be looked up as a host.
 */

/** What a kind of address may look like. */
export interface ConnectionUrlForm {
  /** Schemes without the colon. */
  schemes: readonly string[]
  /** What a message calls it, with the article: `an smtp:// or smtps://`. */
  kind: string
  /** What may follow the host, such as `/5` for a number of a database. Default: anything. */
  path?: RegExp
  /** What is wrong with the query of an address that is right otherwise. */
  queryProblem?: (text: string) => string | null
}

/** Characters that no reader keeps as they are: blanks are dropped inside, `\` becomes `/`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const ODD = /[\u0000-\u0020\u007f\\]/

const ENCODINGS: Readonly<Record<string, string>> = { '@': '%40', '#': '%23', '?': '%3F', '/': '%2F' }

/** Members of a query that may be shown; the value of any other may be a secret, or where one is kept. */
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

/** Stands in the place of what is not shown. */
const MASK = '***'

interface Parts {
  scheme: string
  /** Null: there is none. */
  userinfo: string | null
  /** Host and port. */
  host: string
  path: string
  /** Without `?`; null: there is none. */
  query: string | null
}

/**
 * What is wrong with the address, for a `SettingError`, or null. The text names the remedy and nothing of the address.
 * Each of the parts of RFC 3986, 3.2 is found in one way only: there is one `@` at most, before the host, and no `#`.
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
  if (/%(?![0-9A-Fa-f]{2})/.test(rest)) return `has "%" with no code behind it; ${remedy('"%" as %25')}`
  try {
    decodeURIComponent(rest)
  } catch {
    return `has codes in it that are no UTF-8; ${remedy('other letters as their bytes in UTF-8')}`
  }
  return null
}

const remedy = (what: string) =>
  `in the user name, password and other values write ${what} (percent-encoding)`

function formProblem(text: string, { path, queryProblem }: ConnectionUrlForm): string | null {
  const parts = partsOf(text)
  if (parts === null || !URL.canParse(text)) return 'is no address: look at its host and port'
  if (new URL(text).hostname === '' && !/[?&]host=/.test(text)) return 'names no host'
  if (path?.test(parts.path) === false)
    return `has something behind its host that does not belong there; ${remedy('"/" as %2F')}`
  return queryProblem?.(text) ?? null
}

/**
 * The address as it may be shown: without password, without a user name that stands alone, which may be a token, and without values of the query
 * that are not known to be harmless. Of a text that is no address, or an ambiguous one, nothing is shown.
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
  // A member without a value, or of a name that nobody knows, may be a secret itself.
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

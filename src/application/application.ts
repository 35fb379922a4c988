import type { Limit } from '../ports/limiter.ts'
import type { Scope } from '../protocol/scopes.ts'

/**
 * What kind of client an application is (contract: Every request). People sign in through all but `server`, whose keys
 * act on people by themselves.
 */
export type ApplicationKind = 'web' | 'mobile' | 'spa' | 'server'

/** Whether a refresh token is kept, or replaced at each use (contract: Signing in). */
export type RefreshPolicy = 'keep' | 'rotate'

export const applicationKinds = [
  'web',
  'mobile',
  'spa',
  'server',
] as const satisfies readonly ApplicationKind[]
export const refreshPolicies = ['keep', 'rotate'] as const satisfies readonly RefreshPolicy[]

/** Id, and public API key, of the built-in application: the page. */
export const PAGE_APPLICATION = 'page'

/** Requests of one key of a server: 100 a second on average. */
export const serverKeyLimit: Limit = { name: 'server-key', points: 1000, seconds: 10 }

/** A registered client application. */
export interface Application {
  id: string
  name: string
  kind: ApplicationKind
  /** Origins (RFC 6454) that may call from a browser; only for `spa`. */
  origins: readonly string[]
  refreshPolicy: RefreshPolicy
  /** What its keys may do; only for `server`. */
  scopes: readonly Scope[]
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  revokedAt: number | null
}

/**
 * Web server apps keep their refresh token, as clients of the published page expect; other kinds rotate it.
 */
export function defaultRefreshPolicy(kind: ApplicationKind): RefreshPolicy {
  return kind === 'web' ? 'keep' : 'rotate'
}

/** An operator's changes of an application; undefined values stay. */
export interface ApplicationUpdate {
  name?: string | undefined
  kind?: ApplicationKind | undefined
  refreshPolicy?: RefreshPolicy | undefined
  /** Normalized origins that replace the current ones. */
  origins?: readonly string[] | undefined
  /** Normalized origins to add to the current ones. */
  addedOrigins?: readonly string[] | undefined
  removedOrigins?: readonly string[] | undefined
  /** Scopes that replace the current ones. */
  scopes?: readonly Scope[] | undefined
}

/** The values that an update sets, without those that stay the same. */
export type ApplicationChange = Partial<
  Pick<Application, 'name' | 'kind' | 'origins' | 'refreshPolicy' | 'scopes'>
>

export type ApplicationPlan =
  | { change: ApplicationChange }
  /** Origins were given for a kind that does not call from a browser. */
  | { fault: 'origins_without_browser' }
  /** Scopes were given for a kind whose keys have none, or none were left for a server. */
  | { fault: 'scopes_without_server' | 'server_without_scopes' }
  /** The kind changed from or to a server, whose keys have another form. */
  | { fault: 'server_kind' }
  /** The application does not have an origin that should be removed. */
  | { fault: 'unknown_origin'; origin: string }

/** Decides what an update changes. An application that is no longer a single-page app loses its origins. */
export function planApplication(application: Application, update: ApplicationUpdate): ApplicationPlan {
  const kind = update.kind ?? application.kind
  const { origins = application.origins, addedOrigins = [], removedOrigins = [] } = update
  const unknown = removedOrigins.find((origin) => !application.origins.includes(origin))
  if (unknown !== undefined) return { fault: 'unknown_origin', origin: unknown }
  const callsFromBrowser = kind === 'spa'
  if (!callsFromBrowser && (update.origins?.length || addedOrigins.length > 0))
    return { fault: 'origins_without_browser' }
  const scopeFault = faultOfScopes(application, kind, update.scopes)
  if (scopeFault) return { fault: scopeFault }
  const kept = origins.filter((origin) => !removedOrigins.includes(origin))
  const wanted = {
    name: update.name ?? application.name,
    kind,
    origins: callsFromBrowser ? [...new Set([...kept, ...addedOrigins])] : [],
    refreshPolicy: update.refreshPolicy ?? application.refreshPolicy,
    scopes: update.scopes ?? application.scopes,
  }
  const differs = Object.entries(wanted).filter(
    ([key, value]) => String(value) !== String(application[key as keyof ApplicationChange]),
  )
  return { change: Object.fromEntries(differs) }
}

function faultOfScopes(
  application: Application,
  kind: ApplicationKind,
  scopes: readonly Scope[] | undefined,
): 'server_kind' | 'scopes_without_server' | 'server_without_scopes' | null {
  if ((kind === 'server') !== (application.kind === 'server')) return 'server_kind'
  if (scopes && kind !== 'server') return 'scopes_without_server'
  return scopes?.length === 0 ? 'server_without_scopes' : null
}

/** An API key as the operator sees it. Instants are in milliseconds. */
export interface ApiKey {
  id: string
  createdAt: number
  /** From this instant on, the key is refused; null if it does not expire. */
  endsAt: number | null
  /** Start of the day (UTC) of its last use; null if never, or for kinds other than `server`. */
  lastUsedAt: number | null
}

/** A server that calls with its key. */
export interface ServerCaller {
  application: Application
  keyId: string
}

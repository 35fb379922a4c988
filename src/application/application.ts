/** What kind of client an application is (contract: Every request). */
export type ApplicationKind = 'web' | 'mobile' | 'spa'

/** Whether a refresh token is kept, or exchanged for a new one at each use (contract: Signing in). */
export type RefreshPolicy = 'keep' | 'rotate'

export const applicationKinds = ['web', 'mobile', 'spa'] as const satisfies readonly ApplicationKind[]
export const refreshPolicies = ['keep', 'rotate'] as const satisfies readonly RefreshPolicy[]

/** Id, and public API key, of the built-in application: the page that people see. */
export const PAGE_APPLICATION = 'page'

/** A registered client application. */
export interface Application {
  id: string
  name: string
  kind: ApplicationKind
  /** Origins (RFC 6454) that may call from a browser; only for `spa`. */
  origins: string[]
  refreshPolicy: RefreshPolicy
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  revokedAt: number | null
}

/** Web server apps keep their refresh token, as clients of the published page expect; the others rotate it. */
export function defaultRefreshPolicy(kind: ApplicationKind): RefreshPolicy {
  return kind === 'web' ? 'keep' : 'rotate'
}

/** The origin in its serialized form (`https://app.example:8443`), or `null` if the text is not an http(s) origin. */
export function normalizeOrigin(text: string): string | null {
  if (text.length > 2048 || !URL.canParse(text)) return null
  const url = new URL(text)
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return isBare && /^https?:$/.test(url.protocol) ? url.origin : null
}

import { z } from 'zod'
import { type PageField, type PageLink, pageFieldNames } from '../common/page-config.ts'

const LINKS_MAX = 10
const LABEL_MAX = 60

const items = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** Reads a list item by item; the first that is wrong is named in the problem. */
function listOf<T>(read: (item: string) => T | null, problem: (item: string) => string) {
  return z.string().transform((text, context): T[] => {
    const values: T[] = []
    for (const item of items(text)) {
      const value = read(item)
      if (value === null) {
        context.issues.push({ code: 'custom', input: text, message: problem(JSON.stringify(item)) })
        return z.NEVER
      }
      values.push(value)
    }
    return values
  })
}

/** The setting `PAGE_COLOR`: `#rrggbb`. */
export const pageColor = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour of the form #rrggbb')
  .transform((text) => text.toLowerCase())

/** The setting `PAGE_FIELDS`. */
export const pageFields = listOf<PageField>(
  (item) => pageFieldNames.find((name) => name === item) ?? null,
  (item) => `names ${item}, which is none of ${pageFieldNames.join(', ')}`,
)

/** The setting `PAGE_LINKS`: `Label=address`, where the address may be for mail too. */
export const pageLinks = listOf<PageLink>(
  readLink,
  (item) => `has ${item}, which is not of the form Label=address`,
).refine((links) => links.length <= LINKS_MAX, `must have at most ${LINKS_MAX} links`)

function readLink(item: string): PageLink | null {
  const [, label = '', url = ''] = /^([^=]+)=(.+)$/.exec(item) ?? []
  const isShort = label.trim() !== '' && Array.from(label.trim()).length <= LABEL_MAX
  const isAddress = URL.canParse(url) && /^(https?|mailto):$/.test(new URL(url).protocol)
  return isShort && isAddress ? { label: label.trim(), url: new URL(url).href } : null
}

/** The setting `RETURN_ORIGINS`. */
export const origins = listOf<string>(
  (item) => {
    const url = URL.canParse(item) ? new URL(item) : null
    const isOrigin = url && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(item)
    return isOrigin ? url.origin : null
  },
  (item) => `names ${item}, which is no origin such as https://app.example.com`,
)

/** First path segments that the service has other uses for, beside the API's own; a test compares them with its routes. */
export const reservedPaths: readonly string[] = [
  'docs',
  'pictures',
  'healthz',
  'readyz',
  '.well-known',
  'email-change',
  'assets',
]

/** Where the page is, for browsers and for the server, each ending in a slash. */
export interface PagePlace {
  /** As browsers see it: `https://id.example.com/account/`. */
  url: string
  origin: string
  /** Path of `url`. */
  path: string
  /** Path at which the server gets its requests, without what a proxy takes away in front of `PUBLIC_URL`. */
  mount: string
  /** What stands before the paths of the API for browsers of this page. */
  prefix: string
}

/**
 * The place of the page. A path in `publicUrl` is what a proxy takes away; a page below it is mounted without it.
 * @param pageUrl without a trailing slash, as `publicUrl`
 */
export function pagePlace(publicUrl: string, pageUrl: string): PagePlace {
  const [service, page] = [new URL(`${publicUrl}/`), new URL(`${pageUrl}/`)]
  const isBelow = service.origin === page.origin && page.pathname.startsWith(service.pathname)
  return {
    url: `${page.origin}${page.pathname}`,
    origin: page.origin,
    path: page.pathname,
    mount: isBelow ? `/${page.pathname.slice(service.pathname.length)}` : page.pathname,
    prefix: isBelow ? service.pathname.slice(0, -1) : '',
  }
}

/** What is wrong with the place, or null. `apiPrefix`: first path segment of the API. */
export function placeProblem({ mount }: PagePlace, apiPrefix: string): string | null {
  if (!/^\/([A-Za-z0-9._~-]+\/)*$/.test(mount))
    return 'must have a path of letters, digits, ".", "_", "~", "-"'
  const first = mount.split('/')[1] ?? ''
  return isTaken(first, apiPrefix) ? `must not lie under /${first}, which has another use` : null
}

/** Whether the service answers something else under this first path segment. */
export function isTaken(segment: string, apiPrefix: string): boolean {
  return reservedPaths.includes(segment) || segment === apiPrefix
}

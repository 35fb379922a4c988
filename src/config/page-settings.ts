import { z } from 'zod'
import { type PageField, type PageLink, pageFieldNames } from '../../common/page-config.ts'

const LINKS_MAX = 10
const LABEL_MAX = 60

const items = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** Parses a list item by item; the problem names the first invalid item. */
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
  .regex(/^#[0-9a-f]{6}$/i, 'must be a color of the form #rrggbb')
  .transform((text) => text.toLowerCase())

/** The setting `PAGE_FIELDS`. */
export const pageFields = listOf<PageField>(
  (item) => pageFieldNames.find((name) => name === item) ?? null,
  (item) => `names ${item}, which is not one of ${pageFieldNames.join(', ')}`,
)

/** The setting `PAGE_LINKS`: `Label=address`; the address may also be `mailto:`. */
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
  (item) => `names ${item}, which is not an origin such as https://app.example.com`,
)

/**
 * First path segments that the service uses for other purposes, apart from the API's; a test compares them
 * with its routes.
 */
export const reservedPaths: readonly string[] = [
  'docs',
  'pictures',
  'healthz',
  'readyz',
  '.well-known',
  'email-change',
  'assets',
  'robots.txt',
  'favicon.ico',
  'apple-touch-icon.png',
]

/** Location of the page for browsers and for the server; paths end in a slash. */
export interface PagePlace {
  /** As browsers see it: `https://id.example.com/account/`. */
  url: string
  origin: string
  /** Path of `url`. */
  path: string
  /** Path at which the server receives requests, without the prefix that a proxy strips from `PUBLIC_URL`. */
  mount: string
  /** Prefix of the paths of the API for browsers of this page. */
  prefix: string
}

/**
 * Computes the location of the page. A path in `publicUrl` is what a proxy strips; a page below it is mounted
 * without it.
 * @param pageUrl without a trailing slash, like `publicUrl`
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

/** Returns what is wrong with the location, or null. `apiPrefix`: first path segment of the API. */
export function placeProblem({ mount }: PagePlace, apiPrefix: string): string | null {
  if (!/^\/([A-Za-z0-9._~-]+\/)*$/.test(mount))
    return 'must have a path that consists of letters, digits, ".", "_", "~", "-"'
  const first = mount.split('/')[1] ?? ''
  return isTaken(first, apiPrefix) ? `must not be below /${first}, which is used for something else` : null
}

/** Whether the service uses this first path segment for something else. */
function isTaken(segment: string, apiPrefix: string): boolean {
  return reservedPaths.includes(segment) || segment === apiPrefix
}

import type { App } from '../http/schemas.ts'
import { sendContent } from '../http/send-content.ts'
import { createContent } from '../protocol/content.ts'
import type { PageFile } from './page-files.ts'

/** Files that browsers request from the root of an origin, wherever the page is. */
const rootFiles = ['favicon.ico', 'apple-touch-icon.png']

/** Nothing here is for search engines. */
const ROBOTS = 'User-agent: *\nDisallow: /\n'

/** Media type and sizes of the icons of the web app manifest, by file. */
const icons = [
  { src: 'icon.svg', type: 'image/svg+xml', sizes: 'any' },
  { src: 'icon-192.png', type: 'image/png', sizes: '192x192' },
  { src: 'icon-512.png', type: 'image/png', sizes: '512x512' },
]

const open = { config: { access: 'open' as const }, schema: { hide: true } }

/** `/robots.txt`, which keeps crawlers away from addresses that mean nothing to them (RFC 9309). */
export function robotsRoute(app: App): void {
  const content = createContent(Buffer.from(ROBOTS), 'text/plain; charset=utf-8')
  app.get('/robots.txt', open, (request, reply) => sendContent(request, reply, content))
}

/**
 * What browsers look for besides the page: its web app manifest, the icons at the root of the origin, and
 * `/.well-known/change-password`, by which password managers find the place to change a password (W3C: A
 * Well-Known URL for Changing Passwords).
 */
export function browserFileRoutes(
  app: App,
  options: {
    /** Path of the page on the server, with leading and trailing slash. */
    mount: string
    files: readonly PageFile[] | null
    serviceName: string
    /** Color of the page, `#rrggbb`. */
    color: string
    /** Address of the view on which people change their password. */
    securityUrl: string
  },
): void {
  const { mount, files, serviceName, color, securityUrl } = options
  app.get('/.well-known/change-password', open, (_request, reply) =>
    reply.header('cache-control', 'no-store').redirect(securityUrl, 302),
  )
  const manifest = {
    name: serviceName,
    short_name: serviceName,
    start_url: '.',
    scope: '.',
    display: 'standalone',
    theme_color: color,
    icons,
  }
  const content = createContent(Buffer.from(JSON.stringify(manifest)), 'application/manifest+json')
  app.get(`${mount}manifest.webmanifest`, open, (request, reply) => sendContent(request, reply, content))
  if (mount === '/') return
  for (const { path, bytes, type } of files ?? []) {
    if (!rootFiles.includes(path)) continue
    const file = createContent(bytes, type)
    app.get(`/${path}`, open, (request, reply) => sendContent(request, reply, file))
  }
}

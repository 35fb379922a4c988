import { readFileSync } from 'node:fs'
import type { FastifyReply } from 'fastify'
import { directionOf } from '../../common/languages.ts'
import { escapeHtml } from '../messages/html.ts'
import { brandCss, type Look, tokensCss } from '../messages/look.ts'
import { createContent } from '../protocol/content.ts'
import type { App } from './schemas.ts'
import { sendContent } from './send-content.ts'

/** For a picture that the operator chose: as an image it cannot run scripts. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

const css = readFileSync(new URL('./pages.css', import.meta.url), 'utf8')
const CSS_PATH = '/assets/pages.css'
const LOGO_PATH = '/assets/pages-logo'

/** What the pages rendered by the service itself look like. */
export interface PageLook extends Look {
  /** Address of the page for people, with trailing slash; null if there is none. */
  home: string | null
  /** Null for none. */
  logo: { bytes: Buffer; type: string } | null
}

/** Style sheet and logo of the few pages rendered by the service itself. */
export function pageAssets(app: App, look: PageLook): void {
  const route = { config: { access: 'open' as const }, schema: { hide: true } as object }
  const styles = createContent(
    Buffer.from([tokensCss, brandCss(look.color), css].join('\n')),
    'text/css; charset=utf-8',
  )
  app.get(CSS_PATH, route, (request, reply) => sendContent(request, reply, styles))
  if (look.logo === null) return
  const logo = createContent(look.logo.bytes, look.logo.type)
  app.get(LOGO_PATH, route, (request, reply) =>
    sendContent(request, reply.header('content-security-policy', PICTURE_POLICY), logo),
  )
}

export interface Page {
  status: 200 | 403 | 404 | 410
  /** BCP 47 tag of the texts. */
  language: string
  title: string
  /** HTML. */
  body: string
}

/** Sends a page without scripts that is not cached, indexed or framed; its links send no referrer. */
export function sendPage(reply: FastifyReply, look: PageLook, page: Page): FastifyReply {
  return reply
    .code(page.status)
    .type('text/html; charset=utf-8')
    .header('content-language', page.language)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .send(renderPage(page, look, rootFrom(reply.request.url)))
}

/** Returns a link that looks like a button, as HTML; nothing if either is missing. */
export function linkButton(label: string | undefined, address: string | null): string {
  if (label === undefined || address === null) return ''
  return `<p><a class="button" href="${escapeHtml(address)}">${escapeHtml(label)}</a></p>`
}

/** The way from the requested address to the root: a proxy may have taken a path away in front of it. */
function rootFrom(url: string): string {
  const above = (url.split('?')[0] ?? '').split('/').length - 2
  return '../'.repeat(above)
}

function renderPage({ language, title, body }: Page, look: PageLook, root: string): string {
  const logo = look.logo && `<img src="${root}${LOGO_PATH.slice(1)}" alt="" height="32">`
  const brand = `${logo ?? ''}<span>${escapeHtml(look.service)}</span>`
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${title} – ${look.service}`)}</title>
<link rel="stylesheet" href="${root}${CSS_PATH.slice(1)}">
</head>
<body>
<header>${look.home === null ? `<p class="brand">${brand}</p>` : `<a class="brand" href="${escapeHtml(look.home)}">${brand}</a>`}</header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`
}

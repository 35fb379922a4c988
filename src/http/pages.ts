import { readFileSync } from 'node:fs'
import type { FastifyReply } from 'fastify'
import { directionOf } from '../../common/languages.ts'
import { escapeHtml } from '../html.ts'
import type { App } from './schemas.ts'

const css = readFileSync(new URL('./pages.css', import.meta.url))
const CSS_PATH = '/assets/pages.css'

/** The style sheet of the few pages that the service itself renders. */
export function pageAssets(app: App): void {
  app.get(
    CSS_PATH,
    { config: { access: 'open' }, schema: { hide: true } as object },
    async (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(css),
  )
}

export interface Page {
  status: 200 | 403 | 404 | 410
  /** BCP 47 tag of the texts. */
  language: string
  title: string
  service: string
  /** HTML. */
  body: string
}

/** A page without scripts that is neither kept, indexed nor framed; its links tell nobody where they came from. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .code(page.status)
    .type('text/html; charset=utf-8')
    .header('content-language', page.language)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .send(renderPage(page))
}

function renderPage({ language, title, service, body }: Page): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${title} – ${service}`)}</title>
<link rel="stylesheet" href="${CSS_PATH}">
</head>
<body>
<header><p>${escapeHtml(service)}</p></header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`
}

import { readFile } from 'node:fs/promises'
import { escapeHtml } from '../html.ts'
import { type Content, createContent, sendContent } from '../http/content.ts'
import type { App } from '../http/schemas.ts'

/** Swagger UI as @fastify/swagger-ui ships it: its own package wants to run an install script. */
const swaggerUi = new URL('static/', import.meta.resolve('@fastify/swagger-ui'))
const page = new URL('page/', import.meta.url)

const files = {
  'swagger-ui.css': [swaggerUi, 'text/css; charset=utf-8'],
  'swagger-ui-bundle.js': [swaggerUi, 'text/javascript; charset=utf-8'],
  'docs.css': [page, 'text/css; charset=utf-8'],
  'docs.js': [page, 'text/javascript; charset=utf-8'],
  'failures.js': [page, 'text/javascript; charset=utf-8'],
  'page-document.js': [page, 'text/javascript; charset=utf-8'],
  'samples.js': [page, 'text/javascript; charset=utf-8'],
  'icon.svg': [page, 'image/svg+xml'],
} as const satisfies Record<string, readonly [URL, string]>

/** `/docs`: the page that shows the document at `<base>/openapi.json`, with samples and a form to try each operation. `isHome`: `/` leads there. */
export async function docsRoutes(
  app: App,
  options: { base: string; serviceName: string; isHome: boolean },
): Promise<void> {
  const open = { config: { access: 'open' as const }, schema: { hide: true } }
  for (const [name, [folder, type]] of Object.entries(files)) {
    const content = createContent(await readFile(new URL(name, folder)), type)
    app.get(`/docs/${name}`, open, (request, reply) => sendContent(request, reply, content))
  }
  const pages = await readPages(options)
  app.get('/docs', open, (request, reply) => {
    const hasSlash = request.url.split('?')[0]?.endsWith('/')
    return sendContent(request, reply, hasSlash ? pages.within : pages.beside)
  })
  if (options.isHome) app.get('/', open, (_request, reply) => reply.redirect('docs/', 302))
}

/** The page for `/docs/` and for `/docs`, which differ in what relative addresses start from. */
async function readPages(options: {
  base: string
  serviceName: string
}): Promise<Record<'within' | 'beside', Content>> {
  const template = await readFile(new URL('index.html', page), 'utf8')
  const fill = (folder: string) => {
    const values: Record<string, string> = {
      docs: folder,
      root: folder === './' ? '..' : '.',
      base: options.base,
      title: escapeHtml(options.serviceName),
    }
    const html = template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)
    return createContent(Buffer.from(html), 'text/html; charset=utf-8')
  }
  return { within: fill('./'), beside: fill('docs/') }
}

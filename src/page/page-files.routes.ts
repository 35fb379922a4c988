import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Content, createContent, sendContent } from '../http/content.ts'
import { sendPage } from '../http/pages.ts'
import type { App } from '../http/schemas.ts'
import type { PageFile } from './page-files.ts'

export interface FilesOptions {
  /** Path of the page on the server, with slashes around it. */
  mount: string
  /** Null: the page was not built. */
  files: readonly PageFile[] | null
  policy: string
  serviceName: string
  logo: PageFile | null
  /** Whether a word is the name of something else. */
  isTaken: (segment: string) => boolean
}

const open = { config: { access: 'open' as const }, schema: { hide: true } }

/** The built page: its files, and its document at its address and at one word below it, the views of the page. */
export function pageFileRoutes(app: App, options: FilesOptions): void {
  const { mount, files, policy, logo } = options
  const protect = (reply: FastifyReply) => reply.header('content-security-policy', policy)
  for (const { path, bytes, ready, type, isImmutable } of files ?? []) {
    if (path === 'index.html') continue
    const content = createContent(bytes, type, ready)
    app.get(`${mount}${path}`, open, (request, reply) =>
      sendContent(request, protect(reply), content, { isImmutable }),
    )
  }
  if (logo) serveLogo(app, mount, logo)
  const document = documentOf(options)
  const show = (request: FastifyRequest, reply: FastifyReply) => document(request, protect(reply))
  app.get(mount, open, (request, reply) => {
    // Relative addresses in the page count from its last slash.
    if (!request.url.split('?')[0]?.endsWith('/'))
      return redirect(request, reply, `${mount.split('/').at(-2)}/`)
    return show(request as FastifyRequest, reply as FastifyReply)
  })
  app.get(`${mount}:view(^[a-z][a-z-]{0,40}$)`, open, (request, reply) => {
    const { view } = request.params as { view: string }
    // Other clients than browsers learn that there is nothing.
    if (options.isTaken(view) || !request.headers.accept?.includes('text/html')) return reply.callNotFound()
    if (request.url.split('?')[0]?.endsWith('/')) return redirect(request, reply, `../${view}`)
    return show(request as FastifyRequest, reply as FastifyReply)
  })
}

/** Relative, whatever a proxy puts before the path; the query stays. */
function redirect(request: Pick<FastifyRequest, 'url'>, reply: Pick<FastifyReply, 'redirect'>, to: string) {
  const query = request.url.indexOf('?')
  return reply.redirect(query === -1 ? to : to + request.url.slice(query), 302)
}

function documentOf({ files, serviceName }: FilesOptions) {
  const index = files?.find(({ path }) => path === 'index.html')
  const content: Content | null = index ? createContent(index.bytes, index.type, index.ready) : null
  return (request: FastifyRequest, reply: FastifyReply) => {
    if (content) return sendContent(request, reply, content)
    return sendPage(reply, {
      status: 200,
      language: 'en',
      title: 'The page is not built yet',
      service: serviceName,
      body: '<p>In a checkout run <code>npm ci</code> and <code>npm run build:web</code>, then start the service again. Releases and images contain the page. The API works without it.</p>',
    })
  }
}

/** The operator's file: drawn, never run. */
function serveLogo(app: App, mount: string, { path, bytes, type }: PageFile): void {
  const content = createContent(bytes, type)
  app.get(`${mount}${path}`, open, (request, reply) => {
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    return sendContent(request, reply, content, { isImmutable: true })
  })
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Language, languageFinder } from '../../common/languages.ts'
import type { PageConfig } from '../../common/page-config.ts'
import { pageViews } from '../../common/page-views.ts'
import { Refusal } from '../errors/errors.ts'
import { type PageLook, PICTURE_POLICY, sendPage } from '../http/pages.ts'
import type { App } from '../http/schemas.ts'
import { sendContent } from '../http/send-content.ts'
import { textsOf } from '../messages/catalogue.ts'
import { wantedLanguages } from '../messages/language.ts'
import { createContent } from '../protocol/content.ts'
import { pagePolicy } from './page.ts'
import { fillDocument, inlineHashes } from './page-document.ts'
import type { PageFile } from './page-files.ts'

export interface FilesOptions {
  /** Path of the page on the server, with leading and trailing slash. */
  mount: string
  /** Null if the page was not built. */
  files: readonly PageFile[] | null
  /** Origins of pictures other than the page's own. */
  pictures: readonly string[]
  look: PageLook
  /** Stands in the document, so that the page need not request it. */
  config: PageConfig
  /** The operator's logo. */
  logo: PageFile | null
}

const open = { config: { access: 'open' as const }, schema: { hide: true } }
const ofFiles = { ...open, config: { ...open.config, isOfFiles: true as const } }

/**
 * Serves the built page: its files, and its document at the path of the page and those of its views.
 */
export async function pageFileRoutes(app: App, options: FilesOptions): Promise<void> {
  const { mount, files, logo, pictures } = options
  const documents = await documentsOf(options)
  const policy = pagePolicy(pictures, inlineHashes([...documents.values()].join('\n')))
  const protect = (reply: FastifyReply) => reply.header('content-security-policy', policy)
  serveFiles(app, mount, files ?? [], protect)
  if (logo) serveLogo(app, mount, logo)
  const document = documentOf(options, documents)
  const show = (request: FastifyRequest, reply: FastifyReply) => document(request, protect(reply))
  app.get(mount, open, (request, reply) => {
    // Relative addresses in the page are resolved against its last slash.
    if (!request.url.split('?')[0]?.endsWith('/'))
      return redirect(request, reply, `${mount.split('/').at(-2)}/`)
    return show(request as FastifyRequest, reply as FastifyReply)
  })
  for (const view of Object.values(pageViews).filter((path) => path !== '')) {
    app.get(`${mount}${view}`, open, (request, reply) => {
      // Clients other than browsers receive a 404.
      if (!request.headers.accept?.includes('text/html')) return reply.callNotFound()
      if (request.url.split('?')[0]?.endsWith('/')) return redirect(request, reply, `../${view}`)
      return show(request as FastifyRequest, reply as FastifyReply)
    })
  }
}

/** Serves the files of each folder by one route: a route for each would take a tenth of the start. */
function serveFiles(
  app: App,
  mount: string,
  files: readonly PageFile[],
  protect: (reply: FastifyReply) => FastifyReply,
): void {
  const contents = new Map(
    files
      .filter(({ path }) => path !== 'index.html')
      .map(({ path, bytes, ready, type, isImmutable }) => [
        path,
        { content: createContent(bytes, type, ready), isImmutable },
      ]),
  )
  const send = (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const file = contents.get(path)
    if (!file) throw new Refusal('not_found')
    return sendContent(request, protect(reply), file.content, { isImmutable: file.isImmutable })
  }
  const folders = new Set<string>()
  for (const path of contents.keys()) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    if (folder === '') app.get(`${mount}${path}`, open, (request, reply) => send(request, reply, path))
    else folders.add(folder)
  }
  for (const folder of folders)
    app.get(`${mount}${folder}:name`, ofFiles, async (request, reply) =>
      send(request, reply, `${folder}${(request.params as { name: string }).name}`),
    )
}

/** Redirects with a relative URL, which works with any path prefix of a proxy; the query is kept. */
function redirect(request: Pick<FastifyRequest, 'url'>, reply: Pick<FastifyReply, 'redirect'>, to: string) {
  const query = request.url.indexOf('?')
  return reply.redirect(query === -1 ? to : to + request.url.slice(query), 302)
}

/** Returns the document in each offered language, by code; none if the page was not built. */
async function documentsOf({ files, config, logo, look }: FilesOptions): Promise<Map<string, string>> {
  const index = files?.find(({ path }) => path === 'index.html')?.bytes.toString('utf8')
  const documents = new Map<string, string>()
  if (index === undefined) return documents
  for (const { code } of config.languages) {
    const texts = files?.find(({ path }) => path.startsWith(`assets/texts-${code}-`))
    const { not_started } = (await textsOf(code as Language)).pages
    const logoPath = logo?.path ?? 'icon.svg'
    const filled = {
      code,
      config,
      color: look.color,
      logoPath,
      textsPath: texts?.path,
      notStarted: not_started,
    }
    documents.set(code, fillDocument(index, filled))
  }
  return documents
}

function documentOf({ config, look }: FilesOptions, documents: ReadonlyMap<string, string>) {
  const find = languageFinder([...documents.keys()])
  const contents = new Map(
    [...documents].map(([code, text]) => [
      code,
      createContent(Buffer.from(text), 'text/html; charset=utf-8'),
    ]),
  )
  return (request: FastifyRequest, reply: FastifyReply) => {
    const wanted = wantedLanguages(request.headers['accept-language'])
    const content = contents.get(find(...wanted) ?? config.default_language)
    if (content) return sendContent(request, reply, content, { vary: 'Accept-Encoding, Accept-Language' })
    return sendPage(reply, look, {
      status: 200,
      language: 'en',
      title: 'The page is not built yet',
      body: '<p>In a checkout run <code>npm ci</code> and <code>npm run build:web</code>, then start the service again. Releases and images contain the page. The API works without it.</p>',
    })
  }
}

/** Serves the operator's file as an image that cannot run scripts. */
function serveLogo(app: App, mount: string, { path, bytes, type }: PageFile): void {
  const content = createContent(bytes, type)
  app.get(`${mount}${path}`, open, (request, reply) => {
    reply.header('content-security-policy', PICTURE_POLICY)
    return sendContent(request, reply, content, { isImmutable: true })
  })
}

import { readFile } from 'node:fs/promises'
import { lazy } from '../basics/lazy.ts'
import type { App } from '../http/schemas.ts'
import { sendContent } from '../http/send-content.ts'
import { commonFailures, documentText } from '../openapi/openapi.ts'
import { createContent } from '../protocol/content.ts'
import { type Brand, brandedIcon, brandedStyles } from './brand.ts'
import type { ApiDocument } from './document.ts'
import { type Facts, readGuideFiles } from './guides.ts'
import { type Place, type RateLimit, referencePage } from './reference.ts'

interface Options {
  /** Path of the API. */
  base: string
  /** What guides say about this installation. */
  facts: Facts
  limits: readonly RateLimit[]
  /** Colors of the page for people; `null` if it is off. */
  brand: Brand | null
  /** The operator's logo; `null` for our icon. */
  logo: { bytes: Buffer; type: string } | null
  /** Whether `/` redirects to the reference. */
  isHome: boolean
}

const page = new URL('page/', import.meta.url)
const SCRIPT = 'text/javascript; charset=utf-8'
const SVG = 'image/svg+xml'
const scripts = ['reference.js', 'menu.js', 'samples.js', 'try.js']

const open = { config: { access: 'open' as const }, schema: { hide: true } }

/** `/docs`: the reference, with guides, samples and a form to try each operation. */
export async function docsRoutes(app: App, options: Options): Promise<void> {
  await fileRoutes(app, options)
  const files = await readGuideFiles(new URL('guides/', import.meta.url))
  const pageAt = (place: Place) =>
    lazy(() => {
      const document = JSON.parse(documentText(app)) as ApiDocument
      const text = referencePage({ ...options, document, files, commonFailures }, place)
      return createContent(Buffer.from(text), 'text/html; charset=utf-8')
    })
  // For `/docs/` and for `/docs`, which differ in the base of relative addresses.
  const within = pageAt({ docs: './', root: '..' })
  const beside = pageAt({ docs: 'docs/', root: '.' })
  app.get('/docs', open, (request, reply) => {
    const hasSlash = request.url.split('?')[0]?.endsWith('/')
    return sendContent(request, reply, hasSlash ? within() : beside())
  })
  if (options.isHome) app.get('/', open, (_request, reply) => reply.redirect('docs/', 302))
}

async function fileRoutes(app: App, { brand, logo }: Options): Promise<void> {
  const add = (name: string, bytes: Buffer, type: string) => {
    const content = createContent(bytes, type)
    app.get(`/docs/${name}`, open, (request, reply) => sendContent(request, reply, content))
  }
  const text = (name: string) => readFile(new URL(name, page), 'utf8')
  const icon = Buffer.from(brandedIcon(await text('icon.svg'), brand))
  add('icon.svg', icon, SVG)
  add('logo', logo?.bytes ?? icon, logo?.type ?? SVG)
  add(
    'reference.css',
    Buffer.from(brandedStyles(await text('reference.css'), brand)),
    'text/css; charset=utf-8',
  )
  for (const name of scripts) add(name, Buffer.from(await text(name)), SCRIPT)
}

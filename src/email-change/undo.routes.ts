import type { FastifyReply, FastifyRequest } from 'fastify'
import { pageViews } from '../../common/page-views.ts'
import { clientAddress } from '../http/client-address.ts'
import { linkButton, type PageLook, sendPage } from '../http/pages.ts'
import type { App } from '../http/schemas.ts'
import { textsOf } from '../messages/catalogue.ts'
import { escapeHtml, formatHtml } from '../messages/html.ts'
import { messageLanguage, nearestLanguage } from '../messages/language.ts'
import type { PageKind } from '../messages/texts.ts'
import { OBJECTION_PATH, UNDO_PATH } from './email-change.ts'
import type { ObjectionService, ObjectionView } from './objection.service.ts'
import type { UndoService } from './undo.service.ts'
import type { UndoView } from './undo-link.service.ts'

const pages = {
  open: { kind: 'undo_ask', status: 200 },
  done: { kind: 'undo_done', status: 200 },
  over: { kind: 'undo_over', status: 410 },
  frozen: { kind: 'undo_frozen', status: 403 },
  unknown: { kind: 'undo_unknown', status: 404 },
} as const satisfies Record<UndoView['state'], { kind: PageKind; status: 200 | 403 | 404 | 410 }>

const objectionPages = {
  open: { kind: 'objection_ask', status: 200 },
  done: { kind: 'objection_done', status: 200 },
  over: { kind: 'objection_over', status: 410 },
  unknown: { kind: 'undo_unknown', status: 404 },
} as const satisfies Record<ObjectionView['state'], { kind: PageKind; status: 200 | 404 | 410 }>

/** The page's view to which the button of each end leads. */
const ends = {
  undo_done: pageViews.forgot,
  undo_over: pageViews.profile,
  undo_frozen: pageViews.profile,
  undo_unknown: pageViews.profile,
  objection_done: pageViews.profile,
  objection_over: pageViews.profile,
} as const

/** Whether the button of the page acts, rather than leads on. */
const isAsking = (kind: PageKind): kind is Exclude<PageKind, keyof typeof ends> => !(kind in ends)

interface Options {
  undos: UndoService
  objections: ObjectionService
  look: PageLook
  defaultLanguage: string
}

/** Content of a page, apart from its texts. */
interface Shown {
  kind: PageKind
  status: 200 | 403 | 404 | 410
  /** The person's language; `""` if it is unknown. */
  language: string
  email?: string
  isRemovalCancelled?: boolean
}

/**
 * The pages behind the links about an undo: `GET` shows a page and changes nothing, the `POST` of its button
 * acts.
 */
export function undoRoutes(app: App, options: Options): void {
  const { undos, objections, look, defaultLanguage } = options
  const route = { config: { access: 'open' as const }, schema: { hide: true } as object }
  const send = async (request: FastifyRequest, reply: FastifyReply, view: Shown) => {
    const { kind, status } = view
    const language = view.language
      ? nearestLanguage(view.language)
      : messageLanguage(request.headers['accept-language'], defaultLanguage)
    const { title, paragraphs, button, stays } = (await textsOf(language)).pages[kind]
    const shown = view.isRemovalCancelled && stays ? [...paragraphs, stays] : paragraphs
    const body = shown.map((text) => `<p>${formatHtml(language, text, { address: view.email ?? '' })}</p>`)
    // Without an action, the form posts to the URL of the page, whatever prefix a proxy adds.
    const acts = `<form method="post"><button class="button">${escapeHtml(button)}</button></form>`
    body.push(isAsking(kind) ? acts : linkButton(button, look.home && look.home + ends[kind]))
    return sendPage(reply, look, { status, language, title, body: body.join('\n') })
  }
  const page = (path: string, act: (token: string, address: string | null) => Promise<Shown>) => {
    const answer = async (request: unknown, reply: unknown, isPressed: boolean) => {
      const asked = request as FastifyRequest
      const { token } = asked.params as { token: string }
      return send(asked, reply as FastifyReply, await act(token, isPressed ? clientAddress(asked) : null))
    }
    app.get(`${path}/:token`, route, (request, reply) => answer(request, reply, false))
    app.post(`${path}/:token`, route, (request, reply) => answer(request, reply, true))
  }
  page(UNDO_PATH, async (token, address) => {
    const view = await (address === null ? undos.preview(token) : undos.undo(token, address))
    return { ...view, ...pages[view.state] }
  })
  page(OBJECTION_PATH, async (token, address) => {
    const view = await (address === null ? objections.preview(token) : objections.object(token, address))
    return { ...view, ...objectionPages[view.state] }
  })
}

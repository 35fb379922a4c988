import type { FastifyReply, FastifyRequest } from 'fastify'
import { escapeHtml, formatHtml } from '../html.ts'
import { clientAddress } from '../http/client-address.ts'
import { sendPage } from '../http/pages.ts'
import type { App } from '../http/schemas.ts'
import { textsOf } from '../messages/catalogue.ts'
import { messageLanguage, nearestLanguage } from '../messages/language.ts'
import type { PageKind } from '../messages/texts.ts'
import { OBJECTION_PATH, UNDO_PATH } from './email-change.ts'
import type { ObjectionService, ObjectionView } from './objection.service.ts'
import type { UndoService, UndoView } from './undo.service.ts'

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

interface Options {
  undos: UndoService
  objections: ObjectionService
  service: string
  defaultLanguage: string
}

/** What a page shows besides its texts. */
interface Shown {
  kind: PageKind
  status: 200 | 403 | 404 | 410
  /** The person's; `""` where it is not known. */
  language: string
  email?: string
  isRemovalCancelled?: boolean
}

/** The pages behind the links about an undo: `GET` shows one and changes nothing, its button's `POST` acts. */
export function undoRoutes(app: App, options: Options): void {
  const { undos, objections, service, defaultLanguage } = options
  const route = { config: { access: 'open' as const }, schema: { hide: true } as object }
  const send = async (request: FastifyRequest, reply: FastifyReply, view: Shown) => {
    const { kind, status } = view
    const language = view.language
      ? nearestLanguage(view.language)
      : messageLanguage(request.headers['accept-language'], defaultLanguage)
    const { title, paragraphs, button, stays } = (await textsOf(language)).pages[kind]
    const shown = view.isRemovalCancelled && stays ? [...paragraphs, stays] : paragraphs
    const body = shown.map((text) => `<p>${formatHtml(language, text, { address: view.email ?? '' })}</p>`)
    // Without an action the form posts to the page's own address, whatever stands before it in a proxy's setup.
    if (button) body.push(`<form method="post"><button>${escapeHtml(button)}</button></form>`)
    return sendPage(reply, { status, language, title, service, body: body.join('\n') })
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
    const view = await (address === null ? undos.look(token) : undos.undo(token, address))
    return { ...view, ...pages[view.state] }
  })
  page(OBJECTION_PATH, async (token, address) => {
    const view = await (address === null ? objections.look(token) : objections.object(token, address))
    return { ...view, ...objectionPages[view.state] }
  })
}

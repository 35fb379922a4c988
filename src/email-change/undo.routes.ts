import type { FastifyReply, FastifyRequest } from 'fastify'
import { escapeHtml, formatHtml } from '../html.ts'
import { clientAddress } from '../http/client-address.ts'
import { sendPage } from '../http/pages.ts'
import type { App } from '../http/schemas.ts'
import { textsOf } from '../messages/catalogue.ts'
import { messageLanguage, nearestLanguage } from '../messages/language.ts'
import type { PageKind } from '../messages/texts.ts'
import { UNDO_PATH } from './email-change.ts'
import type { UndoService, UndoView } from './undo.service.ts'

const pages = {
  open: { kind: 'undo_ask', status: 200 },
  done: { kind: 'undo_done', status: 200 },
  over: { kind: 'undo_over', status: 410 },
  unknown: { kind: 'undo_unknown', status: 404 },
} as const satisfies Record<UndoView['state'], { kind: PageKind; status: 200 | 404 | 410 }>

/** The page behind the undo link: `GET` shows it and changes nothing, its button's `POST` undoes. */
export function undoRoutes(
  app: App,
  options: { undos: UndoService; service: string; defaultLanguage: string },
): void {
  const { undos, service, defaultLanguage } = options
  const route = { config: { access: 'open' as const }, schema: { hide: true } as object }
  const send = async (request: FastifyRequest, reply: FastifyReply, view: UndoView) => {
    const { kind, status } = pages[view.state]
    const language = view.language
      ? nearestLanguage(view.language)
      : messageLanguage(request.headers['accept-language'], defaultLanguage)
    const { title, paragraphs, button, stays } = (await textsOf(language)).pages[kind]
    const shown = view.isRemovalCancelled && stays ? [...paragraphs, stays] : paragraphs
    const body = shown.map((text) => `<p>${formatHtml(language, text, { address: view.email })}</p>`)
    // Without an action the form posts to the page's own address, whatever stands before it in a proxy's setup.
    if (button) body.push(`<form method="post"><button>${escapeHtml(button)}</button></form>`)
    return sendPage(reply, { status, language, title, service, body: body.join('\n') })
  }
  app.get(`${UNDO_PATH}/:token`, route, async (request, reply) =>
    send(
      request as FastifyRequest,
      reply as FastifyReply,
      await undos.look((request.params as { token: string }).token),
    ),
  )
  app.post(`${UNDO_PATH}/:token`, route, async (request, reply) =>
    send(
      request as FastifyRequest,
      reply as FastifyReply,
      await undos.undo((request.params as { token: string }).token, clientAddress(request)),
    ),
  )
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import type { Language } from '../../common/languages.ts'
import { textsOf } from '../messages/catalogue.ts'
import { escapeHtml } from '../messages/html.ts'
import { linkButton, type PageLook, sendPage } from './pages.ts'

/** Whether a person asks with a browser: it prefers HTML, while clients of the API prefer JSON or accept anything. */
export function isPerson(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return new Negotiator(request.raw).mediaType(['application/json', 'text/html']) === 'text/html'
}

/** Sends the page for an unknown address, with a way back. */
export async function sendNotFoundPage(
  reply: FastifyReply,
  language: Language,
  look: PageLook,
): Promise<FastifyReply> {
  const { title, paragraphs, button } = (await textsOf(language)).pages.not_found
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`)
  body.push(linkButton(button, look.home))
  reply.header('vary', 'Accept, Accept-Language')
  return sendPage(reply, look, { status: 404, language, title, body: body.join('\n') })
}

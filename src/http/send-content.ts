import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Content, negotiateEncoding } from '../protocol/content.ts'
import { encodedTag, matchesNone } from '../protocol/etag.ts'

/**
 * Sends the content in the smallest encoding that the client accepts, or 304. Clients must revalidate it each
 * time unless it is immutable. `vary` names what else the headers depend on.
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: Content,
  { isImmutable = false, vary = 'Accept-Encoding' }: { isImmutable?: boolean; vary?: string } = {},
): Promise<FastifyReply> {
  const encoding = negotiateEncoding(request.raw)
  const isPlain = encoding === 'identity'
  reply
    .header('etag', isPlain ? content.tag : encodedTag(content.tag, encoding))
    .header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'public, no-cache')
    .header('vary', vary)
  if (matchesNone(request.headers['if-none-match'], content.tag)) return reply.code(304).send()
  if (!isPlain) reply.header('content-encoding', encoding)
  return reply.type(content.type).send(await content.encoded(encoding))
}

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { encodedTag, entityTag, matchesNone } from './etag.ts'

/** Bytes that stay the same while the service runs, with their compressed forms as they were asked for. */
export interface Content {
  type: string
  tag: string
  encoded(encoding: Encoding): Promise<Buffer>
}

/** The smallest first. */
const encodings = ['br', 'gzip', 'identity'] as const
type Encoding = (typeof encodings)[number]

const compress = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
  identity: async (bytes: Buffer) => bytes,
} satisfies Record<Encoding, (bytes: Buffer) => Promise<Buffer>>

/** Content of the media type; what is not `ready` is compressed once for each encoding, when first asked for. */
export function createContent(
  bytes: Buffer,
  type: string,
  ready: Partial<Record<Encoding, Buffer>> = {},
): Content {
  const forms = new Map<Encoding, Promise<Buffer>>()
  return {
    type,
    tag: entityTag(bytes),
    encoded(encoding) {
      const made = ready[encoding]
      const form = forms.get(encoding) ?? (made ? Promise.resolve(made) : compress[encoding](bytes))
      forms.set(encoding, form)
      return form
    },
  }
}

/** The smallest encoding that the client takes at all: browsers name gzip first, with the same weight as Brotli. */
export function negotiateEncoding(request: FastifyRequest): Encoding {
  const taken = new Negotiator(request.raw).encodings(encodings)
  return encodings.find((candidate) => taken.includes(candidate)) ?? 'identity'
}

/**
 * Answers the content in the smallest encoding that the client takes, or 304; it must be asked for anew each time unless
 * it is immutable. `vary` names what else the headers depend on.
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: Content,
  { isImmutable = false, vary = 'Accept-Encoding' }: { isImmutable?: boolean; vary?: string } = {},
): Promise<FastifyReply> {
  const encoding = negotiateEncoding(request)
  const isPlain = encoding === 'identity'
  reply
    .header('etag', isPlain ? content.tag : encodedTag(content.tag, encoding))
    .header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'public, no-cache')
    .header('vary', vary)
  if (matchesNone(request.headers['if-none-match'], content.tag)) return reply.code(304).send()
  if (!isPlain) reply.header('content-encoding', encoding)
  return reply.type(content.type).send(await content.encoded(encoding))
}

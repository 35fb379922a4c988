import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { entityTag } from './etag.ts'

/** Bytes that do not change while the service runs, with their compressed variants on demand. */
export interface Content {
  type: string
  tag: string
  encoded(encoding: Encoding): Promise<Buffer>
}

/** Smallest first. */
const encodings = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof encodings)[number]

const compress = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
  identity: async (bytes: Buffer) => bytes,
} satisfies Record<Encoding, (bytes: Buffer) => Promise<Buffer>>

/** Creates content of the media type; encodings that are not `ready` are compressed once, on first use. */
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

/** Choices by the value of `Accept-Encoding`; clients send few different ones. */
const choices = new LRUCache<string, Encoding>({ max: 100 })
/** Values that are longer are not kept, in UTF-16 units. */
const CHOICE_MAX = 200

/**
 * Returns the smallest encoding that the client accepts: browsers name gzip first, with the same weight as
 * Brotli.
 */
export function negotiateEncoding(request: Pick<IncomingMessage, 'headers'>): Encoding {
  const header = String(request.headers['accept-encoding'] ?? '')
  const known = choices.get(header)
  if (known) return known
  const taken = new Negotiator(request).encodings(encodings)
  const choice = encodings.find((candidate) => taken.includes(candidate)) ?? 'identity'
  if (header.length <= CHOICE_MAX) choices.set(header, choice)
  return choice
}

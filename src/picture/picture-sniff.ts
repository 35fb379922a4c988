import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { type SourceFormat, sourceFormats } from '../../common/picture.ts'

/** What the leading bytes of a file reveal. */
export interface Sniffed {
  /**
   * `other`: a picture or document in a format that is not accepted; null: not a picture. AVIF and HEIC share
   * a container, so `avif` stands for both until its header is read.
   */
  format: SourceFormat | 'other' | null
  head: Buffer
}

/** Number of leading bytes that the detector, and the header of a BMP with its palette, need. */
const HEAD_BYTES = 4100
/** Types of documents that people take for pictures. */
const documents = ['application/pdf', 'application/postscript', 'application/eps']

const byType = new Map<string, SourceFormat>(
  Object.entries(sourceFormats).flatMap(([format, { types }]) =>
    types.map((type) => [type, format as SourceFormat] as const),
  ),
)

/** Determines the format of a file from its leading bytes alone, never from its name or declared type. */
export async function sniff(path: string): Promise<Sniffed> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const head = buffer.subarray(0, bytesRead)
    return { format: formatOf((await fileTypeFromBuffer(head))?.mime, head), head }
  } finally {
    await file.close()
  }
}

function formatOf(type: string | undefined, head: Buffer): Sniffed['format'] {
  // `image/heif` and the types of sequences name the container.
  if (type !== undefined && /^image\/hei[cf]/.test(type)) return 'avif'
  const format = type && byType.get(type)
  if (format) return format
  if (type?.startsWith('image/') || documents.includes(type ?? '')) return 'other'
  return /<svg[\s>]/i.test(head.toString('latin1', 0, 1000)) ? 'other' : null
}

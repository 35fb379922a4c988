import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { pictureTypes } from '../../common/picture.ts'

/** The formats that are taken in; an animated PNG is one. By media type, the name that the decoder gives them. */
const accepted = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'heif',
} as const satisfies Record<(typeof pictureTypes)[number] | 'image/apng', string>

export type SourceFormat = (typeof accepted)[keyof typeof accepted]

/** As many leading bytes as the detector asks for. */
const HEAD_BYTES = 4100

/**
 * Decides from the leading bytes alone what a file is, never from its name or declared type. Null for everything but
 * JPEG, PNG, WebP, GIF and AVIF.
 */
export async function sniff(path: string): Promise<SourceFormat | null> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const type = await fileTypeFromBuffer(buffer.subarray(0, bytesRead))
    return accepted[type?.mime as keyof typeof accepted] ?? null
  } finally {
    await file.close()
  }
}

import { type SourceFormat, sourceFormats } from '../../../../common/picture.ts'

/** The first bytes of each format. AVIF and HEIC share a container; its brand follows. */
const starts: readonly [start: RegExp, format: SourceFormat][] = [
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^\x89PNG/, 'png'],
  [/^RIFF.{4}WEBP/s, 'webp'],
  [/^GIF8/, 'gif'],
  [/^.{4}ftypavi[fs]/s, 'avif'],
  [/^.{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/s, 'heic'],
  [/^BM/, 'bmp'],
  [/^(\xff\n|.{4}JXL )/s, 'jxl'],
]

const textOf = async (blob: Blob) => {
  let text = ''
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte)
  return text
}

/** Returns the format of a file by its content, since systems declare wrong types, or none. */
export async function formatOf(file: Blob): Promise<SourceFormat | null> {
  const head = await textOf(file.slice(0, 16))
  return starts.find(([start]) => start.test(head))?.[1] ?? null
}

/**
 * Returns whether the file says in EXIF how it must be turned, in a format in which only some browsers heed that:
 * in WebP (RIFF container, VP8X) and in PNG (eXIf).
 */
export async function isTurnedInDispute(file: Blob, format: SourceFormat | null): Promise<boolean> {
  if (format === 'webp') {
    const head = new Uint8Array(await file.slice(12, 21).arrayBuffer())
    return head[3] === 0x58 && ((head[8] ?? 0) & 8) !== 0
  }
  return format === 'png' && (await textOf(file)).includes('eXIf')
}

/** Returns what the file picker offers: types, and endings for systems that do not know the types. */
export const acceptOf = (formats: readonly SourceFormat[]): string =>
  formats.flatMap((format) => [...sourceFormats[format].types, ...sourceFormats[format].endings]).join(',')

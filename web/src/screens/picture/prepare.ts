import { ORIGINAL_MAX, pictureTypes } from '../../../../common/picture.ts'
import type { Size } from './crop.ts'

/** Largest file that is uploaded as it is, in bytes. */
const LIGHT = 1_500_000
const QUALITY = 0.9

/** What can be uploaded as it is; a picture of another kind that the browser can read is written anew. */
const uploadable: readonly string[] = pictureTypes
export const acceptedTypes = uploadable.join(',')

/** Why a file is not a picture for this browser: `heic` is what iPhones write. */
export class Unreadable extends Error {
  readonly isHeic: boolean

  constructor(isHeic: boolean) {
    super('unreadable')
    this.isHeic = isHeic
  }
}

/** A picture that was opened: upright and no larger than is kept. */
export interface Source extends Size {
  canvas: HTMLCanvasElement
  type: 'image/jpeg' | 'image/webp'
  /** The file, where it can be uploaded as it is. */
  file: Blob | null
}

/** What is uploaded. */
export interface Prepared extends Size {
  blob: Blob
}

/** Reads a file and makes it smaller where it is larger than is kept. @throws {Unreadable} */
export async function openPicture(file: Blob): Promise<Source> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(async () => {
    throw new Unreadable(await isHeic(file))
  })
  const scale = Math.min(1, ORIGINAL_MAX / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const { canvas, context } = createCanvas({ width, height })
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const isAsIs = scale === 1 && file.size <= LIGHT && uploadable.includes(file.type)
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp'
  return { canvas, width, height, type, file: isAsIs ? file : null }
}

/** The picture as a file, turned clockwise by so many quarters. */
export async function renderPicture(source: Source, quarters: number): Promise<Prepared> {
  const { width, height, canvas: drawn, type } = source
  if (quarters === 0 && source.file) return { blob: source.file, width, height }
  const size = quarters % 2 === 0 ? { width, height } : { width: height, height: width }
  const { canvas, context } = createCanvas(size)
  context.translate(size.width / 2, size.height / 2)
  context.rotate((quarters * Math.PI) / 2)
  context.drawImage(drawn, -width / 2, -height / 2)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY))
  if (blob === null) throw new Unreadable(false)
  return { blob, ...size }
}

function createCanvas({ width, height }: Size) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) throw new Unreadable(false)
  context.imageSmoothingQuality = 'high'
  return { canvas, context }
}

/** Whether the bytes begin as HEIC does (ISO/IEC 23008-12), whatever the file is called. */
async function isHeic(file: Blob): Promise<boolean> {
  const start = new TextDecoder('latin1').decode(await file.slice(4, 12).arrayBuffer())
  return /^ftyp(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(start)
}

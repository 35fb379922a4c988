import { ORIGINAL_MAX, type SourceFormat } from '../../../../common/picture.ts'
import { type Size, turnedSize } from './crop.ts'
import { formatOf, isTurnedInDispute } from './file-format.ts'

/** Largest file that is uploaded unchanged, in bytes. */
const LIGHT = 1_500_000
const QUALITY = 0.9

/** Formats that every browser reads as the service does, so that a small file is uploaded unchanged. */
const sendable: readonly (SourceFormat | null)[] = ['jpeg', 'png', 'webp', 'gif', 'avif']

/** Why this browser cannot read a file as a picture. */
export class Unreadable extends Error {
  /** By its content; null if it is none that people can upload. */
  readonly format: SourceFormat | null

  constructor(format: SourceFormat | null) {
    super('unreadable')
    this.format = format
  }
}

/** An opened picture: upright and no larger than the service stores. */
export interface Source extends Size {
  canvas: HTMLCanvasElement
  type: 'image/jpeg' | 'image/webp'
  /** The file, if it can be uploaded unchanged. */
  file: Blob | null
}

/** The file to upload. */
export interface Prepared extends Size {
  blob: Blob
}

/** Reads a file and scales it down if it is larger than the service stores. @throws {Unreadable} */
export async function openPicture(file: Blob): Promise<Source> {
  const format = await formatOf(file)
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new Unreadable(format)
  })
  const scale = Math.min(1, ORIGINAL_MAX / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const { canvas, context } = createCanvas({ width, height })
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const isUnchanged =
    scale === 1 && file.size <= LIGHT && sendable.includes(format) && !(await isTurnedInDispute(file, format))
  const type = format === 'jpeg' ? 'image/jpeg' : 'image/webp'
  return { canvas, width, height, type, file: isUnchanged ? file : null }
}

/** Returns the picture as a file, turned clockwise by quarters. */
export async function renderPicture(source: Source, quarters: number): Promise<Prepared> {
  const { width, height, canvas: drawn, type } = source
  if (quarters === 0 && source.file) return { blob: source.file, width, height }
  const size = turnedSize(source, quarters)
  const { canvas, context } = createCanvas(size)
  context.translate(size.width / 2, size.height / 2)
  context.rotate((quarters * Math.PI) / 2)
  context.drawImage(drawn, -width / 2, -height / 2)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY))
  if (blob === null) throw new Unreadable(null)
  return { blob, ...size }
}

function createCanvas({ width, height }: Size) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) throw new Unreadable(null)
  context.imageSmoothingQuality = 'high'
  return { canvas, context }
}

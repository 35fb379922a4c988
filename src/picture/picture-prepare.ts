import type { Faults } from '../errors.ts'
import { centredSquare, cropFaults, type Rectangle, type Size } from './picture-crop.ts'
import type { Checked, Prepared, UploadedFile } from './picture-intake.ts'
import { decodeMemory, uploadMemory } from './picture-memory.ts'
import {
  type Bitmap,
  cutSquare,
  decode,
  decodeMaster,
  encodeMaster,
  findSubject,
  inspect,
  type Master,
  type Source,
} from './picture-pipeline.ts'

/** What an upload may take. */
export interface PrepareLimits {
  maxPixels: number
  /** Bytes of memory, estimated from the headers of the files. */
  memory: number
}

/** What became of an upload: the masters, the faults of its fields, or, unread, the memory that it needs, by field. */
export type PrepareOutcome =
  | { kind: 'prepared'; prepared: Prepared }
  | { kind: 'refused'; faults: Faults }
  | { kind: 'needs'; memory: number; fields: Record<string, number> }

type Field = 'image' | 'cropped_image'
type Sources = Partial<Record<Field, Source>>

/** Decodes the files of an upload and makes the masters, in a process of its own. `checked.faults` are among the faults. */
export async function prepare(checked: Checked, limits: PrepareLimits): Promise<PrepareOutcome> {
  const faults: Faults = { ...checked.faults }
  const sources: Sources = {}
  const look = async (field: Field, file: UploadedFile | null) => {
    if (file === null) return
    const source = await inspect(file.path, limits.maxPixels)
    if ('fault' in source) faults[field] = [source.fault]
    else sources[field] = source
  }
  await look('image', checked.image)
  await look('cropped_image', checked.croppedImage)
  const needs = memoryOf(sources, checked)
  if (needs.memory > limits.memory) return { kind: 'needs', ...needs }
  return make(checked, sources, faults)
}

function memoryOf(sources: Sources, { crop }: Checked): { memory: number; fields: Record<string, number> } {
  const fields: Record<string, number> = {}
  const { image, cropped_image: shown } = sources
  if (image) fields.image = decodeMemory(image.header, crop ? centredSquare(crop) : undefined)
  if (shown) fields.cropped_image = decodeMemory(shown.header)
  return { memory: uploadMemory(Object.values(fields)), fields }
}

async function make(checked: Checked, sources: Sources, faults: Faults): Promise<PrepareOutcome> {
  const load = async (field: Field) => {
    const source = sources[field]
    if (!source) return null
    if (field === 'image' && checked.crop) Object.assign(faults, cropFaults(checked.crop, source.upright))
    const bitmap = await decode(source)
    if (bitmap === null) faults[field] = [{ key: 'image_invalid' }]
    return bitmap && { source, bitmap }
  }
  const image = await load('image')
  const shown = await load('cropped_image')
  if (Object.keys(faults).length > 0 || image === null) return { kind: 'refused', faults }

  const { upright } = image.source
  const crop = shown ? null : await squareOf(checked.crop, image.bitmap, upright)
  const square =
    shown === null && crop !== null
      ? await cutSquare(image.bitmap, upright, crop, image.source)
      : await centreOf(shown ?? image)
  const original = await encodeMaster(image.bitmap)
  return { kind: 'prepared', prepared: { ...upright, original, square: await encodeMaster(square), crop } }
}

async function squareOf(asked: Rectangle | null, bitmap: Bitmap, upright: Size): Promise<Rectangle> {
  return asked ? centredSquare(asked) : findSubject(bitmap, upright)
}

function centreOf({ source, bitmap }: { source: Source; bitmap: Bitmap }): Promise<Bitmap> {
  return cutSquare(bitmap, source.upright, centredSquare({ x: 0, y: 0, ...source.upright }), source)
}

/** Cuts a kept original anew; `crop` is in pixels of the picture as it was uploaded. */
export async function prepareAgain(original: Master, upright: Size, crop: Rectangle): Promise<Prepared> {
  const square = centredSquare(crop)
  const bitmap = await cutSquare(await decodeMaster(original.bytes), upright, square, null)
  return { ...upright, original, square: await encodeMaster(bitmap), crop: square }
}

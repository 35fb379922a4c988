import type { SourceFormat } from '../../common/picture.ts'
import type { Faults } from '../errors/errors.ts'
import type { Bitmap } from './picture-bitmap.ts'
import {
  centeredSquare,
  cropFaults,
  type Quarters,
  type Rectangle,
  type Size,
  turnedSize,
  wholeCrop,
} from './picture-crop.ts'
import { inspect, type Source } from './picture-header.ts'
import type { Checked, Prepared, UploadedFile } from './picture-intake.ts'
import { decodeMemory, uploadMemory } from './picture-memory.ts'
import { cutSquare, decode, decodeMaster, encodeMaster, type Master, turn } from './picture-pipeline.ts'
import { findSubject } from './picture-subject.ts'

/** Limits of an upload. */
export interface PrepareLimits {
  maxPixels: number
  /** Accepted formats. Default: all. */
  formats?: readonly SourceFormat[]
  /** Memory in bytes, estimated from the headers of the files. */
  memory: number
}

/**
 * Outcome of an upload: the masters, the faults of its fields, or, without decoding, the memory that it needs
 * by field.
 */
export type PrepareOutcome<P = Prepared> =
  | { kind: 'prepared'; prepared: P }
  | { kind: 'refused'; faults: Faults }
  | { kind: 'needs'; memory: number; fields: Record<string, number> }

type Field = 'image' | 'cropped_image'
type Sources = Partial<Record<Field, Source>>

/**
 * Decodes the files of an upload and creates the masters, in a separate process. `checked.faults` are
 * included in the faults.
 */
export async function prepare(checked: Checked, limits: PrepareLimits): Promise<PrepareOutcome> {
  const faults: Faults = { ...checked.faults }
  const sources: Sources = {}
  const inspectFile = async (field: Field, file: UploadedFile | null) => {
    if (file === null) return
    const source = await inspect(file.path, limits.maxPixels, limits.formats)
    if ('fault' in source) faults[field] = [source.fault]
    else sources[field] = source
  }
  await inspectFile('image', checked.image)
  await inspectFile('cropped_image', checked.croppedImage)
  const needs = memoryOf(sources, checked)
  if (needs.memory > limits.memory) return { kind: 'needs', ...needs }
  return make(checked, sources, faults)
}

function memoryOf(sources: Sources, { crop }: Checked): { memory: number; fields: Record<string, number> } {
  const fields: Record<string, number> = {}
  const { image, cropped_image: shown } = sources
  if (image)
    fields.image = decodeMemory(
      image.header,
      crop ? centeredSquare(wholeCrop(crop, image.upright)) : undefined,
    )
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
      : await centerOf(shown ?? image)
  const original = await encodeMaster(image.bitmap)
  return { kind: 'prepared', prepared: { ...upright, original, square: await encodeMaster(square), crop } }
}

async function squareOf(asked: Rectangle | null, bitmap: Bitmap, upright: Size): Promise<Rectangle> {
  return asked ? centeredSquare(wholeCrop(asked, upright)) : findSubject(bitmap, upright)
}

function centerOf({ source, bitmap }: { source: Source; bitmap: Bitmap }): Promise<Bitmap> {
  return cutSquare(bitmap, source.upright, centeredSquare({ x: 0, y: 0, ...source.upright }), source)
}

/** A new crop of a stored original. */
export interface Recrop {
  /** Dimensions of the upright picture as uploaded. */
  upright: Size
  quarters: Quarters
  /** In pixels of the upright picture, after the turn, as sent. */
  crop: Rectangle
}

/** Turns and crops a stored original again. It is encoded again only if it is turned. */
export async function prepareAgain(original: Master, { upright, quarters, crop }: Recrop): Promise<Prepared> {
  const bitmap = await turn(await decodeMaster(original.bytes), quarters)
  const size = turnedSize(upright, quarters)
  const square = centeredSquare(wholeCrop(crop, size))
  return {
    ...size,
    original: quarters === 0 ? original : await encodeMaster(bitmap),
    square: await encodeMaster(await cutSquare(bitmap, size, square, null)),
    crop: square,
  }
}

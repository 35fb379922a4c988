import { type Fault, type Faults, invalid } from '../errors.ts'
import type { FieldResult } from '../fields.ts'
import {
  type CropFields,
  centredSquare,
  cropFaults,
  type Rectangle,
  readCrop,
  type Size,
} from './picture-crop.ts'
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
  thumbHashOf,
} from './picture-pipeline.ts'

/** An uploaded file as HTTP left it on the disk. */
export interface UploadedFile {
  path: string
  /** Bytes. */
  size: number
}

/** The fields of an upload; `croppedImage` is undefined where it was not sent, and then the crop fields count. */
export interface Upload {
  image: FieldResult<UploadedFile>
  croppedImage?: FieldResult<UploadedFile> | undefined
  crop: CropFields
}

/** Bounds of one upload. */
export interface UploadLimits {
  pictureMaxBytes: number
  pictureMaxPixels: number
}

/** A picture ready to be stored. */
export interface Prepared extends Size {
  original: Master
  square: Master
  /** In pixels of the upright picture; null where the square came as a file of its own. */
  crop: Rectangle | null
  thumbhash: string
}

/** What of an upload can be looked at, and what is wrong without a look at any file. */
export interface Checked {
  image: UploadedFile | null
  croppedImage: UploadedFile | null
  crop: Rectangle | null
  faults: Faults
}

/** Checks everything about an upload but the files' contents. */
export function checkUpload(upload: Upload, limits: UploadLimits): Checked {
  const { crop, faults } = upload.croppedImage === undefined ? readCrop(upload.crop) : noCrop()
  const usable = (field: string, file: FieldResult<UploadedFile> | undefined): UploadedFile | null => {
    if (file === undefined) return null
    const fault = 'fault' in file ? file.fault : sizeFault(file.value.size, limits.pictureMaxBytes)
    if (fault !== null) faults[field] = [fault]
    return fault === null && 'value' in file ? file.value : null
  }
  const image = usable('image', upload.image)
  return { image, croppedImage: usable('cropped_image', upload.croppedImage), crop, faults }
}

function noCrop(): ReturnType<typeof readCrop> {
  return { crop: null, faults: {} }
}

function sizeFault(bytes: number, max: number): Fault | null {
  if (bytes === 0) return { key: 'file_empty' }
  if (bytes <= max) return null
  return { key: 'file_too_large', params: { megabytes: Math.floor(max / 100_000) / 10 } }
}

/**
 * Decodes the files of an upload and makes the masters: the costly part, to be run inside the gate.
 * @throws {Refusal} `validation` with the faults of every field, those of `checked` among them
 */
export async function prepare(checked: Checked, limits: UploadLimits): Promise<Prepared> {
  const faults: Faults = { ...checked.faults }
  const load = async (field: string, file: UploadedFile | null) => {
    if (file === null) return null
    const source = await inspect(file.path, limits.pictureMaxPixels)
    if ('fault' in source) {
      faults[field] = [source.fault]
      return null
    }
    if (field === 'image' && checked.crop) Object.assign(faults, cropFaults(checked.crop, source.upright))
    const bitmap = await decode(source)
    if (bitmap === null) faults[field] = [{ key: 'image_invalid' }]
    return bitmap && { source, bitmap }
  }
  const image = await load('image', checked.image)
  const shown = await load('cropped_image', checked.croppedImage)
  if (Object.keys(faults).length > 0 || image === null) throw invalid(faults)

  const { upright } = image.source
  const crop = shown ? null : await squareOf(checked.crop, image.bitmap, upright)
  const square =
    shown === null && crop !== null
      ? await cutSquare(image.bitmap, upright, crop, image.source)
      : await centreOf(shown ?? image)
  return { ...upright, original: await encodeMaster(image.bitmap), ...(await squareParts(square)), crop }
}

async function squareOf(asked: Rectangle | null, bitmap: Bitmap, upright: Size): Promise<Rectangle> {
  return asked ? centredSquare(asked) : findSubject(bitmap, upright)
}

function centreOf({ source, bitmap }: { source: Source; bitmap: Bitmap }): Promise<Bitmap> {
  return cutSquare(bitmap, source.upright, centredSquare({ x: 0, y: 0, ...source.upright }), source)
}

async function squareParts(square: Bitmap): Promise<{ square: Master; thumbhash: string }> {
  return { square: await encodeMaster(square), thumbhash: await thumbHashOf(square) }
}

/** Cuts a kept original anew; `crop` is in pixels of the picture as it was uploaded. */
export async function prepareAgain(original: Master, upright: Size, crop: Rectangle): Promise<Prepared> {
  const square = centredSquare(crop)
  const bitmap = await cutSquare(await decodeMaster(original.bytes), upright, square, null)
  return { ...upright, original, ...(await squareParts(bitmap)), crop: square }
}

import type { FieldResult } from '../basics/fields.ts'
import type { Fault, Faults } from '../errors/errors.ts'
import { type CropFields, type Rectangle, readCrop, type Size } from './picture-crop.ts'
import type { Master } from './picture-pipeline.ts'

/** An uploaded file, as stored on disk by the HTTP layer. */
export interface UploadedFile {
  path: string
  /** In bytes. */
  size: number
}

/** The fields of an upload. If `croppedImage` is undefined, it was not sent, and the crop fields apply. */
export interface Upload {
  image: FieldResult<UploadedFile>
  croppedImage?: FieldResult<UploadedFile> | undefined
  crop: CropFields
}

/** Limits of one upload. */
export interface UploadLimits {
  pictureMaxBytes: number
  pictureMaxPixels: number
}

/** A picture ready to be stored. */
export interface Prepared extends Size {
  original: Master
  square: Master
  /** In pixels of the upright picture; null if the square was sent as a separate file. */
  crop: Rectangle | null
}

/** The usable parts of an upload, and the faults found without opening a file. */
export interface Checked {
  image: UploadedFile | null
  croppedImage: UploadedFile | null
  crop: Rectangle | null
  faults: Faults
}

/** Checks everything about an upload except the contents of the files. */
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

/** Returns why a file of this size is refused, or null. */
export function sizeFault(bytes: number, max: number): Fault | null {
  if (bytes === 0) return { key: 'file_empty' }
  if (bytes <= max) return null
  return { key: 'file_too_large', params: { megabytes: Math.floor(max / 100_000) / 10 } }
}

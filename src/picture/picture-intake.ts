import type { Fault, Faults } from '../errors.ts'
import type { FieldResult } from '../fields.ts'
import { type CropFields, type Rectangle, readCrop, type Size } from './picture-crop.ts'
import type { Master } from './picture-pipeline.ts'

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
  /** In pixels of the upright picture; null if the square came as a file of its own. */
  crop: Rectangle | null
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

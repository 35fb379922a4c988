import { z } from 'zod'
import { RENDERING_BYTES, RENDERING_SIDE } from '../../common/picture.ts'
import { type FieldResult, FilePart, field, INTEGER_MAX, type Parsed } from '../basics/fields.ts'
import { pictureLinks } from '../config/picture-links.ts'
import { envelopeOf } from '../protocol/responses.ts'
import type { Upload, UploadedFile } from './picture-intake.ts'

function readFile(value: unknown): FieldResult<UploadedFile> {
  if (value === null) return { fault: { key: 'null' } }
  if (!(value instanceof FilePart) || value.path === null) return { fault: { key: 'not_a_file' } }
  return { value: { path: value.path, size: value.size } }
}

const file = (description: string) => ({ type: 'string', format: 'binary', description })

const cropField = (minimum: number, description: string) =>
  field<unknown>((value) => ({ value }), {
    type: 'number',
    format: 'double',
    minimum,
    maximum: INTEGER_MAX,
    description,
    example: 100,
  }).optional()

const crop = {
  crop_x: cropField(
    -1,
    'Left edge of the crop, in pixels of the upright picture. The edges are rounded to whole pixels, and may pass those of the picture by one pixel, which is cut off.',
  ),
  crop_y: cropField(-1, 'Top edge of the crop.'),
  crop_width: cropField(1, 'Width of the crop.'),
  crop_height: cropField(1, 'Height of the crop.'),
}

/** `POST user/profile-image/`; the crop fields apply if no `cropped_image` is sent. */
export const uploadBody = z.object({
  image: field(
    readFile,
    file('The picture: JPEG, PNG, WebP, GIF, AVIF, BMP, HEIC or JPEG XL.'),
    'file_missing',
  ),
  cropped_image: field(
    readFile,
    file('The part to show. Without it the service crops to the faces.'),
  ).optional(),
  ...crop,
})

/** What can be wrong with a file. */
export const fileFaults = [
  'image_invalid',
  'unsupported_format',
  'file_empty',
  'file_too_large',
  'too_many_pixels',
  'image_too_complex',
] as const

/** Returns an upload with what is wrong with its files, which the service reports together with their content. */
export function uploadOf({ values, faults }: Parsed<z.output<typeof uploadBody>>): Upload {
  const image = values.image
    ? { value: values.image }
    : { fault: faults.image?.[0] ?? { key: 'file_missing' as const } }
  const croppedImage = values.cropped_image
    ? { value: values.cropped_image }
    : faults.cropped_image?.[0] && { fault: faults.cropped_image[0] }
  return { image, croppedImage, crop: values }
}

/** `POST user/profile-image/crop/`. */
export const cropBody = z.object({
  ...crop,
  rotate: field<unknown>((value) => ({ value }), {
    type: 'integer',
    format: 'int32',
    minimum: 0,
    maximum: 270,
    enum: [0, 90, 180, 270],
    description:
      'Degrees clockwise by which the picture is turned first. The crop is in pixels of the turned picture.',
    example: 90,
  }).optional(),
})

/** `POST user/profile-image/suggest-crop/`. */
export const suggestionBody = z.object({
  image: field(
    readFile,
    file(
      `The upright picture, scaled down to ${RENDERING_SIDE} pixels on its longer side; at most ${RENDERING_BYTES / 1000} kB.`,
    ),
    'file_missing',
  ),
})

const share = (description: string) => z.number().min(0).max(1).describe(description)

export const suggestionAnswer = envelopeOf(
  z
    .object({
      crop: z.object({
        x: share('Left edge, as a share of the width.'),
        y: share('Top edge, as a share of the height.'),
        width: share('Width, as a share of the width of the picture.'),
        height: share('Height, as a share of the height of the picture.'),
      }),
    })
    .meta({ id: 'SuggestedCrop' }),
)

/** `GET user/profile-image/`. */
export const currentAnswer = envelopeOf(
  z
    .object({
      ...pictureLinks,
      picture: z
        .object({
          width: z.int().min(1).describe('Width of the upright picture as uploaded, in pixels.'),
          height: z.int().min(1),
          crop: z
            .object({ x: z.int().min(0), y: z.int().min(0), width: z.int().min(1), height: z.int().min(1) })
            .nullable()
            .describe('The shown square in those pixels; null if the client sent it as `cropped_image`.'),
        })
        .nullable()
        .describe('Null if the person has none, and the generated one is shown.'),
    })
    .meta({ id: 'CurrentPicture' }),
)

export const pictureAnswer = envelopeOf(z.object(pictureLinks).meta({ id: 'PictureLinks' }))

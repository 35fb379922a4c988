import { z } from 'zod'
import { type FieldResult, FilePart, field, INTEGER_MAX } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { pictureLinks } from '../picture-links.ts'
import type { UploadedFile } from './picture-intake.ts'

function readFile(value: unknown): FieldResult<UploadedFile> {
  if (value === null) return { fault: { key: 'null' } }
  if (!(value instanceof FilePart) || value.path === null) return { fault: { key: 'not_a_file' } }
  return { value: { path: value.path, size: value.size } }
}

const file = (description: string) => ({ type: 'string', format: 'binary', description })

const cropField = (minimum: number, description: string) =>
  field<unknown>((value) => ({ value }), {
    type: 'integer',
    minimum,
    maximum: INTEGER_MAX,
    description,
    example: 100,
  }).optional()

const crop = {
  crop_x: cropField(0, 'Left edge of the crop, in pixels of the upright picture.'),
  crop_y: cropField(0, 'Upper edge of the crop.'),
  crop_width: cropField(1, 'Width of the crop.'),
  crop_height: cropField(1, 'Height of the crop.'),
}

/** `POST user/profile-image/`; the crop fields count where no `cropped_image` is sent. */
export const uploadBody = z.object({
  image: field(readFile, file('The picture: JPEG, PNG, WebP, GIF or AVIF.'), 'file_missing'),
  cropped_image: field(
    readFile,
    file('The part to show. Without it the service crops to the subject.'),
  ).optional(),
  ...crop,
})

/** `POST user/profile-image/crop/`. */
export const cropBody = z.object(crop)

/** `GET user/profile-image/`. */
export const currentAnswer = envelopeOf(
  z
    .object({
      ...pictureLinks,
      picture: z
        .object({
          width: z.int().min(1).describe('Of the upright picture as it was uploaded, in pixels.'),
          height: z.int().min(1),
          crop: z
            .object({ x: z.int().min(0), y: z.int().min(0), width: z.int().min(1), height: z.int().min(1) })
            .nullable()
            .describe('The shown square in those pixels; null where the client sent it as `cropped_image`.'),
        })
        .nullable()
        .describe('Null where the person has none and the generated one shows.'),
    })
    .meta({ id: 'CurrentPicture' }),
)

export const pictureAnswer = envelopeOf(z.object(pictureLinks).meta({ id: 'PictureLinks' }))

import { z } from 'zod'

const example = '/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357'

/**
 * How responses refer to a person's picture, in the profile and after an upload (contract: GET
 * user/get/profile/, POST user/profile-image/).
 */
export const pictureLinks = {
  ProfileImage: z
    .string()
    .describe('Path of the picture on this host.')
    .meta({ example: `${example}/512` }),
  ProfileImageUrl: z
    .string()
    .describe('Absolute URL of the picture.')
    .meta({ example: `https://id.example.com${example}/512` }),
  ProfileImages: z
    .record(z.string(), z.string())
    .describe('Absolute URL by size: `32` to `1024` (square) and `original` (uncropped).')
    .meta({
      example: {
        '64': `https://id.example.com${example}/64`,
        original: `https://id.example.com${example}/original`,
      },
    }),
}

/** The values of `pictureLinks`. */
export type PictureLinks = z.output<z.ZodObject<typeof pictureLinks>>

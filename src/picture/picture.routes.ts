import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PictureSize } from '../../common/picture.ts'
import { Refusal } from '../errors.ts'
import { ok } from '../http/answer.ts'
import { callerOf } from '../http/caller.ts'
import { entityTag, matchesNone } from '../http/etag.ts'
import { pathParameters } from '../http/path-parameters.ts'
import { failureResponses, responses } from '../http/responses.ts'
import type { App } from '../http/schemas.ts'
import { actorOf } from '../session/session.ts'
import { cropBody, currentAnswer, pictureAnswer, uploadBody } from './picture.schema.ts'
import type { PictureService } from './picture.service.ts'
import { negotiateFormat, PICTURE_ID, type PictureFormat, parseVariantName, VARIANT_NAME } from './picture.ts'
import type { PictureRedirect, ServedPicture } from './picture-serving.service.ts'

const tags = ['Picture']

const pictureParameters = pathParameters({
  id: {
    type: 'string',
    pattern: PICTURE_ID.source,
    description: 'As it stands in the addresses of pictures.',
    examples: ['3f2a9c0d5b7e41869a0c2d4e6f801357'],
  },
  name: {
    type: 'string',
    pattern: VARIANT_NAME.source,
    description: 'A size, and the format unless `Accept` is to decide.',
    examples: ['512.webp'],
  },
})

interface Options {
  base: string
  pictures: PictureService
  /** Largest file, in bytes. */
  fileBytes: number
}

/** Contract: POST user/profile-image/ and user/profile/profile-image/. */
export function pictureRoutes(app: App, options: Options): void {
  const { base, pictures } = options
  const upload = { files: ['image', 'cropped_image'], fileBytes: options.fileBytes }
  const addresses = [
    [`${base}/user/profile-image`, ''],
    [`${base}/user/profile/profile-image`, 'Alias'],
  ] as const
  for (const [path, suffix] of addresses) {
    app.post(
      path,
      {
        config: { upload },
        schema: {
          tags,
          operationId: `uploadProfileImage${suffix}`,
          summary: 'Upload profile image',
          description:
            'Both addresses do the same. What counts as a picture is decided from the bytes alone.',
          body: uploadBody,
          response: responses(
            pictureAnswer,
            'user',
            ['validation', 'payload_too_large', 'pictures_per_day', 'throttled', 'unavailable'],
            {
              faults: {
                image: [
                  'image_invalid',
                  'file_empty',
                  'file_too_large',
                  'too_many_pixels',
                  'image_too_complex',
                ],
                cropped_image: [
                  'image_invalid',
                  'file_empty',
                  'file_too_large',
                  'too_many_pixels',
                  'image_too_complex',
                ],
                crop_x: ['not_an_integer', 'min_value', 'crop_outside', 'crop_incomplete'],
              },
            },
          ),
        },
      },
      async (request) => {
        const { values, faults } = request.body
        const image = values.image
          ? { value: values.image }
          : { fault: faults.image?.[0] ?? { key: 'file_missing' as const } }
        const croppedImage = values.cropped_image
          ? { value: values.cropped_image }
          : faults.cropped_image?.[0] && { fault: faults.cropped_image[0] }
        const caller = callerOf(request)
        const upload = { image, croppedImage, crop: values }
        return ok(await pictures.accept(caller.user.id, upload, actorOf(caller)))
      },
    )
    app.get(
      path,
      {
        schema: {
          tags,
          operationId: `getProfileImage${suffix}`,
          summary: 'Get profile image',
          description: 'Where it is, and what a new crop starts from.',
          response: responses(currentAnswer, 'user'),
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'private, no-cache')
        return ok(await pictures.describe(callerOf(request).user.id))
      },
    )
    app.delete(
      path,
      {
        schema: {
          tags,
          operationId: `removeProfileImage${suffix}`,
          summary: 'Remove profile image',
          description: 'The generated picture shows again. The day’s allowance is not given back.',
          response: responses(pictureAnswer, 'user'),
        },
      },
      async (request) => {
        const caller = callerOf(request)
        const { id } = caller.user
        await pictures.remove(id, actorOf(caller))
        return ok(pictures.pictureLinks({ id, pictureId: null }))
      },
    )
  }
  app.post(
    `${base}/user/profile-image/crop`,
    {
      schema: {
        tags,
        operationId: 'cropProfileImage',
        summary: 'Crop the profile image anew',
        description:
          'Crops the kept picture; it gets new addresses and does not count against the allowance.',
        body: cropBody,
        response: responses(
          pictureAnswer,
          'user',
          ['validation', 'precondition_failed', 'throttled', 'unavailable'],
          {
            faults: {
              image: ['no_picture'],
              crop_x: ['required', 'not_an_integer', 'min_value', 'crop_outside', 'crop_incomplete'],
            },
          },
        ),
      },
    },
    async (request) => {
      const caller = callerOf(request)
      return ok(await pictures.recrop(caller.user.id, request.body.values, actorOf(caller)))
    },
  )
}

/** The addresses of the pictures: no headers needed, each shows one picture for ever. */
export function pictureFileRoutes(app: App, { pictures }: { pictures: PictureService }): void {
  const serve =
    (
      show: (
        id: string,
        size: PictureSize,
        format: PictureFormat,
      ) => Promise<ServedPicture | PictureRedirect | null>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { id, name } = request.params as { id: string; name: string }
      const variant = parseVariantName(name)
      if (!variant) throw new Refusal('not_found')
      const format = variant.format ?? negotiateFormat(request.headers.accept)
      // The address says what the bytes show, so the tag can be known before they are read.
      const tag = entityTag(`${id} ${variant.size} ${format}`)
      const isHeld = matchesNone(request.headers['if-none-match'], tag)
      const picture = await show(id, variant.size, format)
      if (!picture) throw new Refusal('not_found')
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
      if (variant.format === null) reply.header('vary', 'Accept')
      else reply.removeHeader('vary')
      if ('url' in picture) {
        return reply.header('cache-control', `public, max-age=${picture.seconds}`).redirect(picture.url, 302)
      }
      reply.header('etag', tag).header('cache-control', 'public, max-age=31536000, immutable')
      if (isHeld) {
        if (!Buffer.isBuffer(picture.body)) picture.body.destroy()
        return reply.code(304).send()
      }
      return reply.type(picture.contentType).header('content-length', picture.size).send(picture.body)
    }
  const schema = (operationId: string, summary: string) => ({
    tags,
    operationId,
    summary,
    params: pictureParameters,
    produces: ['image/webp', 'image/avif', 'image/jpeg'],
    response: failureResponses('open', ['not_found', 'unavailable'], { hasTag: true }),
  })
  app.get(
    '/pictures/default/:id/:name',
    { config: { access: 'open' }, schema: schema('getDefaultPicture', 'A generated picture') },
    serve(pictures.serveDefault),
  )
  app.get(
    '/pictures/:id/:name',
    { config: { access: 'open' }, schema: schema('getPicture', 'A picture') },
    serve(pictures.serve),
  )
}

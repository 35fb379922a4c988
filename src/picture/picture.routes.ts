import type { FastifyReply, FastifyRequest } from 'fastify'
import { type PictureSize, RENDERING_BYTES } from '../../common/picture.ts'
import { isId } from '../basics/text.ts'
import { Refusal } from '../errors/errors.ts'
import { callerOf } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { entityTag, matchesNone } from '../protocol/etag.ts'
import { pathParameters } from '../protocol/path-parameters.ts'
import { failureResponses, responses } from '../protocol/responses.ts'
import { actorOf } from '../session/session.ts'
import {
  cropBody,
  currentAnswer,
  fileFaults,
  pictureAnswer,
  suggestionAnswer,
  suggestionBody,
  uploadBody,
  uploadOf,
} from './picture.schema.ts'
import type { PictureService } from './picture.service.ts'
import { negotiateFormat, PICTURE_ID, type PictureFormat, parseVariantName, VARIANT_NAME } from './picture.ts'
import type { PictureRedirect, ServedPicture } from './picture-serving.service.ts'
import { DEFAULT_NAME } from './picture-token.ts'

const tags = ['Pictures']

const variantParameter = {
  type: 'string',
  pattern: VARIANT_NAME.source,
  description: 'A size, and optionally the format; otherwise `Accept` decides.',
  examples: ['512.webp'],
}

const pictureParameters = pathParameters({
  id: {
    type: 'string',
    pattern: PICTURE_ID.source,
    description: 'As in the URLs of pictures.',
    examples: ['3f2a9c0d5b7e41869a0c2d4e6f801357'],
  },
  name: variantParameter,
})

const defaultPictureParameters = pathParameters({
  id: {
    type: 'string',
    pattern: DEFAULT_NAME.source,
    description: 'As in the URLs of pictures; with a second part if it shows initials.',
    examples: ['3f2a9c0d5b7e41869a0c2d4e6f801357'],
  },
  name: variantParameter,
})

const personPictureParameters = pathParameters({
  id: {
    type: 'string',
    format: 'uuid',
    description: 'The id of the person, as in access tokens (`user_id`) and exports.',
    examples: ['0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11'],
  },
  name: variantParameter,
})

/** Any site may show pictures, and scripts may read them. */
const publicHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

interface Options {
  base: string
  pictures: PictureService
  /** Maximum size of a file, in bytes. */
  fileBytes: number
}

/** Contract: POST user/profile-image/ and user/profile/profile-image/. */
export function pictureRoutes(app: App, options: Options): void {
  const { base } = options
  for (const [path, suffix] of [
    [`${base}/user/profile-image`, ''],
    [`${base}/user/profile/profile-image`, 'Alias'],
  ] as const) {
    uploadRoute(app, options, path, suffix)
    currentRoute(app, options, path, suffix)
    removalRoute(app, options, path, suffix)
  }
  cropRoute(app, options)
  suggestionRoute(app, options)
}

/** Marks the operations at the second address (contract: POST user/profile-image/). */
const sameAs = (operationId: string, suffix: string) => (suffix === '' ? {} : { 'x-same-as': operationId })

function uploadRoute(app: App, { pictures, fileBytes }: Options, path: string, suffix: string): void {
  app.post(
    path,
    {
      config: { upload: { files: ['image', 'cropped_image'], fileBytes } },
      schema: {
        tags,
        operationId: `uploadProfileImage${suffix}`,
        ...sameAs('uploadProfileImage', suffix),
        summary: 'Upload a picture',
        description:
          'The format is read from the content alone. Without a crop, the service places the square around the faces. The response has the addresses of every size.',
        body: uploadBody,
        response: responses(
          pictureAnswer,
          'user',
          ['validation', 'payload_too_large', 'pictures_per_day', 'throttled', 'unavailable'],
          {
            faults: {
              image: fileFaults,
              cropped_image: fileFaults,
              crop_x: ['not_an_integer', 'min_value', 'crop_outside', 'crop_incomplete'],
            },
          },
        ),
      },
    },
    async (request) => {
      const caller = callerOf(request)
      return ok(await pictures.accept(caller.user.id, uploadOf(request.body), actorOf(caller)))
    },
  )
}

function currentRoute(app: App, { pictures }: Options, path: string, suffix: string): void {
  app.get(
    path,
    {
      schema: {
        tags,
        operationId: `getProfileImage${suffix}`,
        ...sameAs('getProfileImage', suffix),
        summary: 'Get the picture',
        description: 'The addresses of every size, and what is needed for a new crop.',
        response: responses(currentAnswer, 'user'),
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache')
      return ok(await pictures.describe(callerOf(request).user))
    },
  )
}

function removalRoute(app: App, { pictures }: Options, path: string, suffix: string): void {
  app.delete(
    path,
    {
      schema: {
        tags,
        operationId: `removeProfileImage${suffix}`,
        ...sameAs('removeProfileImage', suffix),
        summary: 'Remove the picture',
        description:
          'A generated picture takes its place. The daily limit still counts the one that is removed.',
        response: responses(pictureAnswer, 'user'),
      },
    },
    async (request) => {
      const caller = callerOf(request)
      await pictures.remove(caller.user.id, actorOf(caller))
      return ok(pictures.pictureLinks({ ...caller.user, pictureId: null }))
    },
  )
}

function cropRoute(app: App, { base, pictures }: Options): void {
  app.post(
    `${base}/user/profile-image/crop`,
    {
      schema: {
        tags,
        operationId: 'cropProfileImage',
        summary: 'Crop the picture again',
        description:
          "Cuts a new square from the picture that was uploaded, and turns it first if you ask for that. It gets new addresses. This doesn't count against the daily limit.",
        body: cropBody,
        response: responses(
          pictureAnswer,
          'user',
          ['validation', 'precondition_failed', 'throttled', 'unavailable'],
          {
            faults: {
              image: ['no_picture'],
              crop_x: ['required', 'not_an_integer', 'min_value', 'crop_outside', 'crop_incomplete'],
              rotate: ['invalid_choice'],
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

/** Seconds for which the location of a person's picture may be cached. */
const LOCATION_SECONDS = 60

/**
 * The address of a person's picture, whichever it is: it redirects to that of the picture. Like those, it
 * requires no headers.
 */
export function personPictureRoute(app: App, { base, pictures }: Omit<Options, 'fileBytes'>): void {
  app.get(
    `${base}/people/:id/picture/:name`,
    {
      config: { access: 'open' },
      schema: {
        tags,
        operationId: 'getPersonPicture',
        summary: 'Show the picture of a person',
        description:
          'Redirects (302) to the address of the picture that the person shows now, or of the generated one. It needs no headers and works on every site. The location may be cached for a minute.',
        params: personPictureParameters,
        produces: ['image/webp', 'image/avif', 'image/jpeg'],
        response: failureResponses('open', ['not_found', 'unavailable']),
      },
    },
    async (request, reply) => {
      const { id, name } = request.params as { id: string; name: string }
      const path = parseVariantName(name) && isId(id) ? await pictures.currentPath(id, name) : null
      if (path === null) throw new Refusal('not_found')
      return reply
        .headers(publicHeaders)
        .removeHeader('vary')
        .header('cache-control', `public, max-age=${LOCATION_SECONDS}`)
        .redirect(path, 302)
    },
  )
}

function suggestionRoute(app: App, { base, pictures }: Options): void {
  app.post(
    `${base}/user/profile-image/suggest-crop`,
    {
      config: { upload: { files: ['image'], fileBytes: RENDERING_BYTES } },
      schema: {
        tags,
        operationId: 'suggestProfileImageCrop',
        summary: 'Ask for a crop',
        description:
          "Finds the square that an upload without a crop would show, from a small rendering of the picture. Stores nothing, and doesn't count against the daily limit.",
        body: suggestionBody,
        response: responses(
          suggestionAnswer,
          'user',
          ['validation', 'payload_too_large', 'throttled', 'unavailable'],
          { faults: { image: fileFaults } },
        ),
      },
    },
    async (request) => {
      const { values, faults } = request.body
      const image = values.image
        ? { value: values.image }
        : { fault: faults.image?.[0] ?? { key: 'file_missing' as const } }
      return ok({ crop: await pictures.suggestCrop(callerOf(request).user.id, image) })
    },
  )
}

/** The URLs of pictures: they require no headers, and the content of each never changes. */
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
      // The URL identifies the content, so the tag is known before it is read.
      const tag = entityTag(`${id} ${variant.size} ${format}`)
      const isHeld = matchesNone(request.headers['if-none-match'], tag)
      const picture = await show(id, variant.size, format)
      if (!picture) throw new Refusal('not_found')
      reply.headers(publicHeaders)
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
  const schema = (operationId: string, summary: string, params: typeof pictureParameters, more = '') => ({
    tags,
    operationId,
    summary,
    description: `The file itself. It needs no headers, works on every site, and never changes, so it may be cached forever.${more}`,
    params,
    produces: ['image/webp', 'image/avif', 'image/jpeg'],
    response: failureResponses('open', ['not_found', 'unavailable'], { hasTag: true }),
  })
  app.get(
    '/pictures/default/:id/:name',
    {
      config: { access: 'open' },
      schema: schema(
        'getDefaultPicture',
        'Show a generated picture',
        defaultPictureParameters,
        ' Of initials that the person no longer has, it redirects (302) to the present ones.',
      ),
    },
    serve(pictures.serveDefault),
  )
  app.get(
    '/pictures/:id/:name',
    { config: { access: 'open' }, schema: schema('getPicture', 'Show a picture', pictureParameters) },
    serve(pictures.serve),
  )
}

import { callerOf } from '../http/caller.ts'
import { negotiateEncoding } from '../http/content.ts'
import { encodedTag, matchesNone } from '../http/etag.ts'
import { responses } from '../http/responses.ts'
import type { App } from '../http/schemas.ts'
import type { Clock } from '../ports/clock.ts'
import type { User } from '../user/user.ts'
import { type LocalInfoDocument, localInfoAnswer } from './local-info.schema.ts'
import type { LocalInfoService } from './local-info.service.ts'
import { readerLanguage } from './local-info.ts'

/** Contract: GET get/local-info/. */
export function localInfoRoutes(
  app: App,
  options: {
    base: string
    localInfo: LocalInfoService
    /** What the person has chosen, or the operator's defaults. */
    selectedBy: (user: User) => LocalInfoDocument['selected']
    clock: Clock
  },
): void {
  app.get(
    `${options.base}/get/local-info`,
    {
      schema: {
        tags: ['Local info'],
        operationId: 'getLocalInfo',
        summary: 'Get local info',
        description:
          'What a person may choose from, named in the language of `Accept-Language`, else the stored one. Every code is accepted by the update, and no other.',
        response: responses(localInfoAnswer, 'user', [], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const selected = options.selectedBy(callerOf(request).user)
      const language = readerLanguage(request.headers['accept-language'], selected.lan)
      const body = await options.localInfo.localInfoBody({ language, selected, now: options.clock.now() })
      const encoding = negotiateEncoding(request)
      const isPlain = encoding === 'identity'
      reply
        .header('cache-control', 'private, no-cache')
        .header('vary', 'Accept-Encoding, Accept-Language, Authorization, Origin')
        .header('content-language', language)
        .header('etag', isPlain ? body.etag : encodedTag(body.etag, encoding))
      if (matchesNone(request.headers['if-none-match'], body.etag)) return reply.code(304).send()
      if (!isPlain) reply.header('content-encoding', encoding)
      // The bytes were made from the message's type once; the serializer has nothing to add.
      return reply.type('application/json; charset=utf-8').send(body[encoding] as never)
    },
  )
}

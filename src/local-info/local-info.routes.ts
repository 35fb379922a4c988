import { callerOf } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import type { Clock } from '../ports/clock.ts'
import { negotiateEncoding } from '../protocol/content.ts'
import { encodedTag, matchesNone } from '../protocol/etag.ts'
import { responses } from '../protocol/responses.ts'
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
    /** Returns the person's choices, or the operator's defaults. */
    selectedBy: (user: User) => LocalInfoDocument['selected']
    clock: Clock
  },
): void {
  app.get(
    `${options.base}/get/local-info`,
    {
      schema: {
        tags: ['Profile'],
        operationId: 'getLocalInfo',
        summary: 'Get local info',
        description:
          'The languages, currencies, time zones and countries that a person can choose from. Profile updates accept exactly these codes. Names are in the language of `Accept-Language`, or the one that the person has chosen.',
        response: responses(localInfoAnswer, 'user', [], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const selected = options.selectedBy(callerOf(request).user)
      const language = readerLanguage(request.headers['accept-language'], selected.lan)
      const body = await options.localInfo.localInfoBody({ language, selected, now: options.clock.now() })
      const encoding = negotiateEncoding(request.raw)
      const isPlain = encoding === 'identity'
      reply
        .header('cache-control', 'private, no-cache')
        .header('vary', 'Accept-Encoding, Accept-Language, Authorization, Origin')
        .header('content-language', language)
        .header('etag', isPlain ? body.etag : encodedTag(body.etag, encoding))
      if (matchesNone(request.headers['if-none-match'], body.etag)) return reply.code(304).send()
      if (!isPlain) reply.header('content-encoding', encoding)
      // The bytes already have the type of the message; the serializer has nothing to add.
      return reply.type('application/json; charset=utf-8').send(body[encoding] as never)
    },
  )
}

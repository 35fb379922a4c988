import type { IncomingMessage } from 'node:http'
import { addDirectRead } from '../http/direct-routes.ts'
import { JSON_TYPE, type ReadyAnswer } from '../http/ready-answer.ts'
import type { App } from '../http/schemas.ts'
import type { Clock } from '../ports/clock.ts'
import { negotiateEncoding } from '../protocol/content.ts'
import { encodedTag, matchesNone } from '../protocol/etag.ts'
import { responses } from '../protocol/responses.ts'
import type { User } from '../user/user.ts'
import { type LocalInfoDocument, localInfoAnswer } from './local-info.schema.ts'
import type { LocalInfoBody, LocalInfoService } from './local-info.service.ts'
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
  const { base, localInfo, selectedBy, clock } = options
  addDirectRead(
    app,
    `${base}/get/local-info`,
    {
      tags: ['Profile'],
      operationId: 'getLocalInfo',
      summary: 'Get local info',
      description:
        'The languages, currencies, time zones and countries that a person can choose from. Profile updates accept exactly these codes. Names are in the language of `Accept-Language`, or the one that the person has chosen.',
      response: responses(localInfoAnswer, 'user', [], { hasTag: true }),
    },
    ({ user }, request) => {
      const selected = selectedBy(user)
      const language = readerLanguage(request.headers['accept-language'], selected.lan)
      const body = localInfo.localInfoBody({ language, selected, now: clock.now() })
      if (body instanceof Promise) return body.then((made) => answerOf(request, made, language))
      return answerOf(request, body, language)
    },
  )
}

function answerOf(request: IncomingMessage, body: LocalInfoBody, language: string): ReadyAnswer {
  const encoding = negotiateEncoding(request)
  const isPlain = encoding === 'identity'
  const tag = isPlain ? body.etag : encodedTag(body.etag, encoding)
  const headers = ['cache-control', 'private, no-cache', 'content-language', language, 'etag', tag]
  const vary = 'Accept-Encoding, Accept-Language, Authorization, Origin'
  if (matchesNone(request.headers['if-none-match'], body.etag))
    return { status: 304, headers, vary, body: null }
  headers.push('content-type', JSON_TYPE)
  if (!isPlain) headers.push('content-encoding', encoding)
  return { status: 200, headers, vary, body: body[encoding], bytes: body[encoding].length }
}

import { callerOf } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import { sendUnlessHeld } from '../http/tagged.ts'
import { wantedLanguages } from '../messages/language.ts'
import { entityTag } from '../protocol/etag.ts'
import { responses } from '../protocol/responses.ts'
import { declarationsAnswer, declarationsOf } from './attribute.schema.ts'
import type { AttributeService } from './attribute.service.ts'
import { viewerThrough } from './attribute.ts'

/** The declared attributes of the person who is signed in. */
export function attributeRoutes(
  app: App,
  options: {
    base: string
    attributes: Pick<AttributeService, 'viewFor'>
    /** Language of people who have not chosen one (BCP 47). */
    defaultLanguage: string
  },
): void {
  const { base, attributes, defaultLanguage } = options
  app.get(
    `${base}/user/attributes`,
    {
      schema: {
        tags: ['Profile'],
        operationId: 'listAttributes',
        summary: 'List declared attributes',
        description:
          'The attributes that the operator has declared beside the built-in ones, and what values they take, for a form. It has those whose values the caller may read: they are in `UserAttributes` of the profile. Names are in the language of `Accept-Language`, or the one that the person has chosen. The list can change at any time; with `If-None-Match`, the response is 304 as long as it has not.',
        response: responses(declarationsAnswer, 'user', [], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const { user, application } = callerOf(request)
      const wanted = [
        ...wantedLanguages(request.headers['accept-language']),
        ...(user.language === '' ? [] : [user.language]),
        defaultLanguage,
      ]
      const view = attributes.viewFor(viewerThrough(application.id))
      const json = JSON.stringify({ attributes: declarationsOf(view, wanted) })
      reply.header('vary', 'Accept-Language, Authorization, Origin')
      return sendUnlessHeld(request, reply, { tag: entityTag(json), json: () => json })
    },
  )
}

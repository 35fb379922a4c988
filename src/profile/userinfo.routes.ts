import { type Caller, callerOf } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import { sendPlainUnlessHeld } from '../http/tagged.ts'
import { entityTag } from '../protocol/etag.ts'
import { responses } from '../protocol/responses.ts'
import { userinfo } from './userinfo.schema.ts'
import { type ClaimContext, userinfoOf } from './userinfo.ts'

/** The names of the standard claims. */
export const standardClaims: readonly string[] = Object.keys(userinfo.shape)

/** The claims of the person who is signed in. */
export function userinfoRoutes(
  app: App,
  options: { base: string; contextOf: (caller: Caller) => ClaimContext },
): void {
  const { base, contextOf } = options
  app.get(
    `${base}/user/userinfo`,
    {
      schema: {
        tags: ['Profile'],
        operationId: 'getUserinfo',
        summary: 'Get the standard claims',
        description:
          'The person who is signed in, by the names of OpenID Connect (Core 1.0, 5.1): flat and outside the envelope, as its libraries read it. Declared attributes that have a claim and that your application may read are added. What is not set is missing. With `If-None-Match`, the response is 304 as long as nothing has changed.',
        response: responses(userinfo, 'user', [], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const json = JSON.stringify(userinfoOf(caller.user, contextOf(caller)))
      return sendPlainUnlessHeld(request, reply, { tag: entityTag(json), json })
    },
  )
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { ok } from '../http/answer.ts'
import { callerOf } from '../http/caller.ts'
import { matchesNone, parseIfMatch, satisfies, tagOfDocument } from '../http/etag.ts'
import { responses } from '../http/responses.ts'
import type { App } from '../http/schemas.ts'
import { type ProfileDocument, patchBody, profileAnswer, updateBody } from './profile.schema.ts'
import type { ProfileService } from './profile.service.ts'

const tags = ['Profile']

export function profileRoutes(app: App, options: { base: string; profiles: ProfileService }): void {
  const { base, profiles } = options
  const send = (reply: FastifyReply, document: ProfileDocument, tag = tagOfDocument(document)) => {
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    return ok(document)
  }
  const condition = (request: FastifyRequest) => {
    const ifMatch = parseIfMatch(request.headers['if-match'])
    return ifMatch === null ? null : (tag: string) => satisfies(ifMatch, tag)
  }
  const updateResponses = responses(
    profileAnswer,
    'user',
    ['validation', 'if_match_malformed', 'account_frozen', 'precondition_failed', 'throttled'],
    {
      hasTag: true,
      faults: {
        email: ['email_invalid'],
        phone_number: ['phone_invalid'],
        phone_code: ['invalid_choice'],
        country_code: ['invalid_choice'],
        languages: ['invalid_choice'],
        currencies: ['invalid_choice'],
        timezones: ['invalid_choice'],
        token_checksum_field: ['required'],
        token_field: ['required', 'token_mismatch'],
        current_token_field: ['required', 'token_mismatch'],
      },
    },
  )

  app.get(
    `${base}/user/get/profile`,
    {
      schema: {
        tags,
        operationId: 'getProfile',
        summary: 'Get profile details',
        description: 'Carries a strong `ETag`; `If-None-Match` gets 304.',
        response: responses(profileAnswer, 'user', [], { hasTag: true }),
      },
    },
    async (request, reply) => {
      const document = profiles.documentOf(callerOf(request).user)
      const tag = tagOfDocument(document)
      const answer = send(reply, document, tag)
      return matchesNone(request.headers['if-none-match'], tag) ? reply.code(304).send() : answer
    },
  )
  app.post(
    `${base}/user/update/profile`,
    {
      schema: {
        tags,
        operationId: 'updateProfile',
        summary: 'Update profile details',
        description:
          'A field that is absent stays as it is, one that is sent empty is cleared. `If-Match` with the `ETag` of the profile refuses a change of a profile that has changed since.',
        body: updateBody,
        response: updateResponses,
      },
    },
    async (request, reply) =>
      send(reply, await profiles.update(callerOf(request), request.body, condition(request))),
  )
  app.patch(
    `${base}/user/profile`,
    {
      schema: {
        tags,
        operationId: 'patchProfile',
        summary: 'Update single profile details',
        description: 'The same update with nothing required.',
        body: patchBody,
        response: updateResponses,
      },
    },
    async (request, reply) =>
      send(reply, await profiles.update(callerOf(request), request.body, condition(request))),
  )
}

import type { IncomingMessage } from 'node:http'
import type { Caller } from '../http/caller.ts'
import { addDirectRead, addDirectWrite } from '../http/direct-routes.ts'
import { type ReadyAnswer, wholeAnswer, wholeUnlessHeld } from '../http/ready-answer.ts'
import type { App } from '../http/schemas.ts'
import { ifMatchOf } from '../http/tagged.ts'
import { responses } from '../protocol/responses.ts'
import { patchBody, patchFieldNames, profileAnswer, updateBody } from './profile.schema.ts'
import type { ProfileService } from './profile.service.ts'
import type { SentUpdate } from './profile-update.service.ts'

const tags = ['Profile']

export function profileRoutes(app: App, options: { base: string; profiles: ProfileService }): void {
  const { base, profiles } = options
  const update = async (caller: Caller, sent: SentUpdate, request: IncomingMessage): Promise<ReadyAnswer> => {
    const user = await profiles.update(caller, sent, ifMatchOf(request))
    // The JSON whose hash is the tag is sent as it is; a test holds it against the schema.
    return wholeAnswer(profiles.textOf(user, caller.application.id))
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

  addDirectRead(
    app,
    `${base}/user/get/profile`,
    {
      tags,
      operationId: 'getProfile',
      summary: 'Get the profile',
      description:
        'Everything an application may know about the person who is signed in. The response has an `ETag`. Send it as `If-None-Match` next time, and you get 304 if nothing has changed.',
      response: responses(profileAnswer, 'user', [], { hasTag: true }),
    },
    ({ user, application }, { headers }) => wholeUnlessHeld(headers, profiles.textOf(user, application.id)),
  )
  addDirectWrite(
    app,
    'POST',
    `${base}/user/update/profile`,
    {
      tags,
      operationId: 'updateProfile',
      summary: 'Update the profile',
      description:
        'Fields that you leave out stay as they are; empty ones are cleared. Only `email` is required. Another address than the stored one needs a code from `POST user/token-generator/`.\n\nWith `If-Match` and the `ETag` of the profile, the update is refused if the profile has changed since you read it. New clients may prefer `PATCH user/profile/`, which requires no field and reports misspelled ones.',
      body: updateBody,
      response: updateResponses,
    },
    update,
  )
  addDirectWrite(
    app,
    'PATCH',
    `${base}/user/profile`,
    {
      tags,
      operationId: 'patchProfile',
      summary: 'Update parts of the profile',
      description:
        'Like `POST user/update/profile/`, but nothing is required, and an unknown field is refused with `unknown_field`, which names the nearest known one.',
      body: patchBody,
      response: updateResponses,
    },
    (caller, sent, request) => update(caller, { ...sent, known: patchFieldNames }, request),
  )
}

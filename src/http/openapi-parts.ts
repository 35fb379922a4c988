import { TAGS_MAX, TAGS_PATTERN } from './etag.ts'
import type { JsonSchema } from './openapi-messages.ts'
import type { Answers } from './responses.ts'

/** The text at the head of the documentation (CommonMark). */
export const description = `What an application knows about its signed-in users: profile, picture and choices.

**Send** the \`apikey\` of your application with every request, and \`Authorization: Bearer <access token>\` where a
person is signed in; \`POST user/login/\` makes the tokens. Bodies may be \`multipart/form-data\`,
\`application/x-www-form-urlencoded\` or \`application/json\`: they mean the same. They are in UTF-8 unless their
\`charset\` says otherwise. Every path answers with and without its trailing slash.

**Answers** are JSON in one envelope, \`{"status_code": 200, "errors": {}, "data": {}}\`. A failure carries the same
envelope with \`errors\` (English texts, a list per field, one text under \`detail\`), \`error_type\` and \`error_codes\`
(for programs; same keys as \`errors\`). With \`Accept: application/problem+json\` failures come as RFC 9457 instead.`

/** What each tag holds, in the order of the page. Tags that no route uses are left out. */
const tagDescriptions: Readonly<Record<string, string>> = {
  Session: 'Signing in and out, and the tokens between.',
  Profile: 'What the person says about themselves.',
  Picture: 'The profile picture and its sizes.',
  'Local info': 'The languages, currencies, time zones and countries to choose from.',
  'E-mail': 'The code that proves a new e-mail address.',
  Password: 'Changing a password, and choosing a new one by a mailed code.',
  Account: 'What the person can see, take along and end.',
  Operation: 'For those who run the service.',
}

/** The tags in use, each with a description. */
export function describeTags(paths: Record<string, Record<string, JsonSchema>>): JsonSchema[] {
  const used = new Set(
    Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap((operation) => operation.tags as string[]),
    ),
  )
  const known = Object.keys(tagDescriptions).filter((name) => used.has(name))
  return [...known, ...[...used].filter((name) => !known.includes(name)).sort()].map((name) => ({
    name,
    description: tagDescriptions[name] ?? name,
  }))
}

/** How a caller is known. */
export const securitySchemes = {
  apikey: {
    type: 'apiKey',
    in: 'header',
    name: 'apikey',
    description: 'The key of your application; `user-profile app create` prints one.',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'The `access` token that `POST user/login/` answers. It is checked as RFC 8725 asks: algorithm, type, issuer, audience and expiry.',
  },
} as const

/** Request headers of an operation, as properties of an object. */
export function commonParameters(answers: Answers, method: string): Record<string, JsonSchema> {
  return {
    'Accept-Language': {
      type: 'string',
      description: 'The language for names and for `error_messages` (BCP 47); else the one the person chose.',
    },
    ...(answers.failures.includes('if_match_malformed') && {
      'If-Match': {
        type: 'string',
        maxLength: TAGS_MAX,
        pattern: TAGS_PATTERN,
        description: 'The `ETag` as it was read: if the profile has changed since, the answer is 412.',
      },
    }),
    ...(answers.hasTag &&
      method === 'GET' && {
        'If-None-Match': {
          type: 'string',
          description: 'The `ETag` you hold: if it still holds, the answer is 304.',
        },
      }),
  }
}

/** Headers of an answer, by name. */
export function commonHeaders(status: number, hasTag: boolean): Record<string, JsonSchema> {
  return {
    'X-Request-Id': {
      type: 'string',
      format: 'uuid',
      description: 'Names the request in the logs of the service.',
    },
    ...(hasTag && {
      ETag: { type: 'string', description: 'Strong entity tag of the content (RFC 9110, 8.8.3).' },
    }),
    ...([429, 503].includes(status) && {
      'Retry-After': {
        type: 'integer',
        format: 'int32',
        minimum: 1,
        description: 'Seconds until the request may be repeated.',
      },
    }),
    ...(status === 401 && {
      'WWW-Authenticate': { type: 'string', description: '`Bearer realm="api"`' },
    }),
  }
}

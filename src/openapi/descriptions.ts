import type { Access } from '../http/caller.ts'
import { TAGS_MAX, TAGS_PATTERN } from '../protocol/etag.ts'
import { IDEMPOTENCY_KEY } from '../protocol/idempotency-key.ts'
import type { JsonSchema } from '../protocol/json-schema.ts'
import type { Answers } from '../protocol/responses.ts'
import { scopes } from '../protocol/scopes.ts'

/** Introduction of the documentation (CommonMark). */
export const description = `Sign people in, and read and change what you know about them: profile, picture, and preferences.

**Requests** need the \`apikey\` of your application, and \`Authorization: Bearer <access token>\` for a signed-in
person; \`POST user/login/\` issues the tokens. Bodies may be \`multipart/form-data\`,
\`application/x-www-form-urlencoded\` or \`application/json\`, with the same meaning. They are in UTF-8 unless their
\`charset\` says otherwise. Every path works with and without its trailing slash.

**Responses** are JSON in one envelope, \`{"status_code": 200, "errors": {}, "data": {}}\`. A failure has the same
envelope with \`errors\` (English texts, a list per field, a single text in \`detail\`), \`error_type\` and
\`error_codes\` (for programs; same keys as \`errors\`). With \`Accept: application/problem+json\`, failures are RFC 9457
problem details instead.`

/** Descriptions of the tags, in display order. Unused tags are omitted. */
const tagDescriptions: Readonly<Record<string, string>> = {
  'Sign-in': 'Sign people in, keep them signed in, and sign them out.',
  Profile: 'Names, contact details and preferences of the person who is signed in.',
  Pictures: 'The profile picture in every size.',
  'Email address': 'Change the address with a mailed code.',
  Password: 'Change it, or set a new one with a mailed code.',
  'Second factor': 'Codes from an authenticator app, and recovery codes.',
  Passkeys: 'Sign in with a device instead of a password.',
  Sessions: 'Where a person is signed in.',
  Account: 'What happened to it, a copy of its data, and its end.',
  People: 'Read, create, change and remove people from your server.',
  Cards: 'Names and pictures of many people at once, for your server.',
  Events: 'What happened to people, for your server.',
  Health: 'For those who run the service.',
}

/** Returns the tags in use, each with its description. */
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

/** How callers authenticate. */
export const securitySchemes = {
  apikey: {
    type: 'apiKey',
    in: 'header',
    name: 'apikey',
    description: 'The key of your application; `user-profile app create` prints one.',
  },
  serverKey: {
    type: 'apiKey',
    in: 'header',
    name: 'apikey',
    description: `The secret key of an application of kind \`server\`, with one of these scopes for each operation:

${Object.entries(scopes)
  .map(([name, meaning]) => `- \`${name}\`: ${meaning}`)
  .join('\n')}`,
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'The `access` token returned by `POST user/login/`. Algorithm, type, issuer, audience and expiry are checked as required by RFC 8725.',
  },
} as const

/** Returns the request headers of an operation, as properties of an object. */
export function commonParameters(answers: Answers, method: string): Record<string, JsonSchema> {
  return {
    'Accept-Language': {
      type: 'string',
      description:
        'The language for names and for `error_messages` (BCP 47); defaults to the one the person chose.',
    },
    ...(answers.failures.includes('if_match_malformed') && {
      'If-Match': {
        type: 'string',
        maxLength: TAGS_MAX,
        pattern: TAGS_PATTERN,
        description: 'The `ETag` as read; if what it stands for has changed since, the response is 412.',
      },
    }),
    ...(answers.failures.includes('idempotency_key_malformed') && {
      'Idempotency-Key': {
        type: 'string',
        maxLength: 255,
        pattern: IDEMPOTENCY_KEY.source,
        description:
          'Makes a change once: a repeated request with the same key gets the response of the first one, for 24 hours. Another request with the key is 422.',
        examples: ['8e03978e-40d5-43e8-bc93-6894a57f9324'],
      },
    }),
    ...(answers.hasTag &&
      method === 'GET' && {
        'If-None-Match': {
          type: 'string',
          description: 'The `ETag` of your copy; if it is still current, the response is 304.',
        },
      }),
  }
}

/** What is left of the limit of a server's key. */
const limitHeaders = {
  RateLimit: {
    type: 'string',
    description: 'What is left for the key: requests (`r`), and seconds until there are more (`t`).',
    examples: ['"key";r=998;t=7'],
  },
  'RateLimit-Policy': {
    type: 'string',
    description: 'How many requests of the key (`q`) are accepted in a window of seconds (`w`).',
    examples: ['"key";q=1000;w=10'],
  },
}

/** Returns the headers of a response, by name. */
export function commonHeaders(status: number, hasTag: boolean, access: Access): Record<string, JsonSchema> {
  return {
    ...(access === 'server' && status !== 401 && status !== 403 && limitHeaders),
    'X-Request-Id': {
      type: 'string',
      format: 'uuid',
      description: 'Identifies the request in the logs of the service.',
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
